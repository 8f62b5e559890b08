"""Google's speech: what goes over the wire, what comes back, and what its failures mean."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import av
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
)
from resources.providers.speech.google_tts import GoogleTts, body
from resources.providers.speech.google_tts_verdict import judge
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.speech.google_tts import GoogleTtsPart

KEY = "canary-google-4f1c"
SLATE = "coffee/2026-11-21_080534/narration/desk/0a1b2c/1"


@pytest.fixture
def line(speech: Any) -> Any:
    """Makes a line for a Chirp voice; any field can be given."""
    return lambda **fields: speech(
        **{"model": "chirp3-hd", "voice": "Kore", "text": "Two in the morning."} | fields
    )


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Google's part of the simulator, in the live environment."""
    with running(FarSide(tmp_path / "far", clock=ManualClock()), [GoogleTtsPart]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def spoken(request: Any, into: Path, **fields: Any) -> Path:
    """Submit a line and fetch it."""

    async def go() -> None:
        provider = GoogleTts(api_key=KEY, **fields)
        remote_id = await provider.submit(SLATE, request, lambda digest: into)
        assert "succeeded" == (await provider.poll(remote_id)).state
        await provider.fetch(remote_id, into)

    asyncio.run(go())
    return into


def sent(sim: Simulator) -> list[dict[str, Any]]:
    """The JSON of every submit that came in."""
    return [json.loads(one.body) for one in sim.far.seen if one.method == "POST"]


def broken(sim: Simulator, **fault: Any) -> None:
    """Let something go wrong at every submit."""
    sim.far.scenario = Scenario.model_validate({"faults": [{"at": "submit", **fault}]})


def test_a_line_is_spoken_and_charged_as_quoted(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """The submit has exactly the voice and the text, its WAV plays, and the invoice is the quote."""
    file = spoken(line(), tmp_path / "line.wav")
    expected = {
        "input": {"text": "Two in the morning."},
        "voice": {"languageCode": "en-US", "name": "en-US-Chirp3-HD-Kore"},
        "audioConfig": {"audioEncoding": "LINEAR16"},
    }
    assert [expected] == sent(sim)
    with av.open(str(file)) as container:
        assert (24_000, 1) == (container.streams.audio[0].rate, container.streams.audio[0].channels)
    quote = GoogleTts().quote(line())
    assert [format(quote.amount, "f")] == [one["charged"] for one in sim.far.invoice()]
    assert Decimal("0.00057") == quote.amount  # 19 characters at $30 a million


def test_settings_reach_the_wire_and_the_sound(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """Codec, sample rate and speed are sent, and the sound that comes back has them."""
    slow = spoken(line(), tmp_path / "slow.wav", sample_rate=48_000, speaking_rate=0.5)
    quick = spoken(line(), tmp_path / "quick.mp3", encoding="MP3", speaking_rate=2.0)
    audio = [one["audioConfig"] for one in sent(sim)]
    assert {"audioEncoding": "LINEAR16", "speakingRate": 0.5, "sampleRateHertz": 48_000} == audio[0]
    assert {"audioEncoding": "MP3", "speakingRate": 2.0} == audio[1]
    lengths = []
    for file in (slow, quick):
        with av.open(str(file)) as container:
            lengths.append(container.duration / 1_000_000)
    assert lengths[0] > 3 * lengths[1]


@pytest.mark.parametrize(
    ("model", "voice", "expected"),
    [
        ("chirp3-hd", "Kore", ("en-GB", "en-GB-Chirp3-HD-Kore")),
        ("chirp3-hd", "cmn-CN-Chirp3-HD-Puck", ("cmn-CN", "cmn-CN-Chirp3-HD-Puck")),
        ("neural2", "C", ("en-GB", "en-GB-Neural2-C")),
        ("wavenet", "de-DE-Wavenet-B", ("de-DE", "de-DE-Wavenet-B")),
        ("studio", "es-419-Studio-B", ("es-419", "es-419-Studio-B")),
    ],
)
def test_a_voice_brings_its_language(line: Any, model: str, voice: str, expected: tuple[str, str]) -> None:
    """A whole voice name decides the language, a short one takes the provider's."""
    told = body(GoogleTts(language="en-GB"), line(model=model, voice=voice))["voice"]
    assert expected == (told["languageCode"], told["name"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"model": "gemini-2.5-flash-tts"}, "no model"),
        ({"voice": "en-US-Studio-O"}, "another model"),
        ({"voice": "Kore; drop"}, "no voice"),
        ({"voice": "en-US-Journey-D"}, "no voice"),
        ({"text": " "}, "nothing to say"),
        ({"text": "x" * 5001}, "5,001 characters"),
        ({"text": "猫" * 1667}, "5,001 bytes"),
    ],
)
def test_what_google_cannot_speak_is_refused_before_anything_is_sent(
    sim: Simulator, line: Any, tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    """A dearer voice under a cheap model, an odd voice or too many bytes cost no request."""
    for attempt in (GoogleTts().quote, lambda one: spoken(one, tmp_path / "line.wav")):
        with pytest.raises(Refused, match=words) as caught:
            attempt(line(**fields))
        assert caught.value.mend
    assert [] == list(sim.far.seen)


def test_five_thousand_bytes_are_taken(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """A text of exactly the limit in bytes, though far fewer letters, is spoken."""
    text = "ä" * 4 + " ok" * 1664
    assert 5000 == len(text.encode())
    provider = GoogleTts(api_key=KEY)
    assert "$30" in provider.quote(line(text=text)).basis
    sim.far.scenario = Scenario.model_validate({"faults": [{"at": "end", "what": "moderate"}]})
    with pytest.raises(Moderated):  # accepted, then withheld: nothing of that length needs to be spoken here
        asyncio.run(provider.submit(SLATE, line(text=text), lambda digest: tmp_path))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"what": "unauthorised"}, AccountRefused),
        ({"what": "unpaid"}, AccountRefused),
        ({"what": "rate_limit", "retry_after": 3.5}, RateLimited),
        ({"what": "moderate"}, Moderated),
        ({"what": "error_before", "status": 503}, OutcomeUnknown),
        ({"what": "error_after"}, OutcomeUnknown),
        ({"what": "drop_after"}, OutcomeUnknown),
    ],
    ids=lambda one: one.get("what") if isinstance(one, dict) else None,
)
def test_failures_have_their_kind(
    sim: Simulator, line: Any, tmp_path: Path, fault: dict[str, Any], kind: type[StudioError]
) -> None:
    """Each failure is the right kind with a mend, is sent once, and never tells the key."""
    broken(sim, **fault)
    with pytest.raises(kind) as caught:
        spoken(line(), tmp_path / "line.wav")
    assert kind is type(caught.value)
    assert caught.value.mend
    assert KEY not in str(caught.value)
    assert 1 == len(sent(sim))
    if isinstance(caught.value, RateLimited):
        assert 3.5 == caught.value.retry_after
    if isinstance(caught.value, Moderated):
        assert "text" == caught.value.about


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[]",
        b'{"audioContent": ""}',
        b'{"audioContent": "&&"}',
        b'{"audioContent": "bm8gc291bmQ="}',
    ],
)
def test_a_200_without_a_sound_may_be_paid(line: Any, answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that holds no sound is an unknown outcome: it is never asked for again by itself."""

    async def answered(self: Any, *words: Any, **content: Any) -> httpx.Response:
        return httpx.Response(200, content=answer, request=httpx.Request("POST", "https://x.example/"))

    monkeypatch.setattr("resources.http.call.Api.submit", answered)
    with pytest.raises(OutcomeUnknown) as caught:
        asyncio.run(GoogleTts(api_key=KEY).submit(SLATE, line(), lambda digest: Path()))
    assert caught.value.mend


def test_unknown_fields_are_tolerated(line: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Google may add fields to its answer."""
    told = {"audioContent": base64.b64encode(b"RIFF0000WAVE").decode(), "timepoints": [], "new": {"a": 1}}

    async def answered(self: Any, *words: Any, **content: Any) -> httpx.Response:
        return httpx.Response(200, json=told, request=httpx.Request("POST", "https://x.example/"))

    monkeypatch.setattr("resources.http.call.Api.submit", answered)
    assert b"RIFF0000WAVE" == spoken(line(), tmp_path / "line.wav").read_bytes()


def test_a_plain_400_is_the_requests_fault() -> None:
    """A wrong argument is refused for good, unlike a wrong key, which has the same status."""
    wrong = httpx.Response(
        400,
        json={"error": {"code": 400, "message": "Voice does not exist.", "status": "INVALID_ARGUMENT"}},
        request=httpx.Request("POST", "https://texttospeech.googleapis.com/v1/text:synthesize"),
    )
    assert type(judge(wrong)) is Refused


def test_the_key_stands_in_its_header_only(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """No address, body, message or picture of the provider holds the key."""
    spoken(line(), tmp_path / "line.wav")
    for seen in sim.far.seen:
        assert [KEY] == [value for value in seen.headers.values() if KEY in value]
        assert KEY == seen.headers["x-goog-api-key"]
        assert KEY not in seen.path + seen.query + seen.body.decode()
    assert KEY not in repr(GoogleTts(api_key=KEY))


def test_the_key_is_checked_for_nothing(sim: Simulator) -> None:
    """Checking the key lists voices; a missing or wrong key is told with its variable."""
    said = asyncio.run(GoogleTts(api_key=KEY).check_credentials())
    assert "64 voices for en-US" in said
    assert KEY not in said
    assert [] == sim.far.invoice()
    with pytest.raises(NotConfigured) as caught:
        asyncio.run(GoogleTts().check_credentials())
    assert "GOOGLE_TTS_API_KEY" in caught.value.mend


@pytest.mark.parametrize(
    "change",
    [
        {"input": {"text": "a", "ssml": "<speak>a</speak>"}},
        {"input": {"txt": "a"}},
        {"voice": {"name": "en-US-Chirp3-HD-Kore"}},
        {"voice": {"languageCode": "en-US", "name": "en-US-Chirp3-HD-Nobody"}},
        {"voice": {"languageCode": "de-DE", "name": "en-US-Chirp3-HD-Kore"}},
        {"audioConfig": {"audioEncoding": "WAV"}},
        {"audioConfig": {"audioEncoding": "MP3", "speakingRate": "fast"}},
        {"audioConfig": {"audioEncoding": "MP3", "speakingRate": 2.5}},
        {"audioConfig": {"audioEncoding": "MP3", "pitch": 2}},
        {"seed": 1},
    ],
    ids=str,
)
def test_the_simulator_is_as_strict_as_google(sim: Simulator, change: dict[str, Any]) -> None:
    """A body that Google would turn away is turned away with 400 and is not charged."""
    good = {
        "input": {"text": "Hello."},
        "voice": {"languageCode": "en-US", "name": "en-US-Chirp3-HD-Kore"},
        "audioConfig": {"audioEncoding": "MP3"},
    }
    address = f"{sim.url}/speech/google_tts/v1/text:synthesize"
    answer = httpx.post(address, json=good | change, headers={"x-goog-api-key": KEY}, trust_env=False)
    assert (400, "INVALID_ARGUMENT") == (answer.status_code, answer.json()["error"]["status"])
    assert [] == sim.far.invoice()
