"""Luma's current API: what reaches the wire, what comes back, and whose body it equals."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import pytest

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    RateLimited,
    Refused,
    StudioError,
    TransientFailure,
)
from resources.media.probe import probe
from resources.providers.port import SpeechRequest, VideoRequest
from resources.providers.video.luma import Luma
from resources.providers.video.luma_body import luma_body
from resources.providers.video.luma_verdict import luma_judge, moderated_input
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.luma import LumaPart

CANARY = "luma-api-canary-5e1f"
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/1"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
IMAGE = {"data": base64.b64encode(PNG).decode(), "media_type": "image/png"}
SPEECH = SpeechRequest(model="ray-3.2", voice="Lily", text="Night.", rate=Decimal(0))


@pytest.fixture
def clock() -> ManualClock:
    """A clock that nobody waits for."""
    return ManualClock(datetime(2026, 11, 21, tzinfo=UTC))


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that stands in for Luma, which takes ten seconds for a clip."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    far = FarSide(tmp_path / "far", clock=clock, latency=10, thumbnail=True, url_life=3600)
    with running(far, [LumaPart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


@pytest.fixture
def luma() -> Luma:
    """The provider with a key that must show up nowhere."""
    return Luma(api_key=CANARY)


@pytest.fixture
def media(tmp_path: Path) -> Callable[[str], Path]:
    """One key frame, whatever the digest."""
    file = tmp_path / "frame.png"
    file.write_bytes(PNG)
    return lambda digest: file


def wish(**fields: Any) -> VideoRequest:
    """Five seconds at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    return VideoRequest(**{**size, "model": "ray-3.2", "direction": "A desk at night.", "seed": 7, **fields})


def body(**video: Any) -> dict[str, Any]:
    """The JSON that such a wish is on the wire."""
    return {
        "prompt": "A desk at night.",
        "model": "ray-3.2",
        "type": "video",
        "aspect_ratio": "16:9",
        "video": {"duration": "5s", "resolution": "720p", **video},
    }


WISHES = {
    "text only": ({}, body()),
    "first frame": ({"first_frame": "a" * 64}, body(start_frame=IMAGE)),
    "last frame": ({"last_frame": "b" * 64}, body(end_frame=IMAGE)),
    "both frames of ten seconds": (
        {"first_frame": "a" * 64, "last_frame": "b" * 64, "duration": Fraction(10)},
        body(duration="10s", keyframes=[IMAGE, IMAGE], keyframe_indexes=[0, 240]),
    ),
    "last frame of ten seconds": (
        {"last_frame": "b" * 64, "duration": Fraction(10)},
        body(duration="10s", keyframes=[IMAGE], keyframe_indexes=[240]),
    ),
    "ten seconds tall": (
        {"width": 1080, "height": 1920, "duration": Fraction(10)},
        {**body(duration="10s", resolution="1080p"), "aspect_ratio": "9:16"},
    ),
}
every_wish = pytest.mark.parametrize(("fields", "wire"), WISHES.values(), ids=WISHES)


def sent(sim: Simulator) -> list[Any]:
    """The bodies of all submits."""
    return [httpx.Response(200, content=one.body).json() for one in sim.far.seen if one.method == "POST"]


def submit(luma: Luma, request: VideoRequest, media: Callable[[str], Path]) -> str:
    """Send one wish."""
    return asyncio.run(luma.submit(SLATE, request, media))


def fault(sim: Simulator, **fields: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario(faults=(Fault(**fields),))


@every_wish
def test_duration_size_and_frames_reach_the_wire(
    sim: Simulator, luma: Luma, media: Callable[[str], Path], fields: dict[str, Any], wire: dict[str, Any]
) -> None:
    """What the spec asks for is in the one body that is sent, and the quote is what is charged."""
    request = wish(**fields)
    submit(luma, request, media)
    assert [wire] == sent(sim)
    charged = [Decimal(line["charged"]) for line in sim.far.invoice()]
    assert [luma.quote(request).amount] == charged


@every_wish
def test_the_official_sdk_sends_the_same(
    sim: Simulator, luma: Luma, media: Callable[[str], Path], fields: dict[str, Any], wire: dict[str, Any]
) -> None:
    """For the same wish Luma's own package sends the same body."""
    sdk = pytest.importorskip("luma_agents", reason="luma-agents is not installed")
    ours = luma_body(wish(**fields), media)
    client = sdk.Luma(auth_token=CANARY, base_url=f"{sim.url}/video/luma/v1", max_retries=0)
    client.generations.create(**wire)
    assert [ours] == sent(sim)


def test_the_official_sdk_gets_its_media(sim: Simulator, clock: ManualClock, tmp_path: Path) -> None:
    """Luma's own package orders at the simulator, waits, and downloads a clip of the ordered length."""
    sdk = pytest.importorskip("luma_agents", reason="luma-agents is not installed")
    client = sdk.Luma(auth_token=CANARY, base_url=f"{sim.url}/video/luma/v1", max_retries=0)
    made = client.generations.create(**body())
    assert "queued" == made.state
    clock.advance(5)
    assert "processing" == client.generations.get(made.id).state
    clock.advance(5)
    done = client.generations.get(made.id)
    assert "completed" == done.state
    file = tmp_path / "clip.mp4"
    file.write_bytes(httpx.get(done.output[0].url, trust_env=False).content)
    assert Fraction(5) == probe(file).duration


def test_a_clip_is_filmed_and_fetched(
    sim: Simulator, luma: Luma, clock: ManualClock, media: Callable[[str], Path], tmp_path: Path
) -> None:
    """From submit to file: running, succeeded, downloaded, with the key at the API host only."""
    remote_id = submit(luma, wish(first_frame="a" * 64), media)
    assert "running" == asyncio.run(luma.poll(remote_id)).state
    clock.advance(10)
    done = asyncio.run(luma.poll(remote_id))
    assert ("succeeded", ".mp4", None) == (done.state, done.suffix, done.price)
    asyncio.run(luma.fetch(remote_id, tmp_path / "clip.mp4"))
    assert Fraction(5) == probe(tmp_path / "clip.mp4").duration
    for seen in sim.far.seen:
        carried = {name for name, value in seen.headers.items() if CANARY in value}
        assert carried == (set() if seen.part == "media" else {"authorization"})
        assert CANARY not in f"{seen.path}?{seen.query}" and CANARY.encode() not in seen.body
    assert CANARY not in repr(luma)


def test_an_expired_address_is_asked_for_anew(
    sim: Simulator, luma: Luma, clock: ManualClock, media: Callable[[str], Path], tmp_path: Path
) -> None:
    """Where the media host says that an address has expired, one fresh one is asked for, then no more."""
    remote_id = submit(luma, wish(), media)
    clock.advance(10)
    fault(sim, at="media", what="expired")
    with pytest.raises(TransientFailure):
        asyncio.run(luma.fetch(remote_id, tmp_path / "clip.mp4"))
    asked = [one for one in sim.far.seen if one.part == "video/luma" and one.method == "GET"]
    assert 2 == len(asked)
    assert not (tmp_path / "clip.mp4").exists()


@pytest.mark.parametrize(
    ("what", "state", "reason"),
    [
        ("moderate", "refused", "Moderation of the result: The result was withheld by content moderation."),
        ("fail", "failed", "generation_failed: The generation failed inside."),
    ],
)
def test_a_verdict_against_it_is_told(
    sim: Simulator,
    luma: Luma,
    clock: ManualClock,
    media: Callable[[str], Path],
    what: Any,
    state: str,
    reason: str,
) -> None:
    """A withheld or failed generation ends with Luma's words, and no price is made up."""
    fault(sim, at="end", what=what)
    remote_id = submit(luma, wish(), media)
    clock.advance(10)
    ended = asyncio.run(luma.poll(remote_id))
    assert (state, reason, None) == (ended.state, ended.reason, ended.price)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("rate_limit", RateLimited),
        ("unauthorised", AccountRefused),
        ("unpaid", AccountRefused),
        ("moderate", Moderated),
        ("error_before", OutcomeUnknown),
        ("error_after", OutcomeUnknown),
        ("drop_after", OutcomeUnknown),
    ],
)
def test_a_submit_that_goes_wrong_is_typed_and_sent_once(
    sim: Simulator, luma: Luma, media: Callable[[str], Path], what: Any, kind: type[StudioError]
) -> None:
    """Whatever happens to a submit, it was sent once, its type says what to do, and the key is not told."""
    fault(sim, at="submit", what=what)
    with pytest.raises(kind) as caught:
        submit(luma, wish(), media)
    assert 1 == len(sent(sim))
    assert CANARY not in str(caught.value)
    if isinstance(caught.value, Moderated):
        assert "direction" == caught.value.about


@pytest.mark.parametrize(
    "fields",
    [
        {"duration": Fraction(8)},
        {"duration": Fraction(11, 2)},
        {"width": 640, "height": 360},
        {"direction": "x" * 6001},
        {"direction": "  "},
        {"references": ("a" * 64,)},
        {"model": "ray-2"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_it_cannot_make_is_refused_before_anything_is_sent(
    sim: Simulator, luma: Luma, media: Callable[[str], Path], fields: dict[str, Any]
) -> None:
    """A wish outside the capabilities has neither a price nor a request."""
    for attempt in (lambda: luma.quote(wish(**fields)), lambda: submit(luma, wish(**fields), media)):
        with pytest.raises(Refused):
            attempt()
    assert [] == sim.far.seen


def test_speech_is_not_its_trade(luma: Luma) -> None:
    """A request of another kind is refused."""
    with pytest.raises(Refused):
        luma.quote(SPEECH)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (402, {"detail": "Payment required"}, AccountRefused),
        (429, {"detail": "Insufficient credits"}, AccountRefused),
        (400, {"error": "bad", "failure_code": "budget_exhausted"}, AccountRefused),
        (429, {"detail": "Too many requests"}, RateLimited),
        (422, {"detail": [{"loc": ["body", "prompt"], "msg": "too long"}]}, Refused),
        (400, {"error": {"message": "start_frame failed moderation"}}, Moderated),
        (503, {"detail": "down"}, TransientFailure),
    ],
)
def test_answers_mean_what_their_words_say(
    status: int, said: dict[str, Any], kind: type[StudioError]
) -> None:
    """Money, moderation and hurry are told apart by the words, not by the status alone."""
    found = luma_judge(httpx.Response(status, json=said, request=httpx.Request("POST", "https://x.test")))
    assert kind is type(found)


def test_moderation_names_one_input_or_none() -> None:
    """An input is named only where the words leave no doubt."""
    words = ("Prompt moderated", "start_frame moderated", "end frame moderated", "no", "prompt or end_frame")
    assert ["direction", "first_frame", "last_frame", "", ""] == [moderated_input(one) for one in words]


def test_a_key_is_checked_for_nothing(sim: Simulator, luma: Luma) -> None:
    """The check of the key asks a free question and never tells the key."""
    said = asyncio.run(luma.check_credentials())
    assert "accepted" in said and CANARY not in said
    assert ["/v1/files"] == [one.path for one in sim.far.seen]
    assert [] == sim.far.invoice()


def test_without_a_key_it_names_the_variable(sim: Simulator, media: Callable[[str], Path]) -> None:
    """A missing key is told by its variable, and nothing is sent."""
    with pytest.raises(NotConfigured, match="LUMA_AGENTS_API_KEY"):
        submit(Luma(), wish(), media)
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    "wrong",
    [
        body(duration=5),
        body(duration="10s", start_frame=IMAGE),
        body(keyframes=[IMAGE], keyframe_indexes=[121]),
        body(keyframes=[IMAGE]),
        body(start_frame={"data": IMAGE["data"]}),
        {**body(), "seed": 7},
        {**body(), "aspect_ratio": "9:21"},
    ],
)
def test_the_simulator_takes_only_what_luma_takes(sim: Simulator, wrong: dict[str, Any]) -> None:
    """A body that Luma would turn away is turned away, and nothing is charged."""
    url = f"{sim.url}/video/luma/v1/generations"
    answer = httpx.post(url, json=wrong, headers={"Authorization": f"Bearer {CANARY}"}, trust_env=False)
    assert 400 == answer.status_code
    assert [] == sim.far.invoice()
