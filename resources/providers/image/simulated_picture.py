"""Makes one simulated picture with ffmpeg: a painting, its direction written below, labelled above."""

from __future__ import annotations

import asyncio
import struct
import textwrap
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from resources.media.ffmpeg import compile, graphs, run, source
from resources.media.font import covers
from resources.media.lettering import drawing
from resources.media.timeline import Format, Text
from resources.providers.port import ImageRequest
from resources.providers.video.painting import painted, small_size

__all__ = ["COMMENT", "make_picture"]

COMMENT = "Simulated by Studio: painted by program, not photographed."
"""What the file says of itself."""

_BT709 = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "range": "tv"}
_LETTERS = 160  # of the direction that are written into the picture
_LIKENESS = 0.4  # how much of each reference shows through
_TIMEOUT = 60.0  # seconds
_HEAD = 33  # bytes of a PNG's signature and first chunk (PNG specification, 5.2 and 11.2.2)


async def make_picture(
    request: ImageRequest, into: Path, scratch: Path, *, references: Sequence[Path] = ()
) -> None:
    """Make a picture: a PNG of exactly the ordered size. Same arguments, same bytes.

    Args:
        request: what is wanted.
        into: the PNG that is written.
        scratch: an empty folder for files that are needed on the way.
        references: pictures that it resembles: each one shows through the painting.

    Raises:
        MediaFailed: ffmpeg could not make it.
    """
    size = (request.width, request.height)
    raw, drawn = scratch / "picture.yuv", scratch / "drawn.png"
    small = small_size(*size)
    await asyncio.to_thread(_paint, request, raw, small)
    picture = source(str(raw), 0, f="rawvideo", pix_fmt="yuv420p", video_size=small, framerate=1)
    picture = picture.filter("setparams", **_BT709).filter("scale", *size, flags="bicubic")
    picture = picture.filter("format", "rgb24").filter("setsar", 1)
    for number, reference in enumerate(references, start=1):
        picture = _likened(picture, reference, number, size)
    # A film's sides are even; for laying out a text one pixel less is as good.
    form = Format(width=size[0] // 2 * 2, height=size[1] // 2 * 2, fps=1)
    words = request.direction.translate({ord(char): " " for char in covers(request.direction)})
    texts = {"top": "SIMULATED", "bottom": textwrap.shorten(words, _LETTERS, placeholder=" …")}
    for position, text in texts.items():
        if text:
            piece = Text.model_validate({"text": text, "position": position, "start": 0, "end": 1})
            picture = picture.filter("drawtext", **drawing(piece, form, scratch, position))
    output = graphs().output(picture, str(drawn), **{"frames:v": 1}, pix_fmt="rgb24", threads=1)
    await run(compile(output), timeout=_TIMEOUT, where=into.name)
    await asyncio.to_thread(_commented, drawn, into)


def _paint(request: ImageRequest, raw: Path, small: tuple[int, int]) -> None:
    frames = painted(request.model, request.direction, request.seed, small, 1, 1)
    raw.write_bytes(b"".join(frames))


def _likened(picture: Any, reference: Path, number: int, size: tuple[int, int]) -> Any:
    # A name without a suffix hides the format from ffmpeg; its own look at the bytes finds it.
    other = source(str(reference), number).filter("scale", *size, force_original_aspect_ratio="increase")
    other = other.filter("crop", *size).filter("format", "rgb24").filter("setsar", 1)
    return graphs().filter([other, picture], "blend", all_mode="normal", all_opacity=_LIKENESS)


def _commented(drawn: Path, into: Path) -> None:
    """Copy a PNG with a comment; ffmpeg writes none into pictures (PNG specification, 11.3.3.2)."""
    data = drawn.read_bytes()
    body = b"tEXt" + b"comment\0" + COMMENT.encode("latin-1")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    into.write_bytes(data[:_HEAD] + chunk + data[_HEAD:])
