"""Music under speech: some 10 dB softer whoever speaks, back up after it, and there to the film's end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from resources.media.timeline import Sound, Timeline
from tests.resources.media.marker_clips import FORM, RATE, shot
from tests.resources.media.sounds import Samples, mixed, write_sound, write_wav

NARRATION = Path(os.environ.get("STUDIO_TEST_SAMPLES", "/nowhere")) / "coffee_narration_lily.mp3"
HIGH = 18_000  # Hz: above all speech, so that the music is heard alone


def music(folder: Path, seconds: float) -> Sound:
    """A tone that speech does not cover."""
    tone = 0.1 * np.sin(2 * np.pi * HIGH * np.arange(round(seconds * RATE)) / RATE)
    return write_sound(folder / "music.wav", tone.astype(np.float32), bed=True)


def babble(seconds: float, level: float) -> Samples:
    """What speech is to a compressor: four syllables of low noise a second, and breaths."""
    at = np.arange(round(seconds * RATE)) / RATE
    rough = np.convolve(np.random.default_rng(3).normal(0, 1, len(at)), np.ones(24) / 24, "same")
    syllables = np.clip(np.sin(2 * np.pi * 4 * at), 0, 1) ** 0.5 * (at % 2 < 1.6)
    return (level * syllables * rough / np.abs(rough).max()).astype(np.float32)


def film(clip_file: Callable[..., Path], frames: int, *sounds: Sound) -> Timeline:
    """A silent picture under some sounds."""
    one = shot(clip_file(1, 48), 48, 0, 48)
    rest = [one.model_copy(update={"source_out": min(48, frames - at)}) for at in range(0, frames, 48)]
    return Timeline(shots=tuple(rest), sounds=sounds, format=FORM)


def music_level(sound: Samples, start: float, end: float) -> float:
    """Level of the music alone between two times, in dB under its own."""
    part = sound[round(start * RATE) : round(end * RATE)]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    bands = np.fft.rfftfreq(len(part), 1 / RATE)
    near = spectrum[np.abs(bands - HIGH) < 300]
    return float(20 * np.log10(np.sqrt((near**2).sum()) / len(part) * 2 / 0.1 / np.sqrt(1.5) * 2))


@pytest.mark.parametrize("level", [0.1, 0.9])
def test_music_is_10_db_softer_under_quiet_and_loud_speech(
    clip_file: Callable[..., Path], tmp_path: Path, level: float
) -> None:
    """Speech of -35 and of -16 LUFS takes the music down by 10 dB; a second after it, the music is back."""
    speech = write_sound(tmp_path / "speech.wav", babble(4, level), at=24)
    sound = mixed(film(clip_file, 192, music(tmp_path, 9), speech), tmp_path)
    plain = music_level(sound, 0.2, 0.9)
    assert music_level(sound, 1.2, 4.8) - plain == pytest.approx(-10, abs=1.5)
    assert music_level(sound, 6.5, 7.9) == pytest.approx(plain, abs=0.5)


@pytest.mark.skipif(not NARRATION.exists(), reason="STUDIO_TEST_SAMPLES does not hold the narration")
def test_music_is_10_db_softer_under_a_real_narration(clip_file: Callable[..., Path], tmp_path: Path) -> None:
    """Under 13 s of a narrator the music is 10 dB softer and plays on after the last word."""
    narration = Sound(file=NARRATION, digest="n", at=24)
    sound = mixed(film(clip_file, 24 * 17, music(tmp_path, 17), narration), tmp_path)
    plain = music_level(sound, 0.2, 0.9)
    assert music_level(sound, 1.2, 13.7) - plain == pytest.approx(-10, abs=1.5)
    assert music_level(sound, 15.5, 17) == pytest.approx(plain, abs=0.5)


def test_short_music_does_not_end_the_speech(clip_file: Callable[..., Path], tmp_path: Path) -> None:
    """A second of music under two of speech: the speech is heard to its end."""
    short = Sound(file=write_wav(tmp_path / "m.wav", babble(1, 0.1)), digest="m", at=0, bed=True)
    speech = write_sound(tmp_path / "speech.wav", np.full(2 * RATE, 0.25, np.float32))
    sound = mixed(film(clip_file, 48, short, speech), tmp_path)
    assert len(sound) == 2 * RATE
    assert sound[-1000:].min() == pytest.approx(0.25, abs=0.01)
