"""The picture that is sent to be looked at."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from studio_assets.seeds.picture import LONG_EDGE, sent


@pytest.mark.parametrize(("form", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_that_fits_is_sent_as_it_is(artifacts: Any, seed: Any, form: str, media_type: str) -> None:
    """A picture of a usual size and format is not touched."""
    own = seed("ada", form=form)
    found = sent(artifacts, own.file.digest)
    assert (own.file.digest, media_type, 64, 36) == (
        found.digest,
        found.media_type,
        found.width,
        found.height,
    )


@pytest.mark.parametrize(
    ("form", "size", "expected"),
    [("PNG", (3136, 1000), (1568, 500)), ("PNG", (200, 3136), (100, 1568)), ("BMP", (64, 36), (64, 36))],
    ids=["wide", "high", "format"],
)
def test_another_is_sent_as_a_small_jpeg(
    artifacts: Any, seed: Any, form: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    """A larger picture, or one in another format, goes as a JPEG that is made once and found again."""
    digest = seed("ada", size=size, form=form).file.digest
    found = sent(artifacts, digest)
    assert ("image/jpeg", *expected) == (found.media_type, found.width, found.height)
    assert max(expected) <= LONG_EDGE
    assert found == sent(artifacts, digest)
    with Image.open(artifacts.file_of(found.digest)) as copy:
        assert ("JPEG", expected) == (copy.format, copy.size)


def test_a_turned_photograph_is_sent_upright(artifacts: Any) -> None:
    """A camera's note that the picture lies on its side is followed: Claude sees what a person sees."""
    data = io.BytesIO()
    note = Image.Exif()
    note[0x0112] = 6
    Image.new("RGB", (64, 36)).save(data, "JPEG", exif=note)
    found = sent(artifacts, artifacts.keep_bytes(data.getvalue(), ".jpg").digest)
    assert (36, 64) == (found.width, found.height)


def test_what_is_see_through_stands_on_white(artifacts: Any) -> None:
    """A logo on nothing is not lost on black."""
    data = io.BytesIO()
    Image.new("RGBA", (2000, 100), (0, 0, 0, 0)).save(data, "PNG")
    found = sent(artifacts, artifacts.keep_bytes(data.getvalue(), ".png").digest)
    with Image.open(artifacts.file_of(found.digest)) as copy:
        assert (255, 255, 255) == copy.getpixel((10, 10))
