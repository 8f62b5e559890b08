"""Pika at fal: what reaches the queue, what hides behind COMPLETED, and which host gets the key."""

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

import httpx
import pytest
from PIL import Image
from starlette.responses import JSONResponse

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    RateLimited,
    Refused,
    StudioError,
)
from resources.media.probe import probe
from resources.providers.port import SpeechRequest, VideoRequest
from resources.providers.video.pika import Pika
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.pika import PikaPart

CANARY = "fal-key-id-canary:fal-secret-canary-3b77"
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/t1"
START = datetime(2026, 11, 21, tzinfo=UTC)
Media = Callable[[str], Path]


@pytest.fixture
def clock() -> ManualClock:
    """A clock that nobody waits for."""
    return ManualClock(START)


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that stands in for fal, which takes ten seconds for a clip."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.delenv("FAL_KEY", raising=False)
    far = FarSide(tmp_path / "far", clock=clock, latency=10, thumbnail=True, url_life=3600)
    with running(far, [PikaPart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


@pytest.fixture
def pika() -> Pika:
    """The provider with a key that must show up nowhere."""
    return Pika(api_key=CANARY)


@pytest.fixture
def frames(tmp_path: Path) -> dict[str, str]:
    """Two key frames as data URIs, by their digests."""
    shown = {}
    for name, shade in (("a" * 64, 60), ("b" * 64, 200)):
        into = BytesIO()
        Image.new("RGB", (160, 90), (shade, 80, 90)).save(into, "PNG")
        (tmp_path / name).write_bytes(into.getvalue())
        shown[name] = f"data:image/png;base64,{base64.b64encode(into.getvalue()).decode()}"
    return shown


@pytest.fixture
def media(tmp_path: Path, frames: dict[str, str]) -> Media:
    """The key frames' files."""
    return lambda digest: tmp_path / digest


def wish(**fields: Any) -> VideoRequest:
    """Five seconds at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    return VideoRequest(**{**size, "model": "v2.2", "direction": "A desk at night.", "seed": 7, **fields})


def submit(pika: Pika, media: Media, **fields: Any) -> str:
    """Send one wish."""
    return asyncio.run(pika.submit(SLATE, wish(**fields), media))


def fault(sim: Simulator, **fields: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario(faults=(Fault(**fields),))


A, B = "a" * 64, "b" * 64
PLAIN = {"prompt": "A desk at night.", "resolution": "720p", "seed": 7}
WISHES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "text only": ({}, "v2.2/text-to-video", {**PLAIN, "duration": "5", "aspect_ratio": "16:9"}),
    "tall full HD with another seed": (
        {"width": 1080, "height": 1350, "seed": 8},
        "v2.2/text-to-video",
        {**PLAIN, "seed": 8, "resolution": "1080p", "duration": "5", "aspect_ratio": "4:5"},
    ),
    "first frame": ({"first_frame": A}, "v2.2/image-to-video", {**PLAIN, "duration": "5", "image_url": A}),
    "both frames": (
        {"first_frame": A, "last_frame": B},
        "v2.2/pikaframes",
        {**PLAIN, "image_urls": [A, B], "transitions": [{"duration": 5, "prompt": "A desk at night."}]},
    ),
    "v2.1 counts in numbers": (
        {"model": "v2.1"},
        "v2.1/text-to-video",
        {**PLAIN, "duration": 5, "aspect_ratio": "16:9"},
    ),
    "turbo": (
        {"model": "turbo", "first_frame": A},
        "v2/turbo/image-to-video",
        {**PLAIN, "duration": 5, "image_url": A},
    ),
}


def shown(value: Any, frames: dict[str, str]) -> Any:
    """A body with its digests replaced by the pictures."""
    if isinstance(value, dict):
        return {name: shown(part, frames) for name, part in value.items()}
    if isinstance(value, list):
        return [shown(part, frames) for part in value]
    return frames.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize(("fields", "place", "body"), WISHES.values(), ids=WISHES)
def test_duration_size_seed_and_frames_reach_the_wire(
    sim: Simulator,
    pika: Pika,
    media: Media,
    frames: dict[str, str],
    fields: dict[str, Any],
    place: str,
    body: dict[str, Any],
) -> None:
    """What the spec asks for is in the one body that is sent, and the quote is what is charged."""
    submit(pika, media, **fields)
    sent = [(one.path, json.loads(one.body)) for one in sim.far.seen]
    assert [(f"/fal-ai/pika/{place}", shown(body, frames))] == sent
    charged = [Decimal(line["charged"]) for line in sim.far.invoice()]
    assert [pika.quote(wish(**fields)).amount] == charged


def test_a_clip_is_filmed_polled_and_fetched(
    sim: Simulator, pika: Pika, media: Media, clock: ManualClock, tmp_path: Path
) -> None:
    """A clip goes from the queue to a file of its length; fal tells no price, so the quote stands."""
    remote = submit(pika, media, first_frame=A)
    states = [asyncio.run(pika.poll(remote)).state]
    clock.advance(5)
    states.append(asyncio.run(pika.poll(remote)).state)
    clock.advance(5)
    after = asyncio.run(pika.poll(remote))
    asyncio.run(pika.fetch(remote, tmp_path / "clip.mp4"))
    assert ["running", "running"] == states
    assert ("succeeded", None, ".mp4") == (after.state, after.price, after.suffix)
    assert 5 == pytest.approx(float(probe(tmp_path / "clip.mp4").duration), abs=0.1)


UNABLE = {
    "an unknown model": {"model": "v9"},
    "other seconds": {"duration": Fraction(6)},
    "ten seconds of turbo": {"model": "turbo", "duration": Fraction(10)},
    "a size that it has not": {"width": 1000, "height": 720},
    "no direction": {"direction": " "},
    "a last frame alone": {"last_frame": B},
    "a last frame of v2.1": {"model": "v2.1", "first_frame": A, "last_frame": B},
    "references": {"references": (A,)},
}


@pytest.mark.parametrize("fields", UNABLE.values(), ids=UNABLE)
def test_what_it_cannot_do_is_refused_before_anything_is_sent(
    sim: Simulator, pika: Pika, media: Media, fields: dict[str, Any]
) -> None:
    """A wish that Pika cannot film has no price and never reaches the wire."""
    with pytest.raises(Refused):
        pika.quote(wish(**fields))
    with pytest.raises(Refused) as no:
        submit(pika, media, **fields)
    assert no.value.mend
    assert [] == sim.far.seen


def test_what_has_no_price_is_not_quoted(pika: Pika) -> None:
    """Ten seconds have no published price: a row of the user's own is asked for."""
    with pytest.raises(NotConfigured, match="STUDIO_PRICES"):
        pika.quote(wish(duration=Fraction(10)))
    with pytest.raises(Refused):
        pika.quote(SpeechRequest(model="v2.2", voice="Lily", text="Night.", rate=Decimal(0)))


FAULTS: dict[str, tuple[dict[str, Any], type[StudioError]]] = {
    "a used-up balance": ({"what": "unpaid"}, AccountRefused),
    "a wrong key": ({"what": "unauthorised"}, AccountRefused),
    "too many calls": ({"what": "rate_limit", "retry_after": 3}, RateLimited),
    "content": ({"what": "moderate"}, Moderated),
    "a lost answer": ({"what": "drop_after"}, OutcomeUnknown),
    "a server's failure": ({"what": "error_before", "status": 503}, OutcomeUnknown),
}


@pytest.mark.parametrize(("what", "kind"), FAULTS.values(), ids=FAULTS)
def test_a_failed_submit_is_typed_and_sent_once(
    sim: Simulator, pika: Pika, media: Media, what: dict[str, Any], kind: type[StudioError]
) -> None:
    """Each failure of a submit has its type; none is sent again by itself, none shows the key."""
    fault(sim, at="submit", **what)
    with pytest.raises(kind) as caught:
        submit(pika, media)
    assert 1 == len(sim.far.seen)
    assert "canary" not in str(caught.value) + repr(caught.value)
    if isinstance(caught.value, Moderated):
        assert "direction" == caught.value.about


def test_one_generation_too_many_waits_in_line(sim: Simulator, pika: Pika, media: Media) -> None:
    """fal turns no generation away: it is accepted, charged and still running."""
    sim.far.limit = 1
    submit(pika, media)
    second = submit(pika, media, seed=8)
    assert "running" == asyncio.run(pika.poll(second)).state
    assert 2 == len(sim.far.invoice())


HIDDEN = {
    "moderation": ("moderate", "refused", "Moderation of the direction: The result was withheld"),
    "a failure": ("fail", "failed", "internal_server_error: The generation failed inside."),
}


@pytest.mark.parametrize(("what", "state", "reason"), HIDDEN.values(), ids=HIDDEN)
def test_completed_may_hide_a_failure(
    sim: Simulator,
    pika: Pika,
    media: Media,
    clock: ManualClock,
    tmp_path: Path,
    what: str,
    state: str,
    reason: str,
) -> None:
    """COMPLETED says that it is over; the result's status and body say that it failed, and how."""
    fault(sim, at="end", what=what)
    remote = submit(pika, media)
    clock.advance(10)
    status = httpx.get(
        f"{sim.url}/video/pika/{remote}/status", headers={"Authorization": f"Key {CANARY}"}, trust_env=False
    )
    assert (200, "COMPLETED") == (status.status_code, status.json()["status"])
    seen = asyncio.run(pika.poll(remote))
    assert state == seen.state
    assert seen.reason.startswith(reason)
    with pytest.raises(Refused):
        asyncio.run(pika.fetch(remote, tmp_path / "clip.mp4"))


def test_a_cancelled_request_is_no_success(
    sim: Simulator, pika: Pika, media: Media, clock: ManualClock
) -> None:
    """What was cancelled is COMPLETED with an error; what is over cannot be cancelled."""
    remote, other = submit(pika, media), submit(pika, media, seed=8)
    assert asyncio.run(pika.cancel(remote)) is True
    assert "failed" == asyncio.run(pika.poll(remote)).state
    clock.advance(10)
    assert asyncio.run(pika.cancel(other)) is False
    assert asyncio.run(pika.cancel("fal-ai/pika/requests/nothing")) is False


def test_an_unknown_request_is_refused(sim: Simulator, pika: Pika) -> None:
    """An id that fal does not know, or that is no path of fal, is said so."""
    for remote in ("fal-ai/pika/requests/nothing", "../secrets", "x?y", ""):
        with pytest.raises(Refused):
            asyncio.run(pika.poll(remote))


def test_addresses_are_followed_on_the_api_host_only(
    sim: Simulator,
    pika: Pika,
    media: Media,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """fal's own addresses are used as they come; one of another host never gets the key."""
    told = PikaPart._told

    def elsewhere(part: PikaPart, asked: Any, job: Any) -> dict[str, Any]:
        thief = f"{sim.media_url}/fal-ai/pika/requests/{job.id}"
        return told(part, asked, job) | {"status_url": f"{thief}/status", "response_url": thief}

    monkeypatch.setattr(PikaPart, "_told", elsewhere)
    remote = submit(pika, media)
    clock.advance(10)
    asyncio.run(pika.fetch(remote, tmp_path / "clip.mp4"))
    assert f"fal-ai/pika/requests/{sim.far.jobs()[0].id}" == remote
    assert all("authorization" not in one.headers for one in sim.far.seen if one.part == "media")


def test_an_address_with_another_path_is_used_as_it_came(pika: Pika, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should fal move its requests, the path of its own answer counts, not our rule."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    moved = {"request_id": "r1", "status_url": "https://queue.fal.run/fal-ai/pika/v3/jobs/r1/status"}
    assert "fal-ai/pika/v3/jobs/r1" == pika._remote(moved, SLATE)
    lookalike = {"request_id": "r1", "status_url": "https://queue.fal.run.evil.example/x/r1/status"}
    assert "fal-ai/pika/requests/r1" == pika._remote(lookalike, SLATE)
    with pytest.raises(OutcomeUnknown):
        pika._remote({"status": "IN_QUEUE"}, SLATE)


def test_a_lost_submit_is_found_by_its_input(
    sim: Simulator, pika: Pika, media: Media, clock: ManualClock
) -> None:
    """fal's history names what has begun; what it does not name may still wait in line."""
    submit(pika, media, seed=8)
    fault(sim, at="submit", what="drop_after")
    with pytest.raises(OutcomeUnknown):
        submit(pika, media, first_frame=A)
    since = START - timedelta(minutes=5)
    assert [] == asyncio.run(pika.list(since))
    clock.advance(10)
    token = pika.token(SLATE, wish(first_frame=A))
    found = [one for one in asyncio.run(pika.list(since)) if one.token == token]
    assert [START] == [one.created for one in found]
    assert "succeeded" == asyncio.run(pika.poll(found[0].remote_id)).state
    assert not pika.capabilities("v2.2").lists


def test_the_history_is_read_to_its_last_page(
    sim: Simulator, pika: Pika, media: Media, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page is left out."""
    monkeypatch.setattr("resources.providers.video.pika_history.PAGE", 2)
    remotes = {submit(pika, media, seed=seed) for seed in range(5)}
    clock.advance(10)
    assert remotes == {one.remote_id for one in asyncio.run(pika.list(START))}
    assert 3 == sum(one.path.startswith("/v1/models") for one in sim.far.seen)


def test_an_input_that_fal_forgot_has_no_name(
    sim: Simulator, pika: Pika, media: Media, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its input a request may be anybody's, and is said to be so."""
    line = PikaPart._line
    monkeypatch.setattr(PikaPart, "_line", lambda part, job, payloads: line(part, job, False))
    submit(pika, media)
    clock.advance(10)
    assert [""] == [one.token for one in asyncio.run(pika.list(START))]


def test_a_key_that_may_not_read_the_history_is_still_a_key(
    sim: Simulator, pika: Pika, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fal gives keys that may film and not list: they are accepted, with a word of warning."""

    async def forbidden(part: PikaPart, asked: Any) -> JSONResponse:
        return JSONResponse({"detail": "Not allowed"}, 403)

    monkeypatch.setattr(PikaPart, "_history", forbidden)
    # The paths of the running simulator are bound already: a second one has the new answer.
    with running(FarSide(sim.far.folder / "second", thumbnail=True), [PikaPart]) as second:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", second.url)
        assert "may not read the request history" in asyncio.run(pika.check_credentials())
        with pytest.raises(AccountRefused):
            asyncio.run(pika.list(START))


def test_the_key_goes_to_the_api_only(
    sim: Simulator, pika: Pika, media: Media, clock: ManualClock, tmp_path: Path
) -> None:
    """The key stands in one header of API calls, and nowhere else."""
    remote = submit(pika, media)
    clock.advance(10)
    asyncio.run(pika.fetch(remote, tmp_path / "clip.mp4"))
    said = asyncio.run(pika.check_credentials())
    for one in sim.far.seen:
        expected = {} if one.part == "media" else {"authorization": f"Key {CANARY}"}
        assert expected == {name: value for name, value in one.headers.items() if "canary" in value}
        assert "canary" not in one.path + one.query + one.body.decode()
    assert "canary" not in said + repr(pika) + str(pika)
    assert "fal accepted the key. It does not tell the balance." == said


def test_the_history_lies_on_another_host_of_fal(pika: Pika, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue and the request history are two API hosts; each is asked for what it has."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    assert ("https://queue.fal.run", "https://api.fal.ai") == (pika.api().base_url, pika._history().base_url)
