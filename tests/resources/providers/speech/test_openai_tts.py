"""OpenAI's speech: what reaches the wire, and what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    Refused,
)
from resources.media.probe import probe_sound
from resources.providers import prices
from resources.providers.port import SpeechRequest
from resources.providers.prices import price_of
from resources.providers.speech.openai_tts import OpenAiSpeech
from resources.simulator.far_side import FarSide, Seen
from resources.simulator.part import Asked
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.speech.openai_tts import OpenAiSpeechPart

CANARY = "sk-canary-tts-90d4"
SLATE = "coffee/2026-11-21_080534/narration/one/0a1b2c/1"


class Talking(OpenAiSpeechPart):
    """Answers with words instead of a sound."""

    async def _speak(self, asked: Asked) -> Response:
        return JSONResponse({"text": "no sound"})


@pytest.fixture
def part() -> type[OpenAiSpeechPart]:
    """The dialect that answers."""
    return OpenAiSpeechPart


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: type[OpenAiSpeechPart]) -> Iterator[Simulator]:
    """A simulator that stands in for OpenAI."""
    clock = ManualClock(datetime(2026, 11, 21, tzinfo=UTC))
    with running(FarSide(tmp_path / "far", clock=clock, latency=1), [part]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def line(**fields: Any) -> SpeechRequest:
    """A line of Coral's."""
    words = {"model": "tts-1", "voice": "coral", "text": "Two in the morning.", "rate": Decimal(0)}
    return SpeechRequest(**{**words, **fields})


def speak(request: SpeechRequest) -> str:
    """Order a line."""
    provider = OpenAiSpeech(api_key=CANARY)
    return asyncio.run(provider.submit(SLATE, request, lambda digest: Path(digest)))


def submits(sim: Simulator) -> list[Seen]:
    """What was ordered over the wire."""
    return [seen for seen in sim.far.seen if seen.method == "POST"]


def test_model_voice_and_text_reach_the_wire(sim: Simulator, tmp_path: Path) -> None:
    """The line goes out as it was wished, and the sound that comes back plays."""
    name = speak(line())
    (sent,) = submits(sim)
    expected = {"model": "tts-1", "input": "Two in the morning.", "voice": "coral", "response_format": "mp3"}
    assert ("/v1/audio/speech", expected) == (sent.path, json.loads(sent.body))
    asyncio.run(OpenAiSpeech(api_key=CANARY).fetch(name, tmp_path / "line.mp3"))
    assert probe_sound(tmp_path / "line.mp3").duration > 0


def test_the_quote_is_what_is_charged(sim: Simulator) -> None:
    """Characters times the price are quoted and stand on the invoice."""
    speak(line())
    quote = OpenAiSpeech(api_key=CANARY).quote(line())
    assert price_of("speech", "openai_tts", "tts-1", "1m_characters").of(19) == quote
    assert [str(quote.amount)] == [one["charged"] for one in sim.far.invoice()]


def test_a_price_by_the_minute_is_quoted_for_a_slow_reader(sim: Simulator) -> None:
    """A line of 600 bytes is quoted as a minute, and goes out."""
    request = line(model="gpt-4o-mini-tts", text="a" * 600, voice="marin")
    minute = price_of("speech", "openai_tts", "gpt-4o-mini-tts", "minute").of(1)
    assert minute == OpenAiSpeech(api_key=CANARY).quote(request)
    speak(line(model="gpt-4o-mini-tts", voice="marin"))
    assert "gpt-4o-mini-tts" == json.loads(submits(sim)[0].body)["model"]


def test_an_unknown_price_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model whose price nobody wrote down is not quoted."""
    (tmp_path / "none.yaml").write_text("[]")
    monkeypatch.setattr(prices, "TABLE", tmp_path / "none.yaml")
    monkeypatch.setenv("STUDIO_PRICES", str(tmp_path / "none.yaml"))
    with pytest.raises(NotConfigured):
        OpenAiSpeech(api_key=CANARY).quote(line())


@pytest.mark.parametrize(
    "wrong",
    [{"voice": "Lily"}, {"voice": "marin"}, {"model": "whisper-1"}, {"text": "a" * 4097}, {"text": ""}],
    ids=["voice", "voice-of-another-model", "model", "long", "empty"],
)
def test_what_cannot_be_spoken_is_refused_before_any_request(sim: Simulator, wrong: dict[str, str]) -> None:
    """An unknown voice or model, too long a text or none at all never reaches the wire."""
    with pytest.raises(Refused) as caught:
        speak(line(**wrong))
    assert caught.value.mend
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(at="submit", what="unpaid"), AccountRefused),
        (Fault(at="submit", what="unauthorised"), AccountRefused),
        (Fault(at="submit", what="rate_limit", retry_after=3), RateLimited),
        (Fault(at="submit", what="moderate"), Moderated),
        (Fault(at="submit", what="drop_after"), OutcomeUnknown),
        (Fault(at="submit", what="error_before"), OutcomeUnknown),
    ],
    ids=lambda one: one.what if isinstance(one, Fault) else "",
)
def test_each_failure_has_its_type(sim: Simulator, fault: Fault, kind: type[ProviderFailure]) -> None:
    """A failure is of the type that says whether asking again is free, and is asked once."""
    sim.far.scenario = Scenario(faults=(fault,))
    with pytest.raises(kind) as caught:
        speak(line())
    assert (kind, 1) == (type(caught.value), len(submits(sim)))
    assert "text" == getattr(caught.value, "about", "text")
    assert CANARY not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize("part", [Talking])
def test_json_is_no_sound(sim: Simulator) -> None:
    """HTTP 200 without a sound leaves the outcome unknown: it may be paid."""
    with pytest.raises(OutcomeUnknown):
        speak(line())


def test_its_end_is_told() -> None:
    """The day on which OpenAI shuts the endpoint's models down is told before anybody pays."""
    assert "2027-01-06" in OpenAiSpeech.caveat
    assert "gpt-4o-mini-tts" == OpenAiSpeech().models()[0]


def test_the_key_is_told_to_the_api_alone(sim: Simulator) -> None:
    """The key stands in its own header, and nowhere else."""
    speak(line())
    provider = OpenAiSpeech(api_key=CANARY)
    words = asyncio.run(provider.check_credentials())
    assert "OpenAI accepts the key and offers gpt-4o-mini-tts to it." == words
    missing = OpenAiSpeech(api_key=CANARY, model="tts-9")
    assert "does not offer tts-9" in asyncio.run(missing.check_credentials())
    for seen in sim.far.seen:
        assert f"Bearer {CANARY}" == seen.headers["authorization"]
        rest = [value for name, value in seen.headers.items() if name != "authorization"]
        assert CANARY not in f"{seen.path}{seen.query}{seen.body!r}{rest}"
    assert CANARY not in repr(provider)


def test_the_official_library_sends_the_same(sim: Simulator) -> None:
    """OpenAI's own library makes our body for the same wish, and gets a sound for it."""
    library = pytest.importorskip("openai", reason="openai is not installed")
    speak(line())
    client = library.OpenAI(api_key=CANARY, base_url=f"{sim.url}/speech/openai_tts/v1", max_retries=0)
    sound = client.audio.speech.create(
        model="tts-1", input="Two in the morning.", voice="coral", response_format="mp3"
    )
    ours, theirs = submits(sim)
    assert json.loads(theirs.body) == json.loads(ours.body)
    assert theirs.path == ours.path
    assert sound.content.startswith((b"ID3", b"\xff"))
