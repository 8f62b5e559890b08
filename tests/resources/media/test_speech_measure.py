"""A spoken line's length, level, pauses and clipping are what was put into it, in any file."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from resources.errors import MediaFailed
from resources.media.speech_measure import speech
from tests.resources.media.marker_clips import RATE
from tests.resources.media.sounds import Samples, tone, write_coded, write_flac, write_wav

NARRATION = Path(os.environ.get("STUDIO_TEST_SAMPLES", "/nowhere")) / "coffee_narration_lily.mp3"


def line() -> Samples:
    """300 ms of room, two words with 400 ms between, one stop of 60 ms, 500 ms of room."""
    voice = [(0.7, 0.3), (0.06, 0.0), (0.5, 0.3), (0.4, 0.0), (0.8, 0.2)]
    parts = [tone(0.3, 0), *(tone(seconds, level, 180) for seconds, level in voice), tone(0.5, 0)]
    sound = np.concatenate(parts)
    room = np.random.default_rng(5).normal(0, 0.0005, len(sound))
    return (sound + room).astype(np.float32)


@pytest.mark.parametrize("kind", ["mp3", "m4a", "flac", "stereo"])
def test_a_line_is_measured_alike_in_any_file(tmp_path: Path, kind: str) -> None:
    """Silence before, after and between to 20 ms, its level to 0.5 LU; a stop in a word is no pause."""
    path = {
        "mp3": lambda: write_coded(tmp_path / "s.mp3", line(), "libmp3lame"),
        "m4a": lambda: write_coded(tmp_path / "s.m4a", line(), "aac"),
        "flac": lambda: write_flac(tmp_path / "s.flac", line()),
        "stereo": lambda: write_wav(tmp_path / "s.wav", np.stack([line()] * 2), layout="stereo"),
    }[kind]()
    heard = speech(path)
    assert heard.leading == pytest.approx(300, abs=20)
    assert heard.trailing == pytest.approx(500, abs=40)
    assert [pytest.approx(1560, abs=20), pytest.approx(1960, abs=20)] == list(heard.pauses[0])
    assert len(heard.pauses) == 1
    assert heard.integrated == pytest.approx(-13.9, abs=0.5)
    assert heard.peak == pytest.approx(-10.4, abs=0.5)
    assert heard.clipped == 0


def test_its_length_is_exact(tmp_path: Path) -> None:
    """Samples over their rate, whatever the rate."""
    sound = speech(write_wav(tmp_path / "s.wav", line()[:22_051], rate=22_050))
    assert Fraction(22_051, 22_050) == sound.seconds


def test_flattened_peaks_are_counted(tmp_path: Path) -> None:
    """Of a voice that is driven into full scale the flat share is told; one that just reaches it has none."""
    driven = np.clip(tone(2, 2.0, 180), -1, 1)
    flat = float((np.abs(driven) >= 1).mean())
    assert speech(write_wav(tmp_path / "driven.wav", driven)).clipped == pytest.approx(flat, abs=0.01)
    assert speech(write_wav(tmp_path / "clean.wav", tone(2, 0.999, 1000))).clipped == 0


def test_silence_is_nobody_speaking(tmp_path: Path) -> None:
    """A silent file is silence from beginning to end, without a level."""
    heard = speech(write_wav(tmp_path / "s.wav", np.zeros(RATE, np.float32)))
    assert (1000, 0, (), None, None) == (
        heard.leading, heard.trailing, heard.pauses, heard.integrated, heard.peak,
    )  # fmt: skip


def test_the_shortest_sound_is_measured(tmp_path: Path) -> None:
    """A sound of a few samples has a length and no loudness."""
    heard = speech(write_wav(tmp_path / "s.wav", np.full(48, 0.5, np.float32)))
    assert (Fraction(1, 1000), None) == (heard.seconds, heard.integrated)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"<html></html>" * 99], ids=["empty", "header", "html"])
def test_what_is_no_sound_has_a_mend(tmp_path: Path, data: bytes) -> None:
    """It is a typed failure."""
    (tmp_path / "s.wav").write_bytes(data)
    with pytest.raises(MediaFailed) as caught:
        speech(tmp_path / "s.wav")
    assert caught.value.mend


@pytest.mark.skipif(not NARRATION.exists(), reason="STUDIO_TEST_SAMPLES does not hold the narration")
def test_a_real_narration_has_its_pauses() -> None:
    """The sample speaks for 13 s, breathes twice, and is not clipped."""
    heard = speech(NARRATION)
    assert float(heard.seconds) == pytest.approx(13.0, abs=0.02)
    assert [round(start, -2) for start, _ in heard.pauses] == [4000, 9000]
    assert (heard.clipped, heard.integrated) == (0, pytest.approx(-21.2, abs=0.3))
