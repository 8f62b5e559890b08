"""Pictures of clips for people: small, sharp enough, and the same each time."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from resources.media.sheet import evenly, poster, sheet, thumbnail


def noisy(number: int) -> Image.Image:
    """A picture with detail, which compresses badly."""
    levels = np.random.default_rng(number).integers(0, 255, (90, 160, 3), np.uint8)
    return Image.fromarray(levels).resize((640, 360), Image.Resampling.BICUBIC)


def test_a_contact_sheet_is_four_by_two_and_always_the_same() -> None:
    """Eight tiles of 240 pixels stand in two rows, with equal bytes each time."""
    images = [noisy(number) for number in range(8)]
    data = sheet(images)
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.size) == ("WEBP", (4 * 240 + 12, 2 * 135 + 4))
    assert data == sheet(images)


def test_a_thumbnail_fits_a_data_uri() -> None:
    """A thumbnail never takes more than 10 KB, whatever it shows."""
    assert len(thumbnail(sheet([noisy(number) for number in range(8)]))) <= 10 * 1024


def test_a_poster_is_never_enlarged() -> None:
    """A small still stays small."""
    data = BytesIO()
    noisy(1).save(data, "PNG")
    assert Image.open(BytesIO(poster(data.getvalue()))).size == (640, 360)


@given(st.integers(1, 500), st.integers(1, 12))
def test_stills_are_spread_evenly_by_number(frames: int, count: int) -> None:
    """Stills are in order, inside the clip, without repeats, and as many as the clip can give."""
    chosen = evenly(frames, count)
    assert sorted(set(chosen)) == list(chosen)
    assert 0 <= chosen[0] <= chosen[-1] < frames
    assert min(frames, count) == len(chosen)
