"""A user's picture: what it is, and the small copy that is looked at."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from resources.errors import MediaFailed
from resources.media.pictures import look, small_jpeg


def test_a_deep_grey_picture_is_not_shown_white(tmp_path: Path) -> None:
    """Whoever is asked about a picture of 16 bits sees its greys."""
    deep = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (36, 1))
    Image.fromarray(deep).save(tmp_path / "deep.png")
    copy = np.asarray(Image.open(BytesIO(small_jpeg(tmp_path / "deep.png", 64))).convert("L"))
    assert [0, 128, 255] == [pytest.approx(int(copy[18, column]), abs=6) for column in (0, 32, 63)]


@pytest.mark.parametrize(("turn", "expected"), [(1, (64, 36)), (3, (64, 36)), (6, (36, 64)), (8, (36, 64))])
def test_a_picture_knows_its_size_as_it_is_seen(tmp_path: Path, turn: int, expected: tuple[int, int]) -> None:
    """A photo that was taken upright is upright, however its camera stored it."""
    note = Image.Exif()
    note[0x0112] = turn
    Image.new("RGB", (64, 36)).save(tmp_path / "photo.jpg", exif=note)
    facts = look(tmp_path / "photo.jpg")
    assert ((64, 36), expected) == ((facts.width, facts.height), facts.upright)


def test_a_large_picture_is_no_warning_and_one_beyond_reading_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture of 108 million pixels is read in silence; where it is too large, a smaller one mends it."""
    Image.new("L", (40, 30)).save(tmp_path / "photo.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with warnings.catch_warnings(record=True) as warned:
        assert (40, 30) == look(tmp_path / "photo.png").upright
    assert [] == warned
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 500)
    with pytest.raises(MediaFailed, match="million pixels"):
        look(tmp_path / "photo.png")
