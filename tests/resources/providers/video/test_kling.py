"""Kling's new API: what reaches the wire, what comes back, what is never sent, and what is charged."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.errors import AccountRefused, Moderated, OutcomeUnknown, RateLimited, Refused, StudioError
from resources.media.probe import probe
from resources.providers.live import short_token
from resources.providers.port import SpeechRequest, VideoRequest
from resources.providers.registry import providers
from resources.providers.video.kling import Kling
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.kling import KlingPart

CANARY = "kling-api-canary-90c2"
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/t1"
START = datetime(2026, 11, 21, tzinfo=UTC)
Media = Callable[[str], Path]


def png(width: int = 160, height: int = 90, shade: int = 60) -> bytes:
    """A plain picture."""
    into = BytesIO()
    Image.new("RGB", (width, height), (shade, 80, 90)).save(into, "PNG")
    return into.getvalue()


FIRST, LAST = png(shade=60), png(shade=200)
PICTURES = {"a" * 64: FIRST, "b" * 64: LAST}


@pytest.fixture
def clock() -> ManualClock:
    """A clock that nobody waits for."""
    return ManualClock(START)


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that stands in for Kling, which takes ten seconds for a clip."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    for name in ("KLING_API_KEY", "KLING_ACCESS_KEY", "KLING_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    far = FarSide(tmp_path / "far", clock=clock, latency=10, thumbnail=True, url_life=3600)
    with running(far, [KlingPart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


@pytest.fixture
def kling() -> Kling:
    """The provider with a key that must show up nowhere."""
    return Kling(api_key=CANARY)


@pytest.fixture
def media(tmp_path: Path) -> Media:
    """The key frames by their digests."""
    for name, data in PICTURES.items():
        (tmp_path / name).write_bytes(data)
    return lambda digest: tmp_path / digest


def wish(**fields: Any) -> VideoRequest:
    """Five seconds at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    return VideoRequest(
        **{**size, "model": "kling-3.0", "direction": "A desk at night.", "seed": 7, **fields}
    )


def settings(**fields: Any) -> dict[str, Any]:
    """The `settings` of such a wish."""
    return {"resolution": "720p", "duration": 5, "audio": "off", "multi_shot": False, **fields}


def frame(role: str, data: bytes) -> dict[str, str]:
    """A key frame on the wire: bare base64, no data URI."""
    return {"type": role, "url": base64.b64encode(data).decode()}


OPTIONS = {"external_task_id": short_token(SLATE), "watermark_info": {"enabled": False}}
PROMPT = {"type": "prompt", "text": "A desk at night."}
TEXT = {"prompt": "A desk at night.", "options": OPTIONS}
WISHES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "text only": ({}, "/text-to-video/kling-3.0", {**TEXT, "settings": settings(aspect_ratio="16:9")}),
    "tall 4k of 12 s": (
        {"width": 2160, "height": 3840, "duration": Fraction(12)},
        "/text-to-video/kling-3.0",
        {**TEXT, "settings": settings(aspect_ratio="9:16", resolution="4k", duration=12)},
    ),
    "turbo": (
        {"model": "kling-3.0-turbo", "width": 1920, "height": 1080},
        "/text-to-video/kling-3.0-turbo",
        {**TEXT, "settings": {"resolution": "1080p", "duration": 5, "aspect_ratio": "16:9"}},
    ),
    "first frame": (
        {"first_frame": "a" * 64},
        "/image-to-video/kling-3.0",
        {"contents": [PROMPT, frame("first_frame", FIRST)], "settings": settings(), "options": OPTIONS},
    ),
    "both frames": (
        {"first_frame": "a" * 64, "last_frame": "b" * 64},
        "/image-to-video/kling-3.0",
        {
            "contents": [PROMPT, frame("first_frame", FIRST), frame("last_frame", LAST)],
            "settings": settings(),
            "options": OPTIONS,
        },
    ),
}


def submit(kling: Kling, media: Media, slate: str = SLATE, **fields: Any) -> str:
    """Send one wish."""
    return asyncio.run(kling.submit(slate, wish(**fields), media))


def posts(sim: Simulator) -> list[tuple[str, Any]]:
    """Path and body of all submits."""
    seen = [one for one in sim.far.seen if one.method == "POST" and one.path != "/tasks"]
    return [(one.path, json.loads(one.body)) for one in seen]


def fault(sim: Simulator, **fields: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario(faults=(Fault(**fields),))


@pytest.mark.parametrize(("fields", "path", "body"), WISHES.values(), ids=WISHES)
def test_duration_size_and_frames_reach_the_wire(
    sim: Simulator, kling: Kling, media: Media, fields: dict[str, Any], path: str, body: dict[str, Any]
) -> None:
    """What the spec asks for is in the one body that is sent, and the quote is what is charged."""
    submit(kling, media, **fields)
    assert [(path, body)] == posts(sim)
    charged = [Decimal(line["charged"]) for line in sim.far.invoice()]
    assert [kling.quote(wish(**fields)).amount] == charged


def test_a_clip_is_filmed_polled_priced_and_fetched(
    sim: Simulator, kling: Kling, media: Media, clock: ManualClock, tmp_path: Path
) -> None:
    """A clip goes from submit to a file of its length, and what it was charged comes from `billing`."""
    remote = submit(kling, media, duration=Fraction(3))
    before = asyncio.run(kling.poll(remote))
    clock.advance(10)
    after = asyncio.run(kling.poll(remote))
    asyncio.run(kling.fetch(remote, tmp_path / "clip.mp4"))
    assert ("running", None) == (before.state, before.price)
    assert ("succeeded", Decimal("0.252"), ".mp4") == (after.state, after.price, after.suffix)
    assert 3 == pytest.approx(float(probe(tmp_path / "clip.mp4").duration), abs=0.1)


def test_a_portrait_key_frame_makes_a_portrait_clip(
    sim: Simulator, kling: Kling, media: Media, tmp_path: Path
) -> None:
    """Beside a first frame no ratio is sent: the picture's shape is the clip's."""
    (tmp_path / ("a" * 64)).write_bytes(png(90, 160))
    submit(kling, media, width=720, height=1280, first_frame="a" * 64)
    assert (720, 1280) == (sim.far.jobs()[0].wish.width, sim.far.jobs()[0].wish.height)


UNABLE = {
    "an unknown model": {"model": "kling-v1"},
    "too short": {"duration": Fraction(2)},
    "not whole seconds": {"duration": Fraction(7, 2)},
    "a size that it has not": {"width": 1000, "height": 720},
    "4k of turbo": {"model": "kling-3.0-turbo", "width": 3840, "height": 2160},
    "a long direction": {"direction": "x" * 3073},
    "no direction": {"direction": " "},
    "a last frame alone": {"last_frame": "b" * 64},
    "references": {"references": ("a" * 64,)},
}


@pytest.mark.parametrize("fields", UNABLE.values(), ids=UNABLE)
def test_what_it_cannot_do_is_refused_before_anything_is_sent(
    sim: Simulator, kling: Kling, media: Media, fields: dict[str, Any]
) -> None:
    """A wish that Kling cannot film has no price and never reaches the wire."""
    with pytest.raises(Refused):
        kling.quote(wish(**fields))
    with pytest.raises(Refused) as no:
        submit(kling, media, **fields)
    assert no.value.mend
    assert [] == sim.far.seen


def test_other_kinds_are_refused(kling: Kling) -> None:
    """Speech is not asked of a video provider."""
    with pytest.raises(Refused):
        kling.quote(SpeechRequest(model="kling-3.0", voice="Lily", text="Night.", rate=Decimal(0)))


FAULTS: dict[str, tuple[dict[str, Any], type[StudioError]]] = {
    "arrears as 429": ({"what": "unpaid"}, AccountRefused),
    "a wrong key": ({"what": "unauthorised"}, AccountRefused),
    "too many calls": ({"what": "rate_limit", "retry_after": 3}, RateLimited),
    "content": ({"what": "moderate"}, Moderated),
    "a lost answer": ({"what": "drop_after"}, OutcomeUnknown),
    "a server's failure": ({"what": "error_before", "status": 503}, OutcomeUnknown),
}


@pytest.mark.parametrize(("what", "kind"), FAULTS.values(), ids=FAULTS)
def test_a_failed_submit_is_typed_and_sent_once(
    sim: Simulator, kling: Kling, media: Media, what: dict[str, Any], kind: type[StudioError]
) -> None:
    """Each failure of a submit has its type; none is sent again by itself, none shows the key."""
    fault(sim, at="submit", **what)
    with pytest.raises(kind) as caught:
        submit(kling, media)
    assert 1 == len(posts(sim))
    assert CANARY not in str(caught.value) + repr(caught.value)
    if isinstance(caught.value, RateLimited):
        assert 3 == caught.value.retry_after
    if isinstance(caught.value, Moderated):
        assert "direction" == caught.value.about


def test_one_generation_too_many_is_turned_away_for_now(sim: Simulator, kling: Kling, media: Media) -> None:
    """A full resource pack (code 1303) is waited for, not taken for a failure of the account."""
    sim.far.limit = 1
    submit(kling, media)
    with pytest.raises(RateLimited):
        submit(kling, media, slate=f"{SLATE}2")
    assert 1 == len(sim.far.invoice())


def test_a_name_that_kling_has_already_is_our_own_earlier_submit(
    sim: Simulator, kling: Kling, media: Media
) -> None:
    """A duplicate external_task_id means that the take exists: it is looked up, never bought twice."""
    remote = submit(kling, media)
    with pytest.raises(OutcomeUnknown):
        submit(kling, media)
    listed = asyncio.run(kling.list(START - timedelta(minutes=5)))
    assert [(remote, kling.token(SLATE, wish()))] == [(one.remote_id, one.token) for one in listed]
    assert 1 == len(sim.far.invoice())


def test_a_duplicate_is_found_out_whatever_the_words(
    sim: Simulator, kling: Kling, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kling's words for a duplicate are not known: it is asked for the name instead."""
    submit(kling, media)
    fail = KlingPart.fail

    def vague(part: KlingPart, failure: Any) -> Any:
        return fail(part, type(failure)("invalid", "Bad parameters"))

    monkeypatch.setattr(KlingPart, "fail", vague)
    with pytest.raises(OutcomeUnknown):
        submit(kling, media)
    with pytest.raises(Refused):
        sim.far.scenario = Scenario(faults=(Fault(at="submit", what="moderate"),))
        submit(kling, media, slate=f"{SLATE}2")


def test_a_lost_submit_is_found_by_its_name(sim: Simulator, kling: Kling, media: Media) -> None:
    """After a lost answer the listing names the take, and with its key set it names every take."""
    fault(sim, at="submit", what="drop_after")
    with pytest.raises(OutcomeUnknown):
        submit(kling, media)
    listed = asyncio.run(kling.list(START - timedelta(minutes=5)))
    assert [kling.token(SLATE, wish())] == [one.token for one in listed]
    assert kling.capabilities("kling-3.0").lists
    assert not Kling().capabilities("kling-3.0").lists


def test_the_listing_is_read_to_its_last_page(
    sim: Simulator, kling: Kling, media: Media, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page is left out, and what is older than asked for is."""
    monkeypatch.setattr("resources.providers.video.kling_tasks.PAGE", 2)
    submit(kling, media, slate=f"{SLATE}0")
    clock.advance(3600)
    remotes = {submit(kling, media, slate=f"{SLATE}{number}") for number in range(1, 6)}
    listed = asyncio.run(kling.list(clock.now() - timedelta(minutes=5)))
    assert remotes == {one.remote_id for one in listed}
    assert 3 == sum(one.method == "POST" and one.path == "/tasks" for one in sim.far.seen)


ENDS = {
    "moderated": ("moderate", "refused", "Moderation (Kling does not say of which input): "),
    "failed": ("fail", "failed", "The generation failed inside."),
}


@pytest.mark.parametrize(("what", "state", "reason"), ENDS.values(), ids=ENDS)
def test_a_task_that_fails_says_why(
    sim: Simulator, kling: Kling, media: Media, clock: ManualClock, what: str, state: str, reason: str
) -> None:
    """A failed task is a verdict with Kling's words; content is told apart from a failure inside."""
    fault(sim, at="end", what=what)
    remote = submit(kling, media)
    clock.advance(10)
    seen = asyncio.run(kling.poll(remote))
    assert (state, None) == (seen.state, seen.price)
    assert seen.reason.startswith(reason)


def test_an_unknown_task_is_refused_and_nothing_can_be_stopped(sim: Simulator, kling: Kling) -> None:
    """An id that Kling does not know is said so; there is no way to cancel."""
    with pytest.raises(Refused):
        asyncio.run(kling.poll("123"))
    assert asyncio.run(kling.cancel("123")) is False


def test_an_expired_address_is_asked_for_anew(
    sim: Simulator,
    kling: Kling,
    media: Media,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A film whose address expired on the way is fetched from a fresh one."""
    remote = submit(kling, media, duration=Fraction(3))
    clock.advance(10)
    fresh, lives = sim.far.url, iter((-1.0, 3600.0))

    def aging(*args: Any) -> str:
        sim.far.url_life = next(lives, 3600.0)
        return fresh(*args)

    monkeypatch.setattr(sim.far, "url", aging)
    asyncio.run(kling.fetch(remote, tmp_path / "clip.mp4"))
    assert (tmp_path / "clip.mp4").stat().st_size > 0


def test_the_key_goes_to_the_api_only(
    sim: Simulator, kling: Kling, media: Media, clock: ManualClock, tmp_path: Path
) -> None:
    """The key stands in one header of API calls, and nowhere else."""
    remote = submit(kling, media, duration=Fraction(3))
    clock.advance(10)
    asyncio.run(kling.fetch(remote, tmp_path / "clip.mp4"))
    asyncio.run(kling.list(START))
    said = asyncio.run(kling.check_credentials())
    for one in sim.far.seen:
        expected = {} if one.part == "media" else {"authorization": f"Bearer {CANARY}"}
        assert expected == {name: value for name, value in one.headers.items() if CANARY in value}
        assert CANARY not in one.path + one.query + one.body.decode()
    assert CANARY not in said + repr(kling) + str(kling)
    assert "Kling accepted the key; 1000 units are left in its resource packs, as of some hours ago." == said


def test_the_registry_builds_it_from_the_environment(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key comes from KLING_API_KEY, and Dagster sees that name in its place."""
    monkeypatch.setenv("KLING_API_KEY", CANARY)
    built = providers("live", secrets_as_names=True)["video", "kling"]
    assert CANARY not in repr(built)
    assert "kling-3.0" == built.models()[0]
