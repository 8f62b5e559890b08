"""Kling's older API: signed tokens, durations as words, collections of tasks, and `succeed`."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.errors import NotConfigured, OutcomeUnknown, Refused, TransientFailure
from resources.media.probe import probe
from resources.providers.live import short_token
from resources.providers.port import VideoRequest
from resources.providers.video.kling import Kling
from resources.providers.video.kling_legacy import bearer
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.kling import KlingPart

ACCESS, SECRET = "kling-access-canary-11d0", "kling-secret-canary-7f3a-0123456789abcdef"
SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/t1"
START = datetime(2026, 11, 21, tzinfo=UTC)
Media = Callable[[str], Path]


@pytest.fixture
def clock() -> ManualClock:
    """A clock that nobody waits for."""
    return ManualClock(START)


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A simulator that stands in for Kling, with the pair of keys set and no other."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.delenv("KLING_API_KEY", raising=False)
    monkeypatch.setenv("KLING_ACCESS_KEY", ACCESS)
    monkeypatch.setenv("KLING_SECRET_KEY", SECRET)
    far = FarSide(tmp_path / "far", clock=clock, latency=10, thumbnail=True, url_life=3600)
    with running(far, [KlingPart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


@pytest.fixture
def picture(tmp_path: Path) -> bytes:
    """A key frame."""
    into = BytesIO()
    Image.new("RGB", (160, 90), (60, 80, 90)).save(into, "PNG")
    (tmp_path / "frame.png").write_bytes(into.getvalue())
    return into.getvalue()


@pytest.fixture
def media(tmp_path: Path, picture: bytes) -> Media:
    """One key frame, whatever the digest."""
    return lambda digest: tmp_path / "frame.png"


def wish(**fields: Any) -> VideoRequest:
    """Five seconds at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    return VideoRequest(**{**size, "model": "kling-v2-6", "direction": "A desk at night.", **fields})


def submit(media: Media, slate: str = SLATE, **fields: Any) -> str:
    """Send one wish."""
    return asyncio.run(Kling().submit(slate, wish(**fields), media))


PLAIN = {"prompt": "A desk at night.", "external_task_id": short_token(SLATE)}
FRAME = "a" * 64
WISHES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "text only": (
        {},
        "text2video",
        {"model_name": "kling-v2-6", "mode": "std", "duration": "5", "sound": "off", "aspect_ratio": "16:9"},
    ),
    "square pro of 10 s": (
        {"model": "kling-v2-5-turbo", "width": 1080, "height": 1080, "duration": Fraction(10)},
        "text2video",
        {"model_name": "kling-v2-5-turbo", "mode": "pro", "duration": "10", "aspect_ratio": "1:1"},
    ),
    "first frame": (
        {"first_frame": FRAME},
        "image2video",
        {"model_name": "kling-v2-6", "mode": "std", "duration": "5", "sound": "off", "image": ""},
    ),
    "both frames": (
        {"first_frame": FRAME, "last_frame": FRAME, "width": 1920, "height": 1080},
        "image2video",
        {
            "model_name": "kling-v2-6",
            "mode": "pro",
            "duration": "5",
            "sound": "off",
            "image": "",
            "image_tail": "",
        },
    ),
}


@pytest.mark.parametrize(("fields", "collection", "body"), WISHES.values(), ids=WISHES)
def test_duration_size_and_frames_reach_the_wire(
    sim: Simulator,
    media: Media,
    picture: bytes,
    fields: dict[str, Any],
    collection: str,
    body: dict[str, Any],
) -> None:
    """The older dialect has the model in the body, the duration as a word and the size as a mode."""
    bare = base64.b64encode(picture).decode()
    expected = {**PLAIN, **{name: bare if name.startswith("image") else word for name, word in body.items()}}
    submit(media, **fields)
    assert [(f"/v1/videos/{collection}", expected)] == [
        (one.path, json.loads(one.body)) for one in sim.far.seen if one.method == "POST"
    ]
    charged = [Decimal(line["charged"]) for line in sim.far.invoice()]
    assert [Kling().quote(wish(**fields)).amount] == charged


def test_a_clip_is_filmed_polled_and_fetched(
    sim: Simulator, media: Media, clock: ManualClock, tmp_path: Path
) -> None:
    """`succeed` is success; nothing is said of money, so the quote stands."""
    remote = submit(media, first_frame=FRAME)
    assert remote.startswith("image2video/")
    before = asyncio.run(Kling().poll(remote))
    clock.advance(10)
    after = asyncio.run(Kling().poll(remote))
    asyncio.run(Kling().fetch(remote, tmp_path / "clip.mp4"))
    assert ["running", "succeeded"] == [before.state, after.state]
    assert (None, ".mp4") == (after.price, after.suffix)
    assert 5 == pytest.approx(float(probe(tmp_path / "clip.mp4").duration), abs=0.1)


def test_a_token_is_signed_and_holds_for_half_an_hour() -> None:
    """The token names the account, is signed with the secret, and its times allow for a late clock."""
    now = int(time.time())
    token = bearer(ACCESS, SECRET, now)
    assert {"alg": "HS256", "typ": "JWT"} == jwt.get_unverified_header(token)
    claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    assert {"iss": ACCESS, "exp": now + 1800, "nbf": now - 5} == claims


def test_the_secret_never_leaves_this_machine(
    sim: Simulator, media: Media, clock: ManualClock, tmp_path: Path
) -> None:
    """The wire has signed tokens in one header of API calls; no field shows a key of the pair."""
    remote = submit(media)
    clock.advance(10)
    asyncio.run(Kling().fetch(remote, tmp_path / "clip.mp4"))
    said = asyncio.run(Kling().check_credentials())
    for one in sim.far.seen:
        assert (one.part != "media") == ("authorization" in one.headers)
        assert SECRET not in str(one)
        assert ACCESS not in one.path + one.query + one.body.decode()
    shown = repr(Kling()) + json.dumps(Kling().model_dump()) + said
    assert "KLING_SECRET_KEY" in shown
    assert ACCESS not in shown
    assert SECRET not in shown


def test_each_dialect_wants_its_own_keys(
    sim: Simulator, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its keys a model is not asked for; the mend names the variables, and nothing is listed."""
    with pytest.raises(NotConfigured, match="KLING_API_KEY"):
        submit(media, model="kling-3.0")
    assert Kling().capabilities("kling-v2-6").lists
    monkeypatch.delenv("KLING_SECRET_KEY")
    with pytest.raises(NotConfigured, match="KLING_API_KEY"):
        submit(media)
    one = Kling(api_key="kling-api-canary")
    with pytest.raises(NotConfigured, match="KLING_ACCESS_KEY and KLING_SECRET_KEY"):
        asyncio.run(one.submit(SLATE, wish(), media))
    assert not one.capabilities("kling-v2-6").lists
    assert [] == sim.far.seen


UNABLE = {
    "other seconds": {"duration": Fraction(7)},
    "a size that it has not": {"width": 3840, "height": 2160},
    "a long direction": {"direction": "x" * 2501},
    "a last frame alone": {"last_frame": FRAME, "width": 1920, "height": 1080},
    "a last frame in 720p": {"first_frame": FRAME, "last_frame": FRAME},
}


@pytest.mark.parametrize("fields", UNABLE.values(), ids=UNABLE)
def test_what_it_cannot_do_is_refused_before_anything_is_sent(
    sim: Simulator, media: Media, fields: dict[str, Any]
) -> None:
    """A wish that the older models cannot film never reaches the wire."""
    with pytest.raises(Refused):
        Kling().quote(wish(**fields))
    with pytest.raises(Refused):
        submit(media, **fields)
    assert [] == sim.far.seen


def test_a_lost_or_doubled_submit_is_found_by_its_name(sim: Simulator, media: Media) -> None:
    """Both collections are listed by the names that we gave; a name that is taken is looked up."""
    sim.far.scenario = Scenario(faults=(Fault(at="submit", what="drop_after", when="1"),))
    with pytest.raises(OutcomeUnknown):
        submit(media)
    with pytest.raises(OutcomeUnknown):
        submit(media)
    other = submit(media, slate=f"{SLATE}2", first_frame=FRAME)
    listed = asyncio.run(Kling().list(START - timedelta(minutes=5)))
    assert {short_token(SLATE), short_token(f"{SLATE}2")} == {one.token for one in listed}
    assert other in {one.remote_id for one in listed}
    assert 2 == len(sim.far.invoice())


def test_the_listing_is_read_to_its_last_page(
    sim: Simulator, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are read until one is not full."""
    monkeypatch.setattr("resources.providers.video.kling_legacy.PAGE", 2)
    remotes = {submit(media, slate=f"{SLATE}{number}") for number in range(5)}
    listed = asyncio.run(Kling().list(START - timedelta(minutes=5)))
    assert remotes == {one.remote_id for one in listed}


@pytest.mark.parametrize("data", [{}, None, ["7d1f"]])
def test_a_listing_that_is_no_list_proves_nothing(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch, data: object
) -> None:
    """An answer without its tasks never says that nothing was accepted."""

    async def ask(*_: Any, **__: Any) -> httpx.Response:
        return httpx.Response(200, json={"code": 0, "data": data})

    monkeypatch.setattr("resources.http.call.Api.ask", ask)
    with pytest.raises(TransientFailure):
        asyncio.run(Kling().list(START))


def test_one_account_with_both_kinds_of_keys_lists_each_task_once(
    sim: Simulator, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should both listings name a task, it is listed under the id that its submit gave."""
    monkeypatch.setattr(KlingPart, "key", lambda part, headers, query: "one account")
    remote = submit(media)
    listed = asyncio.run(Kling(api_key="kling-api-canary").list(START - timedelta(minutes=5)))
    assert [remote] == [one.remote_id for one in listed]


@pytest.mark.parametrize(("what", "state"), [("moderate", "refused"), ("fail", "failed")])
def test_a_task_that_fails_says_why(
    sim: Simulator, media: Media, clock: ManualClock, what: str, state: str
) -> None:
    """`task_status_msg` tells content from a failure inside."""
    sim.far.scenario = Scenario(faults=(Fault(at="end", what=what),))
    remote = submit(media)
    clock.advance(10)
    seen = asyncio.run(Kling().poll(remote))
    assert state == seen.state
    assert seen.reason


def test_an_unknown_task_is_refused(sim: Simulator) -> None:
    """An id that Kling does not know is said so."""
    with pytest.raises(Refused):
        asyncio.run(Kling().poll("text2video/123"))
