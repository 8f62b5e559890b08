"""Google's own client library against the simulator, beside ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resources.clock import ManualClock
from resources.providers.speech.google_tts import GoogleTts
from resources.simulator.far_side import FarSide
from resources.simulator.server import Simulator, running
from resources.simulator.speech.google_tts import GoogleTtsPart

pytest.importorskip("google.cloud.texttospeech", reason="google-cloud-texttospeech is not installed")

from google.auth.credentials import AnonymousCredentials
from google.cloud import texttospeech as tts
from google.cloud.texttospeech_v1.services.text_to_speech.transports.rest import TextToSpeechRestTransport

KEY = "canary-google-sdk"


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Google's part of the simulator, in the live environment."""
    with running(FarSide(tmp_path / "far", clock=ManualClock()), [GoogleTtsPart]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def library(sim: Simulator) -> Any:
    """Google's client, pointed at the simulator."""
    host = f"{sim.url}/speech/google_tts"
    transport = TextToSpeechRestTransport(host=host, credentials=AnonymousCredentials(), url_scheme="http")
    return tts.TextToSpeechClient(transport=transport)


def wish(encoding: str, **audio: Any) -> dict[str, Any]:
    """One wish in the library's own types."""
    return {
        "input": tts.SynthesisInput(text="Two in the morning."),
        "voice": tts.VoiceSelectionParams(language_code="en-US", name="en-US-Chirp3-HD-Kore"),
        "audio_config": tts.AudioConfig(audio_encoding=tts.AudioEncoding[encoding], **audio),
        "retry": None,
        "metadata": [("x-goog-api-key", KEY)],
    }


@pytest.mark.parametrize(
    ("fields", "audio"),
    [
        ({}, {}),
        ({"encoding": "MP3"}, {}),
        (
            {"speaking_rate": 1.25, "sample_rate": 24_000},
            {"speaking_rate": 1.25, "sample_rate_hertz": 24_000},
        ),
    ],
    ids=["plain", "mp3", "quick"],
)
def test_the_library_sends_what_we_send_and_gets_its_sound(
    sim: Simulator, speech: Any, tmp_path: Path, fields: dict[str, Any], audio: dict[str, Any]
) -> None:
    """For the same wish both send the same JSON to the same path, and both get the same sound."""
    theirs = library(sim).synthesize_speech(**wish(fields.get("encoding", "LINEAR16"), **audio)).audio_content
    request = speech(model="chirp3-hd", voice="Kore", text="Two in the morning.")

    async def ours() -> bytes:
        provider = GoogleTts(api_key=KEY, **fields)
        remote_id = await provider.submit("a/b/1", request, lambda digest: tmp_path)
        await provider.fetch(remote_id, tmp_path / "line")
        return (tmp_path / "line").read_bytes()

    assert theirs == asyncio.run(ours())
    one, two = sim.far.seen
    assert (one.method, one.path) == (two.method, two.path)
    assert json.loads(one.body) == json.loads(two.body)


def test_the_library_lists_voices_and_reads_failures(sim: Simulator) -> None:
    """Voices and errors have the form that the library knows."""
    from google.api_core.exceptions import BadRequest

    listed = library(sim).list_voices(language_code="en-US", metadata=[("x-goog-api-key", KEY)])
    assert "en-US-Chirp3-HD-Kore" in [voice.name for voice in listed.voices]
    bad = {**wish("MP3"), "voice": tts.VoiceSelectionParams(language_code="xx-XX")}
    with pytest.raises(BadRequest):
        library(sim).synthesize_speech(**bad)


@pytest.mark.parametrize("encoding", ["LINEAR16", "MP3", "OGG_OPUS", "MULAW", "ALAW", "PCM", "M4A"])
def test_the_simulator_knows_every_encoding(sim: Simulator, encoding: str) -> None:
    """Each encoding that the library can ask for comes with its own first bytes; SSML is spoken too."""
    starts = {"LINEAR16": b"RIFF", "MULAW": b"RIFF", "ALAW": b"RIFF", "OGG_OPUS": b"OggS", "MP3": b"ID3"}
    body = {
        "input": {"ssml": "<speak>Hello <break time='1s'/> there.</speak>"},
        "voice": {"languageCode": "en-US", "name": "en-US-Wavenet-A"},
        "audioConfig": {"audioEncoding": encoding, "pitch": -2.0, "volumeGainDb": -6},
    }
    sound = (
        library(sim)
        .synthesize_speech(
            request=tts.SynthesizeSpeechRequest.from_json(json.dumps(body)),
            retry=None,
            metadata=[("x-goog-api-key", KEY)],
        )
        .audio_content
    )
    assert len(sound) > 1000
    assert sound.startswith(starts.get(encoding, b""))
    assert [encoding] == [json.loads(one.body)["audioConfig"]["audioEncoding"] for one in sim.far.seen]
