"""Runway: what reaches the wire, what comes back, and whose body it equals."""

from __future__ import annotations

import asyncio
import base64
import json
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
from resources.providers.port import VideoRequest
from resources.providers.video.runway import Runway
from resources.providers.video.runway_body import runway_body, runway_path
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.runway import RunwayPart

CANARY = "key_canary_5e1f"
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/1"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FRAME = [{"uri": f"data:image/png;base64,{base64.b64encode(PNG).decode()}", "position": "first"}]


@pytest.fixture
def clock() -> ManualClock:
    """A clock that nobody waits for."""
    return ManualClock(datetime(2026, 11, 21, tzinfo=UTC))


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that stands in for Runway: ten seconds for a clip, one clip at once."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    far = FarSide(tmp_path / "far", clock=clock, latency=10, limit=1, thumbnail=True)
    with running(far, [RunwayPart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


@pytest.fixture
def runway() -> Runway:
    """The provider with a key that must show up nowhere."""
    return Runway(api_key=CANARY)


@pytest.fixture
def media(tmp_path: Path) -> Callable[[str], Path]:
    """One key frame, whatever the digest."""
    file = tmp_path / "frame.png"
    file.write_bytes(PNG)
    return lambda digest: file


def wish(**fields: Any) -> VideoRequest:
    """Five seconds of gen4.5 at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    return VideoRequest(**{**size, "model": "gen4.5", "direction": "A desk at night.", "seed": 7, **fields})


def body(**fields: Any) -> dict[str, Any]:
    """The JSON that such a wish is on the wire."""
    words = {"model": "gen4.5", "promptText": "A desk at night.", "ratio": "1280:720"}
    return {**words, "duration": 5, "seed": 7, **fields}


WISHES = {
    "words only": ({}, "text_to_video", body()),
    "ten seconds tall, another seed": (
        {"width": 720, "height": 1280, "duration": Fraction(10), "seed": 2147483647},
        "text_to_video",
        body(ratio="720:1280", duration=10, seed=2147483647),
    ),
    "first frame": ({"first_frame": "a" * 64}, "image_to_video", body(promptImage=FRAME)),
    "turbo, square": (
        {"model": "gen4_turbo", "first_frame": "a" * 64, "width": 960, "height": 960},
        "image_to_video",
        body(model="gen4_turbo", ratio="960:960", promptImage=FRAME),
    ),
}
every_wish = pytest.mark.parametrize(("fields", "path", "wire"), WISHES.values(), ids=WISHES)


def sent(sim: Simulator) -> list[tuple[str, Any]]:
    """The path and body of every submit."""
    return [(one.path, json.loads(one.body)) for one in sim.far.seen if one.method == "POST"]


def submit(runway: Runway, request: VideoRequest, media: Callable[[str], Path]) -> str:
    """Send one wish."""
    return asyncio.run(runway.submit(SLATE, request, media))


def fault(sim: Simulator, **fields: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario(faults=(Fault(**fields),))


def official(sim: Simulator) -> Any:
    """Runway's own package, pointed at the simulator."""
    sdk = pytest.importorskip("runwayml", reason="runwayml is not installed")
    return sdk.RunwayML(api_key=CANARY, base_url=f"{sim.url}/video/runway", max_retries=0)


@every_wish
def test_duration_size_seed_and_frame_reach_the_wire(
    sim: Simulator,
    runway: Runway,
    media: Callable[[str], Path],
    fields: dict[str, Any],
    path: str,
    wire: dict[str, Any],
) -> None:
    """What the spec asks for is in the one body that is sent, and the quote is what is charged."""
    request = wish(**fields)
    submit(runway, request, media)
    assert [(f"/v1/{path}", wire)] == sent(sim)
    assert "2024-11-06" == sim.far.seen[0].headers["x-runway-version"]
    assert [runway.quote(request).amount] == [Decimal(line["charged"]) for line in sim.far.invoice()]


@every_wish
def test_the_official_sdk_sends_the_same(
    sim: Simulator, media: Callable[[str], Path], fields: dict[str, Any], path: str, wire: dict[str, Any]
) -> None:
    """For the same wish Runway's own package sends the same body to the same path."""
    names = {"promptText": "prompt_text", "promptImage": "prompt_image"}
    getattr(official(sim), path).create(**{names.get(name, name): value for name, value in wire.items()})
    request = wish(**fields)
    assert [(runway_path(request), runway_body(request, media))] == sent(sim)
    assert "2024-11-06" == sim.far.seen[0].headers["x-runway-version"]


def test_the_official_sdk_gets_its_media(sim: Simulator, clock: ManualClock, tmp_path: Path) -> None:
    """Runway's own package orders, waits, downloads a clip of the ordered length, and deletes it."""
    client = official(sim)
    made = client.text_to_video.create(
        model="gen4.5", prompt_text="A desk.", ratio="1280:720", duration=3, seed=7
    )
    assert "PENDING" == client.tasks.retrieve(made.id).status
    clock.advance(5)
    assert "RUNNING" == client.tasks.retrieve(made.id).status
    clock.advance(5)
    done = client.tasks.retrieve(made.id)
    assert ("SUCCEEDED", 36) == (done.status, done.cost.credits)
    file = tmp_path / "clip.mp4"
    file.write_bytes(httpx.get(done.output[0], trust_env=False).content)
    assert Fraction(3) == probe(file).duration
    assert 100_000 == client.organization.retrieve().credit_balance
    client.tasks.delete(made.id)
    missing = pytest.importorskip("runwayml").NotFoundError
    with pytest.raises(missing):
        client.tasks.retrieve(made.id)


def test_a_clip_is_filmed_and_fetched(
    sim: Simulator, runway: Runway, clock: ManualClock, media: Callable[[str], Path], tmp_path: Path
) -> None:
    """From submit to file at the price that Runway says, with the key at the API host only."""
    remote_id = submit(runway, wish(first_frame="a" * 64, duration=Fraction(2)), media)
    assert "running" == asyncio.run(runway.poll(remote_id)).state
    clock.advance(10)
    done = asyncio.run(runway.poll(remote_id))
    assert ("succeeded", ".mp4", Decimal("0.24")) == (done.state, done.suffix, done.price)
    asyncio.run(runway.fetch(remote_id, tmp_path / "clip.mp4"))
    assert Fraction(2) == probe(tmp_path / "clip.mp4").duration
    for seen in sim.far.seen:
        carried = {name for name, value in seen.headers.items() if CANARY in value}
        assert carried == (set() if seen.part == "media" else {"authorization"})
        assert CANARY not in f"{seen.path}?{seen.query}" and CANARY.encode() not in seen.body
    assert CANARY not in repr(runway)


def test_one_too_many_waits_at_runway(
    sim: Simulator, runway: Runway, clock: ManualClock, media: Callable[[str], Path]
) -> None:
    """Above the account's limit a task is THROTTLED: taken, running in our words, and filmed in its turn."""
    submit(runway, wish(), media)
    second = submit(runway, wish(seed=8), media)
    told = official(sim).tasks.retrieve(second)
    assert ("THROTTLED", "running") == (told.status, asyncio.run(runway.poll(second)).state)
    clock.advance(20)
    assert "succeeded" == asyncio.run(runway.poll(second)).state


def test_only_what_waits_is_cancelled(
    sim: Simulator, runway: Runway, clock: ManualClock, media: Callable[[str], Path], tmp_path: Path
) -> None:
    """A waiting task is cancelled for nothing; a running or finished one keeps its clip."""
    first, second = submit(runway, wish(), media), submit(runway, wish(seed=8), media)
    clock.advance(5)
    assert [False, True] == [asyncio.run(runway.cancel(one)) for one in (first, second)]
    ended = asyncio.run(runway.poll(second))
    assert ("failed", Decimal(0)) == (ended.state, ended.price)
    clock.advance(5)
    assert not asyncio.run(runway.cancel(first))
    asyncio.run(runway.fetch(first, tmp_path / "clip.mp4"))
    assert (tmp_path / "clip.mp4").exists()


def test_an_expired_address_is_asked_for_anew(
    sim: Simulator, runway: Runway, clock: ManualClock, media: Callable[[str], Path], tmp_path: Path
) -> None:
    """Where the media host says that an address has expired, one fresh one is asked for, then no more."""
    remote_id = submit(runway, wish(), media)
    clock.advance(10)
    fault(sim, at="media", what="expired")
    with pytest.raises(TransientFailure):
        asyncio.run(runway.fetch(remote_id, tmp_path / "clip.mp4"))
    assert 2 == len([one for one in sim.far.seen if one.part == "video/runway" and one.method == "GET"])


@pytest.mark.parametrize(
    ("what", "state", "reason"),
    [
        (
            "moderate",
            "refused",
            "Moderation of the result: The result was withheld by content moderation. (SAFETY.OUTPUT.VIDEO)",
        ),
        ("fail", "failed", "The generation failed inside. (INTERNAL.BAD_OUTPUT.CODE01)"),
    ],
)
def test_a_verdict_against_it_is_told(
    sim: Simulator,
    runway: Runway,
    clock: ManualClock,
    media: Callable[[str], Path],
    what: Any,
    state: str,
    reason: str,
) -> None:
    """A withheld or failed task ends with Runway's words and the price that Runway says."""
    fault(sim, at="end", what=what)
    remote_id = submit(runway, wish(), media)
    clock.advance(10)
    ended = asyncio.run(runway.poll(remote_id))
    assert (state, reason, Decimal(0)) == (ended.state, ended.reason, ended.price)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("rate_limit", RateLimited),
        ("unauthorised", AccountRefused),
        ("unpaid", AccountRefused),
        ("moderate", Moderated),
        ("error_before", OutcomeUnknown),
        ("outage", OutcomeUnknown),
        ("drop_after", OutcomeUnknown),
    ],
)
def test_a_submit_that_goes_wrong_is_typed_and_sent_once(
    sim: Simulator, runway: Runway, media: Callable[[str], Path], what: Any, kind: type[StudioError]
) -> None:
    """Whatever happens to a submit, it was sent once, its type says what to do, and the key is not told."""
    fault(sim, at="submit", what=what)
    with pytest.raises(kind) as caught:
        submit(runway, wish(), media)
    assert 1 == len(sent(sim))
    assert CANARY not in str(caught.value)
    if isinstance(caught.value, Moderated):
        assert "direction" == caught.value.about


@pytest.mark.parametrize(
    "fields",
    [
        {"duration": Fraction(11)},
        {"duration": Fraction(5, 2)},
        {"width": 960, "height": 960},
        {"direction": "x" * 1001},
        {"direction": "\N{GRINNING FACE}" * 501},
        {"direction": " "},
        {"last_frame": "b" * 64},
        {"references": ("a" * 64,)},
        {"model": "gen3a_turbo"},
        {"model": "gen4_turbo"},
    ],
    ids=lambda fields: "-".join([next(iter(fields)), str(next(iter(fields.values())))[:11]]),
)
def test_what_it_cannot_make_is_refused_before_anything_is_sent(
    sim: Simulator, runway: Runway, media: Callable[[str], Path], fields: dict[str, Any]
) -> None:
    """A wish outside the capabilities has neither a price nor a request; gen4_turbo wants a key frame."""
    for attempt in (lambda: runway.quote(wish(**fields)), lambda: submit(runway, wish(**fields), media)):
        with pytest.raises(Refused):
            attempt()
    assert [] == sim.far.seen


def test_a_key_frame_that_is_too_large_is_refused_before_anything_is_sent(
    sim: Simulator, runway: Runway, tmp_path: Path
) -> None:
    """Runway takes five megabytes as a data URI; more is a fault that costs nothing."""
    (tmp_path / "large.png").write_bytes(PNG + bytes(4 * 1024 * 1024))
    with pytest.raises(Refused, match="smaller picture"):
        submit(runway, wish(first_frame="a" * 64), lambda digest: tmp_path / "large.png")
    assert [] == sim.far.seen


def test_a_key_is_checked_for_nothing(sim: Simulator, runway: Runway) -> None:
    """The check of the key asks for the account's credits and never tells the key."""
    said = asyncio.run(runway.check_credentials())
    assert "100000 credits" in said and CANARY not in said
    assert [] == sim.far.invoice()


def test_without_a_key_it_names_the_variable(sim: Simulator, media: Callable[[str], Path]) -> None:
    """A missing key is told by its variable, and nothing is sent."""
    with pytest.raises(NotConfigured, match="RUNWAYML_API_SECRET"):
        submit(Runway(), wish(), media)
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    ("path", "wrong", "headers"),
    [
        ("text_to_video", body(duration="5"), {}),
        ("text_to_video", body(ratio="16:9"), {}),
        ("text_to_video", body(ratio="960:960"), {}),
        ("text_to_video", body(model="gen4_turbo"), {}),
        ("text_to_video", body(), {"X-Runway-Version": "2023-01-01"}),
        ("image_to_video", body(), {}),
        ("image_to_video", body(promptImage=[{**FRAME[0], "position": "last"}]), {}),
    ],
)
def test_the_simulator_takes_only_what_runway_takes(
    sim: Simulator, path: str, wrong: dict[str, Any], headers: dict[str, str]
) -> None:
    """A body that Runway would turn away is turned away, and nothing is charged."""
    known = {"Authorization": f"Bearer {CANARY}", "X-Runway-Version": "2024-11-06", **headers}
    answer = httpx.post(f"{sim.url}/video/runway/v1/{path}", json=wrong, headers=known, trust_env=False)
    assert 400 == answer.status_code
    assert [] == sim.far.invoice()
