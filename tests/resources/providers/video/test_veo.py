"""Veo speaks Vertex AI's operations: bodies, states, failures and where its token goes."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

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
from resources.providers.live import short_token
from resources.providers.port import VideoRequest
from resources.providers.video.veo import Veo
from resources.providers.video.veo_wire import verdict
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.video.veo import VeoPart

KEY = "ya29.canary-of-a-token"
SLATE = "coffee/r1/animated/desk/abc/1"
MODEL = "projects/studio-films/locations/us-central1/publishers/google/models/veo-3.1-generate-001"


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Veo's dialect on loopback, in the live environment."""
    far = FarSide(tmp_path / "far", clock=ManualClock(), latency=10, thumbnail=True)
    with running(far, [VeoPart]) as simulator:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        for variable in ("GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION", "GOOGLE_APPLICATION_CREDENTIALS"):
            monkeypatch.delenv(variable, raising=False)
        yield simulator


def veo(**fields: Any) -> Veo:
    """The provider with a key and a project."""
    return Veo(**{"api_key": KEY, "project": "studio-films", **fields})


def wish(**fields: Any) -> VideoRequest:
    """Four seconds at 720p; any field can be given."""
    words = {"model": "veo-3.1-generate-001", "direction": "A surfer at dawn.", "rate": Decimal(0), "seed": 5}
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(4)}
    return VideoRequest(**{**size, **words, **fields})


def picture(folder: Path) -> Any:
    """Gives a picture of the colour that a digest names."""

    def media(digest: str) -> Path:
        file = folder / f"{digest}.png"
        Image.new("RGB", (64, 36), digest).save(file)
        return file

    return media


def submitted(provider: Veo, sim: Simulator, folder: Path, **fields: Any) -> str:
    """The remote id of a wish that was sent."""
    return asyncio.run(provider.submit(SLATE, wish(**fields), picture(folder)))


def fail(sim: Simulator, **fault: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario.model_validate({"faults": [fault]})


def as_google(file: Path) -> dict[str, str]:
    """A picture as it stands in the body."""
    return {"bytesBase64Encoded": base64.b64encode(file.read_bytes()).decode(), "mimeType": "image/png"}


def test_a_plain_wish_is_sent_as_googles_own_client_sends_it(sim: Simulator, tmp_path: Path) -> None:
    """Duration, size and seed that the spec asks for reach Google in the places that its client uses."""
    submitted(veo(), sim, tmp_path)
    [seen] = sim.far.seen
    assert f"/v1beta1/{MODEL}:predictLongRunning" == seen.path
    assert {
        "instances": [{"prompt": "A surfer at dawn."}],
        "parameters": {
            "sampleCount": 1,
            "durationSeconds": 4,
            "seed": 5,
            "aspectRatio": "16:9",
            "resolution": "720p",
            "personGeneration": "allow_adult",
            "generateAudio": True,
        },
        "labels": {"studio": short_token(SLATE)},
    } == json.loads(seen.body)


def test_key_frames_open_and_end_the_clip_on_the_wire(sim: Simulator, tmp_path: Path) -> None:
    """Two key frames go as `image` and `lastFrame`, with their very bytes, upright at 1080p."""
    fields = {"first_frame": "red", "last_frame": "blue", "duration": Fraction(8)}
    submitted(veo(), sim, tmp_path, width=1080, height=1920, **fields)
    sent = json.loads(sim.far.seen[0].body)
    assert {
        "prompt": "A surfer at dawn.",
        "image": as_google(tmp_path / "red.png"),
        "lastFrame": as_google(tmp_path / "blue.png"),
    } == sent["instances"][0]
    assert (8, "9:16", "1080p") == tuple(
        sent["parameters"][name] for name in ("durationSeconds", "aspectRatio", "resolution")
    )


def test_reference_pictures_are_sent_as_assets(sim: Simulator, tmp_path: Path) -> None:
    """Pictures that a clip shall resemble go as reference images of the type ASSET."""
    submitted(veo(), sim, tmp_path, references=("red", "lime"), duration=Fraction(8))
    assert [
        {"image": as_google(tmp_path / f"{name}.png"), "referenceType": "ASSET"} for name in ("red", "lime")
    ] == json.loads(sim.far.seen[0].body)["instances"][0]["referenceImages"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"duration": Fraction(5)}, "4, 6, 8"),
        ({"width": 640, "height": 360}, "1280x720"),
        ({"last_frame": "blue"}, "opens it"),
        ({"references": ("red",)}, "8 s"),
        ({"references": ("red",), "first_frame": "red", "duration": Fraction(8)}, "key frames"),
        ({"references": ("red",), "model": "veo-3.1-lite-generate-001"}, "reference"),
        ({"model": "veo-3.1-generate-preview"}, "2026-10-22"),
        ({"model": "veo-9"}, "not known"),
    ],
    ids=["5s", "360p", "last-alone", "references-4s", "references-frames", "lite", "retired", "unknown"],
)
def test_what_veo_cannot_film_is_refused_before_anything_is_sent(
    sim: Simulator, tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    """A wish beyond the model's powers is a refusal that says why, and no request is made."""
    with pytest.raises(Refused) as refused:
        submitted(veo(), sim, tmp_path, **fields)
    assert reason in str(refused.value)
    assert [] == sim.far.seen


def test_a_clip_is_filmed_polled_and_fetched_whole(sim: Simulator, tmp_path: Path) -> None:
    """An operation runs, succeeds and gives an MP4 of the seconds that were ordered."""
    provider, into = veo(), tmp_path / "take.mp4"
    name = submitted(provider, sim, tmp_path)
    assert "running" == asyncio.run(provider.poll(name)).state
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(name))
    asyncio.run(provider.fetch(name, into))
    assert ("succeeded", ".mp4") == (seen.state, seen.suffix)
    assert 4.0 == pytest.approx(float(probe(into).duration), abs=0.1)


@pytest.mark.parametrize(("audio", "dollars"), [(True, "1.60"), (False, "0.80")], ids=["sound", "silent"])
def test_the_price_is_of_what_is_sent(sim: Simulator, tmp_path: Path, audio: bool, dollars: str) -> None:
    """A silent clip is ordered as one and quoted at its own price, which is what is then charged."""
    provider = veo(audio=audio)
    asyncio.run(provider.submit(SLATE, wish(), picture(tmp_path)))
    assert audio is json.loads(sim.far.seen[0].body)["parameters"]["generateAudio"]
    assert Decimal(dollars) == provider.quote(wish()).amount
    assert [provider.quote(wish()).amount] == [Decimal(one["charged"]) for one in sim.far.invoice()]


def test_an_operation_is_asked_for_where_it_was_begun(sim: Simulator, tmp_path: Path) -> None:
    """A changed project or region does not lose the takes that are under way."""
    name = submitted(veo(), sim, tmp_path)
    seen = asyncio.run(veo(project="other-films", location="europe-west4").poll(name))
    assert "running" == seen.state


def test_the_region_decides_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A region has a host of its own, and `global` has none in front."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    assert "https://europe-west4-aiplatform.googleapis.com" == veo(location="europe-west4").address()
    assert "https://aiplatform.googleapis.com" == veo(location="global").address()


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        ({"at": "end", "what": "moderate"}, "refused", "Moderation of the result"),
        ({"at": "end", "what": "fail"}, "failed", "failed inside"),
        ({"at": "end", "what": "duplicate"}, "succeeded", ""),
    ],
    ids=["moderated", "failed", "twice"],
)
def test_each_end_of_an_operation_is_told(
    sim: Simulator, tmp_path: Path, fault: dict[str, Any], state: str, words: str
) -> None:
    """A finished operation that hides a withheld or failed clip is never taken for a success."""
    fail(sim, **fault)
    provider = veo()
    name = submitted(provider, sim, tmp_path)
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(name))
    assert state == seen.state
    assert words in seen.reason


@pytest.mark.parametrize(
    ("operation", "state", "words"),
    [
        (
            {"done": True, "error": {"code": 3, "message": "The input image violates the usage guidelines."}},
            "refused",
            "Moderation of the key frame",
        ),
        (
            {"done": True, "error": {"code": 3, "message": "The prompt goes against our policy."}},
            "refused",
            "Moderation of the direction",
        ),
        ({"done": True, "error": {"code": 3, "message": "Bad size."}}, "refused", "Bad size."),
        ({"done": True, "error": {"code": 8, "message": "No capacity."}}, "failed", "No capacity."),
        ({"done": True, "response": {"raiMediaFilteredCount": 1}}, "refused", "Moderation of the result"),
        ({"done": True, "response": {}}, "failed", "without a video"),
        ({"done": True}, "failed", "without a video"),
        ({"name": "x", "metadata": {"new": 1}}, "running", ""),
    ],
    ids=["image", "prompt", "invalid", "capacity", "filtered", "empty", "bare", "unknown-field"],
)
def test_an_operations_words_are_read(operation: dict[str, Any], state: str, words: str) -> None:
    """What Google says of a clip becomes one state and a reason that names the input."""
    seen = verdict(operation)
    assert state == seen.state
    assert words in seen.reason


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"what": "unauthorised"}, AccountRefused),
        ({"what": "unpaid"}, AccountRefused),
        ({"what": "rate_limit", "retry_after": 7}, RateLimited),
        ({"what": "moderate"}, Moderated),
        ({"what": "error_before", "status": 503}, OutcomeUnknown),
        ({"what": "drop_after"}, OutcomeUnknown),
    ],
    ids=["401", "403", "429", "moderated", "503", "dropped"],
)
def test_each_failure_of_a_submit_has_its_type(
    sim: Simulator, tmp_path: Path, fault: dict[str, Any], kind: type[StudioError]
) -> None:
    """A submit that fails says whether it may be paid, is sent once, and never shows the token."""
    fail(sim, at="submit", **fault)
    with pytest.raises(StudioError) as failure:
        submitted(veo(), sim, tmp_path)
    assert kind is type(failure.value)
    assert 1 == len(sim.far.seen)
    assert KEY not in f"{failure.value}{failure.value!r}"
    if isinstance(failure.value, Moderated):
        assert "direction" == failure.value.about
    if isinstance(failure.value, RateLimited):
        assert 7.0 == failure.value.retry_after


def test_an_answer_without_an_operation_is_not_a_refusal(
    sim: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Google takes a submit and names nothing, the outcome is unknown: it may be paid."""
    monkeypatch.setattr("resources.simulator.video.veo._name", lambda asked: "nothing at all")
    with pytest.raises(OutcomeUnknown):
        submitted(veo(), sim, tmp_path)


def test_an_operation_that_google_does_not_know_is_refused(sim: Simulator) -> None:
    """A remote id that is not Google's, or not this account's, is refused and not waited for."""
    for name in (f"{MODEL}/operations/00000000-0000-0000-0000-000000000000", "../../secrets"):
        with pytest.raises(Refused):
            asyncio.run(veo().poll(name))


def test_the_token_goes_into_one_header_of_the_api_host_only(sim: Simulator, tmp_path: Path) -> None:
    """The token is in the authorization header and nowhere else, and the provider does not show it."""
    provider = veo()
    name = submitted(provider, sim, tmp_path, first_frame="red")
    asyncio.run(provider.poll(name))
    for seen in sim.far.seen:
        assert f"Bearer {KEY}" == seen.headers["authorization"]
        rest = {name: value for name, value in seen.headers.items() if name != "authorization"}
        assert KEY not in f"{seen.path}{seen.query}{rest}{seen.body!r}"
    assert KEY not in repr(provider)


def test_a_check_of_the_token_costs_nothing(sim: Simulator) -> None:
    """A good token is told in a sentence with its project, a bad one is the account's fault, for $0."""
    said = asyncio.run(veo().check_credentials())
    assert "Google accepts the key for project studio-films in us-central1." == said
    fail(sim, at="poll", what="unauthorised")
    with pytest.raises(AccountRefused):
        asyncio.run(veo().check_credentials())
    assert [] == sim.far.invoice()


@pytest.mark.parametrize(
    ("fields", "mend"),
    [
        ({"api_key": ""}, "GOOGLE_ACCESS_TOKEN"),
        ({"project": ""}, "GOOGLE_CLOUD_PROJECT"),
        ({"enabled": False}, "enabled"),
        ({"enabled": False, "api_key": "", "service_account": "a.json"}, "enabled"),
    ],
    ids=["token", "project", "off", "off-account"],
)
def test_what_is_not_set_is_named(sim: Simulator, fields: dict[str, Any], mend: str) -> None:
    """A missing token or project is told with its variable before anything is sent."""
    with pytest.raises(NotConfigured) as missing:
        veo(**fields).check_configured()
    assert mend in missing.value.mend
