"""The simulated voices."""

from __future__ import annotations

import asyncio
import wave
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resources.clock import ManualClock
from resources.errors import Refused
from resources.media.speech_measure import speech as measured
from resources.media.spoken_words import spoken_words
from resources.providers.speech import simulated
from resources.providers.speech.espeak import installed
from resources.providers.speech.simulated import VOICES, SimulatedSpeech, timed


def spoken(request: Any, into: Path) -> tuple[float, float]:
    """Speak a line; give its seconds and its loudest sample from 0 to 1."""
    clock = ManualClock()
    provider = SimulatedSpeech().at(clock)
    remote_id = asyncio.run(provider.submit("a/b/1", request, lambda digest: into))
    clock.advance(1)
    asyncio.run(provider.fetch(remote_id, into))
    with wave.open(str(into)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return file.getnframes() / file.getframerate(), float(np.abs(samples.astype(float)).max()) / 32768


@pytest.fixture(params=["espeak-ng", "hummed"])
def synthesizer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to make a voice."""
    if request.param == "hummed":
        monkeypatch.setattr(simulated, "installed", lambda: False)
    elif not installed():
        pytest.skip("espeakng-loader is not installed")
    return str(request.param)


def test_a_longer_line_takes_longer(synthesizer: str, speech: Any, tmp_path: Path) -> None:
    """Narration has the length of its text and can be heard."""
    short, loud = spoken(speech(text="Two."), tmp_path / "short.wav")
    long, _ = spoken(speech(text="Two in the morning, and the lamp was still on."), tmp_path / "long.wav")
    assert long > short + 1
    assert 0.1 < loud < 1.0


def test_the_same_line_gives_the_same_bytes(synthesizer: str, speech: Any, tmp_path: Path) -> None:
    """A line spoken again is the same file."""
    for name in ("one", "two"):
        spoken(speech(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_words_are_told_as_they_are_heard(synthesizer: str, speech: Any, tmp_path: Path) -> None:
    """The sound carries every word, and its pauses stand where the words' times leave room for them."""
    text = "Two lamps were on. At 9 she slept! Who knew?"
    spoken(speech(text=text), tmp_path / "line.wav")
    words, heard = spoken_words(tmp_path / "line.wav"), measured(tmp_path / "line.wav")
    assert text == " ".join(one.text for one in words)
    assert all(one.end <= two.start for one, two in pairwise(words))
    assert words[-1].end <= heard.seconds * 1000
    rests = [(one.end, two.start) for one, two in pairwise(words) if two.start - one.end >= 130]
    assert 2 <= len(rests) == len(heard.pauses)
    for told, pause in zip(rests, heard.pauses, strict=True):
        # A voice fades in and out: what is quiet can begin before a word's end.
        assert abs(told[0] - pause[0]) <= 30
        assert abs(told[1] - pause[1]) <= 30


@pytest.mark.parametrize("text", ["...", "— — —"])
def test_what_has_no_words_tells_none(synthesizer: str, speech: Any, tmp_path: Path, text: str) -> None:
    """A line of marks is a sound without words."""
    spoken(speech(text=text), tmp_path / "line.wav")
    assert () == spoken_words(tmp_path / "line.wav")


def test_the_times_without_a_sound_are_those_of_the_sound(
    synthesizer: str, speech: Any, tmp_path: Path
) -> None:
    """Who needs the times alone is told what the sound carries."""
    spoken(speech(text="Two lamps."), tmp_path / "line.wav")
    assert asyncio.run(timed("Two lamps.", "Lily")) == spoken_words(tmp_path / "line.wav")


def test_the_quote_says_who_speaks(synthesizer: str, speech: Any) -> None:
    """The price's basis says which synthesizer the voice is."""
    quote = SimulatedSpeech().quote(speech(text="x" * 500))
    assert Decimal("0.15") == quote.amount
    assert f"500 characters x $0.30/1,000 (voice Lily, {synthesizer}, simulated)" == quote.basis


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_every_voice_speaks(voice: str, speech: Any, tmp_path: Path) -> None:
    """No voice on the list is missing in the synthesizer."""
    assert spoken(speech(voice=voice, text="Hello."), tmp_path / "line.wav")[1] > 0.05


@pytest.mark.parametrize("fields", [{"voice": "Lilly"}, {"text": "  "}, {"text": "x" * 5001}])
def test_what_cannot_be_said_is_refused_free(speech: Any, tmp_path: Path, fields: dict[str, str]) -> None:
    """An unknown voice or an empty line is refused with a mend and never charged."""
    with pytest.raises(Refused) as caught:
        spoken(speech(**fields), tmp_path / "line.wav")
    assert caught.value.mend
    assert [] == SimulatedSpeech().invoices()
