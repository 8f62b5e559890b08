"""Inworld's own client library against the simulator, beside ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resources.clock import ManualClock
from resources.media.spoken_words import spoken_words
from resources.providers.speech.inworld import Inworld
from resources.simulator.far_side import FarSide
from resources.simulator.server import Simulator, running
from resources.simulator.speech.inworld import InworldPart
from tests.resources.providers.speech.heard import samples

inworld_tts = pytest.importorskip("inworld_tts", reason="inworld-tts is not installed")

KEY = "Y2FuYXJ5LWlud29ybGQtc2Rr"
TEXT = "Two in the morning."


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Inworld's part of the simulator, in the live environment."""
    with running(FarSide(tmp_path / "far", clock=ManualClock()), [InworldPart]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def library(sim: Simulator) -> Any:
    """Inworld's client, pointed at the simulator."""
    return inworld_tts.InworldTTS(api_key=KEY, base_url=f"{sim.url}/speech/inworld")


@pytest.mark.parametrize(
    ("model", "fields", "words"),
    [
        ("inworld-tts-1.5-max", {}, {}),
        ("inworld-tts-1.5-mini", {"encoding": "MP3"}, {"encoding": "MP3"}),
        (
            "inworld-tts-2",
            {"sample_rate": 24_000, "speaking_rate": 1.25, "temperature": 0.7, "delivery": "STABLE"},
            {"sample_rate": 24_000, "speaking_rate": 1.25, "temperature": 0.7, "delivery_mode": "STABLE"},
        ),
    ],
    ids=["plain", "mp3", "delivered"],
)
def test_the_library_sends_what_we_send_and_gets_its_sound(
    sim: Simulator, speech: Any, tmp_path: Path, model: str, fields: dict[str, Any], words: dict[str, Any]
) -> None:
    """For the same wish both send the same JSON to the same path, and get the same sound and times."""
    asked = {"timestamp_type": "WORD", "voice": "Ashley", "model": model, "encoding": "LINEAR16", **words}
    theirs = library(sim).generate_with_timestamps(TEXT, **asked)
    request = speech(model=model, voice="Ashley", text=TEXT)

    async def ours() -> Path:
        provider = Inworld(api_key=KEY, **fields)
        remote_id = await provider.submit("a/b/1", request, lambda digest: tmp_path)
        await provider.fetch(remote_id, tmp_path / "line")
        return tmp_path / "line"

    line = asyncio.run(ours())
    assert samples(theirs["audio"]) == samples(line)
    told = theirs["timestamps"]["wordAlignment"]
    assert TEXT == "".join(told["words"])
    starts = [
        time for word, time in zip(told["words"], told["wordStartTimeSeconds"], strict=True) if word.isalpha()
    ]
    assert starts == [word.start / 1000 for word in spoken_words(line)]
    one, two = sim.far.seen
    assert (one.method, one.path, one.headers["authorization"]) == (
        two.method,
        two.path,
        two.headers["authorization"],
    )
    assert json.loads(one.body) == json.loads(two.body)


def test_letters_come_where_they_are_asked_for(sim: Simulator) -> None:
    """The simulator tells the times of letters too, in the form that the library knows."""
    told = library(sim).generate_with_timestamps(TEXT, voice="Ashley", timestamp_type="CHARACTER")
    alignment = told["timestamps"]["characterAlignment"]
    assert list(TEXT) == alignment["characters"]
    assert sorted(alignment["characterStartTimeSeconds"]) == alignment["characterStartTimeSeconds"]


def test_the_library_lists_voices_and_reads_failures(sim: Simulator) -> None:
    """Voices and errors have the form that the library knows."""
    assert "Ashley" in [voice["voiceId"] for voice in library(sim).list_voices()]
    with pytest.raises(inworld_tts.ApiError, match="Nobody") as caught:
        library(sim).generate(TEXT, voice="Nobody")
    assert 404 == caught.value.code


@pytest.mark.parametrize("encoding", ["LINEAR16", "WAV", "PCM", "MP3", "OGG_OPUS", "FLAC", "ALAW", "MULAW"])
def test_the_simulator_knows_every_encoding(sim: Simulator, encoding: str) -> None:
    """Each encoding that the library can ask for comes with its own first bytes."""
    starts = {"PCM": b"", "MP3": b"ID3", "OGG_OPUS": b"OggS", "FLAC": b"fLaC"}
    sound = library(sim).generate("Hello.", voice="Ashley", encoding=encoding)
    assert len(sound) > 1000
    assert sound.startswith(starts.get(encoding, b"RIFF"))
