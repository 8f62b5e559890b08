"""Loudness as the standard has it: known signals give their known numbers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from resources.errors import MediaFailed
from resources.media.loudness import Heard, listen, measure
from tests.resources.media.marker_clips import RATE
from tests.resources.media.sounds import tone, write_coded, write_floats, write_wav


def test_a_tone_of_1_khz_is_as_loud_as_the_standard_says(tmp_path: Path) -> None:
    """-20 dBFS in both channels is -20 LUFS less the tone's own 3 dB, plus the other channel's: -20."""
    heard = measure(write_floats(tmp_path / "s.wav", tone(12, 0.1, 997)))
    assert heard.integrated == pytest.approx(-20, abs=0.1)
    assert heard.true_peak == pytest.approx(-20, abs=0.1)
    assert heard.range == pytest.approx(0, abs=0.1)


def test_mono_counts_as_it_is_heard_in_a_film(tmp_path: Path) -> None:
    """The same voice in one channel or two measures the same."""
    mono = measure(write_wav(tmp_path / "mono.wav", tone(2, 0.1)))
    both = measure(write_wav(tmp_path / "both.wav", np.stack([tone(2, 0.1)] * 2), layout="stereo"))
    assert mono.integrated == pytest.approx(both.integrated, abs=0.05)


def test_a_peak_between_samples_is_seen(tmp_path: Path) -> None:
    """A tone whose samples miss its peaks by 3 dB is measured at its peaks."""
    sound = (0.5 * np.sin(np.pi / 4 + np.pi / 2 * np.arange(RATE)) * np.hanning(RATE)).astype(np.float32)
    assert np.abs(sound).max() < 0.36
    assert measure(write_floats(tmp_path / "s.wav", sound)).true_peak == pytest.approx(-6, abs=0.3)


def test_a_peak_in_the_last_instant_is_seen(tmp_path: Path) -> None:
    """What is loud for the last 20 ms only counts."""
    sound = np.concatenate([tone(1, 0.05), tone(0.03, 0.9, 2000)])
    assert measure(write_floats(tmp_path / "s.wav", sound)).true_peak == pytest.approx(-0.9, abs=0.3)


@pytest.mark.parametrize(
    ("sound", "heard"),
    [
        (np.zeros(RATE, np.float32), Heard(integrated=None, true_peak=None, range=0)),
        (np.zeros(100, np.float32), Heard(integrated=None, true_peak=None, range=0)),
    ],
    ids=["silence", "two-milliseconds"],
)
def test_silence_has_no_loudness(tmp_path: Path, sound: np.ndarray, heard: Heard) -> None:
    """Nothing is reported as nothing, not as minus infinity."""
    assert heard == measure(write_floats(tmp_path / "s.wav", sound))


def test_a_name_full_of_signs_is_measured(tmp_path: Path) -> None:
    """Quotes, colons, commas and percent signs in a path mean nothing."""
    folder = tmp_path / "it's 5%, [a:b];c=d \\ e"
    folder.mkdir()
    path = write_coded(folder / "100% 'done', it's.m4a", tone(1, 0.1), "aac")
    assert asyncio.run(listen(path, timeout=60)).integrated is not None


def test_a_file_without_sound_has_a_mend(tmp_path: Path) -> None:
    """It is a typed failure."""
    (tmp_path / "s.wav").write_bytes(b"")
    with pytest.raises(MediaFailed) as caught:
        measure(tmp_path / "s.wav")
    assert caught.value.mend
