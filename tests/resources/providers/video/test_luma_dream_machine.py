"""Luma's Dream Machine: what reaches the wire, what comes back, and how a lost submit is found again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

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
from resources.providers.live import short_token
from resources.providers.port import VideoRequest
from resources.providers.video import luma_dream_machine
from resources.providers.video.luma_dream_machine import LumaDreamMachine
from resources.providers.video.luma_dream_machine_wire import callback_url, dream_body, dream_listed
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.luma_dream_machine import LumaDreamMachinePart

CANARY = "luma-canary-5e1f"
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/1"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FRAMES = "https://frames.test/{digest}.png"
CALLBACK = f"https://studio.invalid/luma?token={short_token(SLATE)}"


@pytest.fixture
def clock() -> ManualClock:
    """A clock that nobody waits for."""
    return ManualClock(NOON)


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that stands in for Luma, which takes ten seconds for a clip."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    far = FarSide(tmp_path / "far", clock=clock, latency=10, limit=8, thumbnail=True)
    with running(far, [LumaDreamMachinePart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


@pytest.fixture
def luma() -> LumaDreamMachine:
    """The provider with a key that must show up nowhere, and a place for key frames."""
    return LumaDreamMachine(api_key=CANARY, key_frame_url=FRAMES)


def no_media(digest: str) -> Path:
    """Pictures are never read: they are sent by their address."""
    raise AssertionError(digest)


def wish(**fields: Any) -> VideoRequest:
    """Five seconds at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    return VideoRequest(**{**size, "model": "ray-2", "direction": "A desk at night.", "seed": 7, **fields})


def body(**fields: Any) -> dict[str, Any]:
    """The JSON that such a wish is on the wire."""
    words = {"model": "ray-2", "prompt": "A desk at night.", "aspect_ratio": "16:9", "resolution": "720p"}
    return {**words, "duration": "5s", "callback_url": CALLBACK, **fields}


def image(letter: str) -> dict[str, str]:
    """A key frame on the wire."""
    return {"type": "image", "url": f"https://frames.test/{letter * 64}.png"}


WISHES = {
    "words only": ({}, body()),
    "nine seconds tall, flash": (
        {"model": "ray-flash-2", "width": 540, "height": 960, "duration": Fraction(9)},
        body(model="ray-flash-2", aspect_ratio="9:16", resolution="540p", duration="9s"),
    ),
    "first frame": ({"first_frame": "a" * 64}, body(keyframes={"frame0": image("a")})),
    "last frame in 4k": (
        {"last_frame": "b" * 64, "width": 3840, "height": 2160},
        body(resolution="4k", keyframes={"frame1": image("b")}),
    ),
}
every_wish = pytest.mark.parametrize(("fields", "wire"), WISHES.values(), ids=WISHES)


def sent(sim: Simulator) -> list[Any]:
    """The bodies of all submits."""
    return [json.loads(one.body) for one in sim.far.seen if one.method == "POST"]


def submit(luma: LumaDreamMachine, request: VideoRequest, slate: str = SLATE) -> str:
    """Send one wish."""
    return asyncio.run(luma.submit(slate, request, no_media))


def fault(sim: Simulator, **fields: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario(faults=(Fault(**fields),))


def official(sim: Simulator) -> Any:
    """Luma's own package, pointed at the simulator."""
    sdk = pytest.importorskip("lumaai", reason="lumaai is not installed")
    url = f"{sim.url}/video/luma_dream_machine/dream-machine/v1"
    return sdk.LumaAI(auth_token=CANARY, base_url=url, max_retries=0)


@every_wish
def test_duration_size_and_frames_reach_the_wire(
    sim: Simulator, luma: LumaDreamMachine, fields: dict[str, Any], wire: dict[str, Any]
) -> None:
    """What the spec asks for is in the one body that is sent, and the quote is what is charged."""
    request = wish(**fields)
    submit(luma, request)
    assert [wire] == sent(sim)
    assert [luma.quote(request).amount] == [Decimal(line["charged"]) for line in sim.far.invoice()]


@every_wish
def test_the_official_sdk_sends_the_same(
    sim: Simulator, fields: dict[str, Any], wire: dict[str, Any]
) -> None:
    """For the same wish Luma's own package sends the same body."""
    official(sim).generations.video.create(**wire)
    assert [dream_body(wish(**fields), callback=CALLBACK, key_frame_url=FRAMES)] == sent(sim)


def test_the_official_sdk_gets_its_media(sim: Simulator, clock: ManualClock, tmp_path: Path) -> None:
    """Luma's own package orders, waits, downloads a clip of the ordered length, lists and deletes it."""
    client = official(sim)
    made = client.generations.create(**body())
    assert "queued" == made.state
    clock.advance(5)
    assert "dreaming" == client.generations.get(made.id).state
    clock.advance(5)
    done = client.generations.get(made.id)
    assert "completed" == done.state
    (tmp_path / "clip.mp4").write_bytes(httpx.get(done.assets.video, trust_env=False).content)
    assert Fraction(5) == probe(tmp_path / "clip.mp4").duration
    page = client.generations.list(limit=10, offset=0)
    assert [CALLBACK] == [one.request.callback_url for one in page.generations]
    assert 12_345 == client.credits.get().credit_balance
    client.generations.delete(made.id)
    assert [] == client.generations.list().generations


def test_a_clip_is_filmed_and_fetched(
    sim: Simulator, luma: LumaDreamMachine, clock: ManualClock, tmp_path: Path
) -> None:
    """From submit to file: running, succeeded, downloaded, with the key at the API host only."""
    remote_id = submit(luma, wish())
    assert "running" == asyncio.run(luma.poll(remote_id)).state
    clock.advance(10)
    done = asyncio.run(luma.poll(remote_id))
    assert ("succeeded", ".mp4", None) == (done.state, done.suffix, done.price)
    assert not asyncio.run(luma.cancel(remote_id))
    asyncio.run(luma.fetch(remote_id, tmp_path / "clip.mp4"))
    assert Fraction(5) == probe(tmp_path / "clip.mp4").duration
    for seen in sim.far.seen:
        carried = {name for name, value in seen.headers.items() if CANARY in value}
        assert carried == (set() if seen.part == "media" else {"authorization"})
        assert CANARY not in f"{seen.path}?{seen.query}" and CANARY.encode() not in seen.body
    assert CANARY not in repr(luma)


def test_a_lost_submit_is_found_in_the_list(
    sim: Simulator, luma: LumaDreamMachine, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answer to a submit was lost, the list names it by its token, on whatever page it is."""
    monkeypatch.setattr(luma_dream_machine, "_PAGE", 2)
    submit(luma, wish(), "an/old/one")
    clock.advance(3600)
    fault(sim, at="submit", what="drop_after", when="2")
    with pytest.raises(OutcomeUnknown):
        submit(luma, wish())
    for number in range(4):
        clock.advance(1)
        submit(luma, wish(seed=number), f"another/{number}")
    listed = asyncio.run(luma.list(NOON + timedelta(minutes=30)))
    assert 5 == len(listed)
    found = [one for one in listed if one.token == luma.token(SLATE, wish())]
    assert [sim.far.jobs()[1].id] == [one.remote_id for one in found]
    assert [NOON + timedelta(hours=1)] == [one.created for one in found]


def test_an_account_sees_its_own_generations_only(sim: Simulator, luma: LumaDreamMachine) -> None:
    """With another account's key a generation is neither listed nor known."""
    remote_id = submit(luma, wish())
    other = LumaDreamMachine(api_key="another-account")
    assert [] == asyncio.run(other.list(NOON - timedelta(hours=1)))
    with pytest.raises(Refused):
        asyncio.run(other.poll(remote_id))


def test_a_list_that_does_not_go_on_is_no_proof(
    sim: Simulator, luma: LumaDreamMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that says the same page again and again is a failure, not an answer that names everything."""
    submit(luma, wish())
    part = LumaDreamMachinePart(sim.far)
    same = {"generations": [part._generation(job) for job in sim.far.jobs()], "has_more": True}

    async def ask(*_: Any, **__: Any) -> httpx.Response:
        return httpx.Response(200, json=same)

    monkeypatch.setattr("resources.http.call.Api.ask", ask)
    with pytest.raises(TransientFailure, match="does not go on"):
        asyncio.run(luma.list(NOON - timedelta(hours=1)))


@pytest.mark.parametrize(
    "page",
    [
        {"generations": [], "has_more": True},
        {"generations": ["7d1f"], "has_more": False},
        {"count": 0, "has_more": False},
    ],
    ids=["nothing-but-more", "no-objects", "no-list"],
)
def test_half_a_list_is_no_proof(
    luma: LumaDreamMachine, monkeypatch: pytest.MonkeyPatch, page: dict[str, Any]
) -> None:
    """A page that leaves something out never says that nothing was accepted."""

    async def ask(*_: Any, **__: Any) -> httpx.Response:
        return httpx.Response(200, json=page)

    monkeypatch.setattr("resources.http.call.Api.ask", ask)
    with pytest.raises(TransientFailure):
        asyncio.run(luma.list(NOON - timedelta(hours=1)))


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ({"request": {"callback_url": CALLBACK}}, short_token(SLATE)),
        ({"request": {"callback_url": "https://me.test/cb"}}, "-"),
        ({"request": {"callback_url": None}}, "-"),
        ({"generation_type": "image", "request": {}}, "-"),
        ({"request": {"prompt": "A desk."}}, ""),
        ({"request": None}, ""),
        ({}, ""),
    ],
)
def test_a_line_of_the_list_is_ours_another_or_cannot_be_told(line: dict[str, Any], token: str) -> None:
    """Only a line that says whose it is proves that it is not ours."""
    created = "2026-11-21T13:00:00Z"
    found = dream_listed({"id": "g1", "created_at": created, **line}, NOON)
    assert (token, NOON + timedelta(hours=1)) == (found.token, found.created)


def test_a_line_without_a_time_or_an_id_is_not_lost() -> None:
    """A line without a time counts as new; one without an id cannot be told."""
    found = dream_listed({"id": "", "request": {"callback_url": CALLBACK}}, NOON)
    assert ("", NOON) == (found.token, found.created)


def test_the_token_keeps_the_company_of_other_fields() -> None:
    """An address of one's own keeps its query."""
    assert "https://me.test/cb?run=1&token=t-1" == callback_url("https://me.test/cb?run=1", "t-1")


def test_an_expired_address_is_asked_for_anew(
    sim: Simulator, luma: LumaDreamMachine, clock: ManualClock, tmp_path: Path
) -> None:
    """Where the media host says that an address has expired, one fresh one is asked for, then no more."""
    remote_id = submit(luma, wish())
    clock.advance(10)
    fault(sim, at="media", what="expired")
    with pytest.raises(TransientFailure):
        asyncio.run(luma.fetch(remote_id, tmp_path / "clip.mp4"))
    assert 2 == len([one for one in sim.far.seen if "/generations/" in one.path and one.method == "GET"])


@pytest.mark.parametrize(
    ("what", "state", "reason"),
    [
        ("moderate", "refused", "Moderation of the result: The result was withheld by content moderation."),
        ("fail", "failed", "The generation failed inside."),
    ],
)
def test_a_verdict_against_it_is_told(
    sim: Simulator, luma: LumaDreamMachine, clock: ManualClock, what: Any, state: str, reason: str
) -> None:
    """A withheld or failed generation ends with Luma's words, and no price is made up."""
    fault(sim, at="end", what=what)
    remote_id = submit(luma, wish())
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
        ("drop_before", OutcomeUnknown),
    ],
)
def test_a_submit_that_goes_wrong_is_typed_and_sent_once(
    sim: Simulator, luma: LumaDreamMachine, what: Any, kind: type[StudioError]
) -> None:
    """Whatever happens to a submit, it was sent once, its type says what to do, and the key is not told."""
    fault(sim, at="submit", what=what)
    with pytest.raises(kind) as caught:
        submit(luma, wish())
    assert 1 == len(sent(sim))
    assert CANARY not in str(caught.value)
    if isinstance(caught.value, Moderated):
        assert "direction" == caught.value.about


@pytest.mark.parametrize(
    "fields",
    [
        {"duration": Fraction(10)},
        {"width": 640, "height": 360},
        {"direction": "x" * 5001},
        {"direction": " no "},
        {"references": ("a" * 64,)},
        {"model": "ray-3.2"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_it_cannot_make_is_refused_before_anything_is_sent(
    sim: Simulator, luma: LumaDreamMachine, fields: dict[str, Any]
) -> None:
    """A wish outside the capabilities has neither a price nor a request."""
    for attempt in (lambda: luma.quote(wish(**fields)), lambda: submit(luma, wish(**fields))):
        with pytest.raises(Refused):
            attempt()
    assert [] == sim.far.seen


def test_a_key_frame_needs_a_public_address(sim: Simulator) -> None:
    """Without a place for key frames it says that it takes none, and refuses one before anything is sent."""
    luma = LumaDreamMachine(api_key=CANARY)
    assert not luma.capabilities("ray-2").first_frame
    with pytest.raises(Refused, match="no key frame can open it"):
        submit(luma, wish(first_frame="a" * 64))
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    "fields", [{"key_frame_url": "http://me.test/{digest}"}, {"key_frame_url": "https://me.test/a.png"}]
)
def test_a_place_that_cannot_hold_key_frames_is_a_fault(fields: dict[str, Any]) -> None:
    """Key frames lie at https addresses that name their digest."""
    with pytest.raises(ValidationError):
        LumaDreamMachine(**fields)


def test_a_key_is_checked_for_nothing(sim: Simulator, luma: LumaDreamMachine) -> None:
    """The check of the key tells the balance in dollars and never the key."""
    said = asyncio.run(luma.check_credentials())
    assert "$123.45" in said and CANARY not in said
    assert [] == sim.far.invoice()


def test_without_a_key_it_names_the_variable(sim: Simulator) -> None:
    """A missing key is told by its variable, and nothing is sent."""
    with pytest.raises(NotConfigured, match="LUMAAI_API_KEY"):
        submit(LumaDreamMachine(), wish())
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    "wrong",
    [body(duration=5), body(duration="10s"), body(aspect_ratio="1280:720"), body(seed=7), {"prompt": "no"}],
)
def test_the_simulator_takes_only_what_luma_takes(sim: Simulator, wrong: dict[str, Any]) -> None:
    """A body that Luma would turn away is turned away, and nothing is charged."""
    url = f"{sim.url}/video/luma_dream_machine/dream-machine/v1/generations/video"
    answer = httpx.post(url, json=wrong, headers={"Authorization": f"Bearer {CANARY}"}, trust_env=False)
    assert 400 == answer.status_code
    assert [] == sim.far.invoice()
