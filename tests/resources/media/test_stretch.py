"""Onsets are found where they are, and moments map to the frames that show them."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.media.stretch import cadence, onsets, tempos
from tests.resources.media.sounds import tone, write_coded, write_wav


@given(st.fractions(Fraction(1, 500), 500))
def test_every_speed_is_a_product_of_what_the_filter_takes(speed: Fraction) -> None:
    """Factors lie within 0.5 and 2."""
    factors = tempos(speed)
    assert all(0.5 <= factor <= 2 for factor in factors)
    assert prod(factors) == pytest.approx(float(speed))


@given(st.integers(1, 60), st.integers(1, 200))
def test_a_frame_of_the_clip_begins_where_it_is_first_seen(used: int, spread: int) -> None:
    """Where a film frame shows it, its moment is the first such frame; moments never run backwards."""
    moments = [cadence(Fraction(frame), used, spread) for frame in range(used + 1)]
    assert moments == sorted(moments)
    assert (0, spread) == (moments[0], moments[-1])
    first = {}
    for k in range(spread):
        first.setdefault(k * used // spread, k)
    assert {frame: moments[frame] for frame in first} == first


@pytest.mark.parametrize("kind", ["wav", "m4a"])
def test_onsets_are_found_to_the_millisecond(tmp_path: Path, kind: str) -> None:
    """Two strokes over faint noise, the second into the end of the first's ring."""
    noise = np.random.default_rng(6).normal(0, 0.001, 96_000)
    for at, hertz in ((0.4, 300), (1.1, 1000)):
        ring = tone(0.5, 0.6, hertz) * np.exp(-12 * np.arange(24_000) / 48_000)
        noise[round(at * 48_000) :][:24_000] += ring
    sound = noise.astype(np.float32)
    path = (
        write_wav(tmp_path / "s.wav", sound)
        if kind == "wav"
        else write_coded(tmp_path / "s.m4a", sound, "aac")
    )
    found = [float(one) for one in onsets(path, Fraction(1, 5), Fraction(3, 2))]
    assert found == pytest.approx([0.2, 0.9], abs=0.001)


def test_a_steady_sound_has_no_onset(tmp_path: Path) -> None:
    """A tone, and its start at the very beginning, are no onsets."""
    assert onsets(write_wav(tmp_path / "s.wav", tone(1, 0.4)), Fraction(0), Fraction(1)) == []
