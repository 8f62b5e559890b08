"""The simulated music."""

from __future__ import annotations

import asyncio
import wave
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resources.clock import ManualClock
from resources.errors import Refused
from resources.providers.music.simulated import SimulatedMusic
from resources.providers.music.tune import mood


def played(request: Any, into: Path) -> Any:
    """Order a piece without waiting; give its samples from -1 to 1, rows of left and right."""
    clock = ManualClock()
    provider = SimulatedMusic().at(clock)
    remote_id = asyncio.run(provider.submit("a/b/1", request, lambda digest: into))
    clock.advance(1)
    asyncio.run(provider.fetch(remote_id, into))
    with wave.open(str(into)) as file:
        assert (48000, 2, 2) == (file.getframerate(), file.getnchannels(), file.getsampwidth())
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32768


@pytest.mark.parametrize("seconds", [Fraction(1, 2), Fraction(7), Fraction(1001, 30), Fraction(61)])
def test_a_piece_has_its_length_and_its_fades(music: Any, tmp_path: Path, seconds: Fraction) -> None:
    """Music is as long as ordered to the sample, can be heard, never clips, and fades in and out."""
    samples = played(music(duration=seconds), tmp_path / "piece.wav")
    assert round(seconds * 48000) == len(samples)
    assert 0.15 < np.abs(samples).max() < 0.7
    assert 0 == np.abs(samples[[0, -1]]).max()
    edge = min(2000, len(samples) // 100)
    assert np.abs(samples[:edge]).max() < 0.1
    assert np.abs(samples[-edge:]).max() < 0.1


def test_no_seam_is_heard_where_the_tune_begins_anew(music: Any, tmp_path: Path) -> None:
    """Neighbouring samples never jump, as they would at a cut."""
    samples = played(music(duration=Fraction(61), direction="upbeat"), tmp_path / "piece.wav")
    assert np.abs(np.diff(samples, axis=0)).max() < 0.15


def test_left_and_right_differ(music: Any, tmp_path: Path) -> None:
    """It is stereo, not one channel twice."""
    samples = played(music(), tmp_path / "piece.wav")
    assert np.abs(samples[:, 0] - samples[:, 1]).max() > 0.02


def test_a_seed_makes_another_tune(music: Any, tmp_path: Path) -> None:
    """Takes of one direction differ."""
    one, two = (played(music(seed=seed), tmp_path / f"{seed}.wav") for seed in (1, 2))
    assert np.abs(one - two).mean() > 0.01


@pytest.mark.parametrize(
    ("direction", "minor", "slowest", "fastest"),
    [
        ("Happy ukulele for a picnic", False, 112, 128),
        ("A sad, lonely cello", True, 60, 76),
        ("Calm ambient pads", False, 60, 76),
        ("Driving electronic beat", True, 118, 128),
    ],
)
def test_words_of_a_mood_decide(direction: str, minor: bool, slowest: int, fastest: int) -> None:
    """Sad music is slow and minor, happy music quick and major, whatever the seed."""
    for seed in range(20):
        feel = mood(direction, seed)
        assert minor == feel.minor
        assert slowest <= feel.tempo <= fastest


@pytest.mark.parametrize(
    "fields", [{"duration": Fraction(1, 4)}, {"duration": Fraction(601)}, {"direction": "x" * 2001}]
)
def test_what_cannot_be_played_is_refused_free(music: Any, tmp_path: Path, fields: dict[str, Any]) -> None:
    """Music outside the capabilities is refused with a mend and never charged."""
    with pytest.raises(Refused) as caught:
        played(music(**fields), tmp_path / "piece.wav")
    assert caught.value.mend
    assert [] == SimulatedMusic().invoices()


def test_music_is_priced_by_the_minute(music: Any) -> None:
    """The quote is minutes times the price per minute."""
    quote = SimulatedMusic().quote(music(duration=Fraction(45)))
    assert (Decimal("0.60"), "45 s x $0.80/min (simulated)") == (quote.amount, quote.basis)
