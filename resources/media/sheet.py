"""Pictures of a clip for people: contact sheet, thumbnail, poster, and stills."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

__all__ = ["TILES", "evenly", "jpeg", "png", "poster", "sheet", "shrunk", "thumbnail"]

TILES, _TILE, _COLUMNS, _GAP = 8, 240, 4, 4
_THUMBNAIL = 10 * 1024  # bytes


def evenly(frames: int, count: int) -> tuple[int, ...]:
    """Frame numbers spread evenly over a clip, by number and not by time: those are exact.

    Args:
        frames: the clip's length.
        count: how many are wanted.

    Returns:
        `int((i + 0.5) * frames / count)` for each i, without repeats in a short clip.
    """
    return tuple(dict.fromkeys((2 * i + 1) * frames // (2 * count) for i in range(count)))


def sheet(images: Sequence[Image.Image]) -> bytes:
    """A contact sheet: four tiles of 240 pixels a row, WebP; about 36 KB for eight tiles.

    Args:
        images: in order; at least one.

    Returns:
        WebP bytes, the same for the same images.
    """
    height = round(_TILE * images[0].height / images[0].width)
    rows = -(-len(images) // _COLUMNS)
    columns = min(_COLUMNS, len(images))
    size = columns * (_TILE + _GAP) - _GAP, rows * (height + _GAP) - _GAP
    paper = Image.new("RGB", size, (16, 16, 16))
    for index, image in enumerate(images):
        place = index % _COLUMNS * (_TILE + _GAP), index // _COLUMNS * (height + _GAP)
        paper.paste(image.convert("RGB").resize((_TILE, height), Image.Resampling.LANCZOS), place)
    return _webp(paper, 60)


def thumbnail(picture: bytes, width: int = 320) -> bytes:
    """A small WebP of at most 10 KB, fit for a data URI.

    Args:
        picture: a sheet, poster or still, any format that Pillow reads.
        width: pixels; less where 10 KB do not suffice.

    Returns:
        WebP bytes.
    """
    image = Image.open(BytesIO(picture)).convert("RGB")
    while True:
        small = image.resize(
            (width, max(1, round(width * image.height / image.width))), Image.Resampling.LANCZOS
        )
        data = _webp(small, 50)
        if len(data) <= _THUMBNAIL or width <= 32:
            return data
        width = width * 3 // 4


def poster(frame: bytes, width: int = 960) -> bytes:
    """A poster picture for a player.

    Args:
        frame: a still, any format that Pillow reads.
        width: pixels at most.

    Returns:
        WebP bytes.
    """
    return _webp(shrunk(Image.open(BytesIO(frame)).convert("RGB"), width), 75)


def shrunk(image: Image.Image, long_edge: int) -> Image.Image:
    """The image with its long edge at most so many pixels; never enlarged.

    Args:
        image: any image.
        long_edge: pixels.

    Returns:
        A smaller copy, or the image itself.
    """
    scale = long_edge / max(image.size)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def png(image: Image.Image) -> bytes:
    """Lossless PNG bytes; compressed lightly, since time counts more than bytes here."""
    data = BytesIO()
    image.save(data, "PNG", compress_level=2)
    return data.getvalue()


def jpeg(image: Image.Image, quality: int) -> bytes:
    """JPEG bytes, the same for the same image.

    Args:
        image: in colour.
        quality: 1-95.
    """
    data = BytesIO()
    image.save(data, "JPEG", quality=quality)
    return data.getvalue()


def _webp(image: Image.Image, quality: int) -> bytes:
    data = BytesIO()
    image.save(data, "WEBP", quality=quality, method=4)
    return data.getvalue()
