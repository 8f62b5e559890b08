"""Stability's video: off by default, a form with a picture, and a result that is bytes of the API host."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from starlette.datastructures import UploadFile
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
    TransientFailure,
)
from resources.media.probe import probe
from resources.providers.port import VideoRequest
from resources.providers.video.stability import Stability, stability_judge, verdict
from resources.simulator.far_side import FarSide
from resources.simulator.form import read_form
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.stability import StabilityPart

KEY = "sk-canary-of-a-key"
PATH = "/v2beta/image-to-video"


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Stability's dialect on loopback, in the live environment."""
    far = FarSide(tmp_path / "far", clock=ManualClock(), latency=10, thumbnail=True)
    with running(far, [StabilityPart]) as simulator:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


def stability(**fields: Any) -> Stability:
    """The provider, switched on, with a key."""
    return Stability(**{"api_key": KEY, "enabled": True, **fields})


def wish(**fields: Any) -> VideoRequest:
    """Four seconds from a red picture; any field can be given."""
    words = {"model": "svd", "direction": "A surfer at dawn.", "rate": Decimal(0), "seed": 5}
    size = {"width": 1024, "height": 576, "fps": 24, "duration": Fraction(4), "first_frame": "red"}
    return VideoRequest(**{**size, **words, **fields})


def submitted(provider: Stability, folder: Path, size: tuple[int, int] = (1024, 576), **fields: Any) -> str:
    """The remote id of a wish that was sent with a picture of a size."""

    def media(digest: str) -> Path:
        Image.new("RGB", size, digest).save(folder / f"{digest}.png")
        return folder / f"{digest}.png"

    return asyncio.run(provider.submit("coffee/1", wish(**fields), media))


def fail(sim: Simulator, **fault: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario.model_validate({"faults": [fault]})


def answer(status: int, body: object, path: str = PATH) -> httpx.Response:
    """An answer of Stability's host."""
    request = httpx.Request("POST", f"https://api.stability.ai{path}")
    return httpx.Response(status, json=body, request=request)


def test_it_is_off_until_somebody_has_reason() -> None:
    """Without being switched on it is refused, and the words say that it is believed retired."""
    with pytest.raises(NotConfigured) as off:
        Stability(api_key=KEY).check_configured()
    assert "believed retired" in str(off.value)
    assert "STUDIO_VIDEO_STABILITY" in off.value.mend


def test_the_key_frame_and_the_seed_are_sent_as_a_form(sim: Simulator, tmp_path: Path) -> None:
    """The picture's very bytes, the seed and both settings reach Stability in the fields that it reads."""
    submitted(stability(cfg_scale=2.5, motion_bucket_id=40), tmp_path)
    [seen] = sim.far.seen
    form = read_form(seen.headers["content-type"], seen.body)
    image = form["image"]
    assert ("POST", PATH) == (seen.method, seen.path)
    assert {"seed": "5", "cfg_scale": "2.5", "motion_bucket_id": "40"} == {
        name: value for name, value in form.items() if name != "image"
    }
    assert isinstance(image, UploadFile)
    assert (tmp_path / "red.png").read_bytes() == asyncio.run(image.read())
    assert "image/png" == image.content_type


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"first_frame": None}, "nothing without a key frame"),
        ({"last_frame": "blue"}, "no key frame can end it"),
        ({"duration": Fraction(5)}, "offered are 4 s"),
        ({"width": 1280, "height": 720}, "1024x576"),
        ({"size": (768, 768)}, "768x768"),
        ({"model": "svd-2"}, "svd"),
    ],
    ids=["no-frame", "last", "5s", "720p", "frame-size", "model"],
)
def test_what_stability_cannot_film_is_refused_before_anything_is_sent(
    sim: Simulator, tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    """A wish beyond its powers is a refusal that says why, and no request is made."""
    with pytest.raises(Refused) as refused:
        submitted(stability(), tmp_path, **fields)
    assert reason in str(refused.value)
    assert [] == sim.far.seen


def test_a_clip_is_filmed_polled_and_fetched_whole(sim: Simulator, tmp_path: Path) -> None:
    """A result is 202 while it runs, then bytes of the API host; the key is in one header only."""
    provider, into = stability(), tmp_path / "take.mp4"
    id = submitted(provider, tmp_path)
    assert "running" == asyncio.run(provider.poll(id)).state
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(id))
    asyncio.run(provider.fetch(id, into))
    assert ("succeeded", ".mp4") == (seen.state, seen.suffix)
    assert 4.0 == pytest.approx(float(probe(into).duration), abs=0.1)
    assert [provider.quote(wish()).amount] == [Decimal(one["charged"]) for one in sim.far.invoice()]
    for one in sim.far.seen:
        rest = {name: value for name, value in one.headers.items() if name != "authorization"}
        assert f"Bearer {KEY}" == one.headers["authorization"]
        assert KEY not in f"{one.path}{one.query}{rest}{one.body!r}"
    assert KEY not in repr(provider)


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [({"what": "moderate"}, "refused", "Moderation of the result"), ({"what": "fail"}, "failed", "ERROR")],
    ids=["moderated", "failed"],
)
def test_each_end_of_a_result_is_told(
    sim: Simulator, tmp_path: Path, fault: dict[str, Any], state: str, words: str
) -> None:
    """A result of HTTP 200 that was filtered or failed is never taken for a clip."""
    fail(sim, at="end", **fault)
    provider = stability()
    id = submitted(provider, tmp_path)
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(id))
    assert state == seen.state
    assert words in seen.reason
    with pytest.raises(TransientFailure):
        asyncio.run(provider.fetch(id, tmp_path / "take.mp4"))
    assert not (tmp_path / "take.mp4").exists()


def test_an_answer_that_is_no_result_is_asked_for_again() -> None:
    """Half an answer decides nothing: the clip is paid, so the same is asked again."""
    with pytest.raises(TransientFailure):
        verdict(httpx.Response(200, text="<html>"))
    with pytest.raises(TransientFailure):
        verdict(httpx.Response(200, json=["odd"]))


@pytest.mark.parametrize(
    ("path", "status", "body", "kind", "words"),
    [
        (PATH, 404, {"name": "not_found", "errors": ["Gone."]}, Refused, "believed retired"),
        (PATH, 410, {"message": "Gone."}, Refused, "believed retired"),
        (f"{PATH}/result/abc", 404, {"errors": ["Expired."]}, Refused, "no such result"),
        (f"{PATH}/result/abc", 410, {}, Refused, "believed retired"),
        (PATH, 403, {"name": "content_moderation", "errors": ["No."]}, Moderated, "key frame"),
        (PATH, 403, {"name": "forbidden", "errors": ["No."]}, AccountRefused, "No."),
        (PATH, 413, {"errors": ["Too large."]}, Refused, "Too large."),
        (PATH, 422, {"message": "Bad language."}, Refused, "Bad language."),
    ],
    ids=["404", "410", "result-404", "result-410", "moderated", "403", "413", "422"],
)
def test_a_path_that_is_gone_means_that_the_provider_is(
    path: str, status: int, body: object, kind: type[StudioError], words: str
) -> None:
    """A 404 or 410 says that the provider is believed retired, unless it is a result that ran out."""
    failure = stability_judge(answer(status, body, path))
    assert kind is type(failure)
    assert words in str(failure)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"what": "unauthorised"}, AccountRefused),
        ({"what": "unpaid"}, AccountRefused),
        ({"what": "rate_limit"}, RateLimited),
        ({"what": "moderate"}, Moderated),
        ({"what": "error_before", "status": 503}, OutcomeUnknown),
        ({"what": "drop_after"}, OutcomeUnknown),
    ],
    ids=["401", "402", "429", "moderated", "503", "dropped"],
)
def test_each_failure_of_a_submit_has_its_type(
    sim: Simulator, tmp_path: Path, fault: dict[str, Any], kind: type[StudioError]
) -> None:
    """A submit that fails says whether it may be paid, is sent once, and never shows the key."""
    fail(sim, at="submit", **fault)
    with pytest.raises(StudioError) as failure:
        submitted(stability(), tmp_path)
    assert kind is type(failure.value)
    assert 1 == len(sim.far.seen)
    assert KEY not in f"{failure.value}{failure.value!r}"
    if isinstance(failure.value, RateLimited):
        assert 60.0 == failure.value.retry_after


def test_an_answer_without_an_id_is_not_a_refusal(
    sim: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Stability takes a submit and names nothing, the outcome is unknown: it may be paid."""
    nothing = JSONResponse({"new": 1})
    monkeypatch.setattr("resources.simulator.video.stability.JSONResponse", lambda body: nothing)
    with pytest.raises(OutcomeUnknown):
        submitted(stability(), tmp_path)


def test_a_check_of_the_key_tells_the_balance(sim: Simulator) -> None:
    """A good key is told with its balance, and nothing is billed."""
    said = asyncio.run(stability().check_credentials())
    assert "Stability accepts the key; the balance is 1000.5 credits." == said
    assert [] == sim.far.invoice()


def test_a_remote_id_cannot_leave_its_path(sim: Simulator) -> None:
    """What is no id of a generation is refused and not sent, and nothing can be listed."""
    with pytest.raises(Refused):
        asyncio.run(stability().poll("../../v1/user"))
    assert [] == sim.far.seen
    assert not stability().capabilities("svd").lists
