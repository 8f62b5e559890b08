"""A still picture as a clip: the camera moves over it, to a part of a pixel and never past its edge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.encoder import Encoder
from resources.media.moves import MOVES, Box, Move, boxes, suits
from resources.media.probe import Probe, probe
from resources.media.seen import seen
from resources.media.timeline import Format
from resources.media.whole_file import whole

if TYPE_CHECKING:
    from PIL import Image

    _Planes = tuple[Image.Image, Image.Image, Image.Image]

__all__ = ["ENCODER", "MOVES", "VERSION", "Move", "move", "suits"]

VERSION = "1"
"""Of what a move looks like; another one makes every clip of a still anew."""

ENCODER = Encoder(crf=15)
"""The film is encoded once more from this clip; how the film is encoded must not change the clip."""

_DETAIL = 1.3  # picture pixels a frame pixel where the camera is nearest: more would only be averaged away
_COLOUR = {
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "range": "tv",
    "chroma_location": "center",
}


async def move(
    picture: Path,
    into: Path,
    *,
    move: Move,
    frames: int,
    form: Format,
    encoder: Encoder = ENCODER,
    timeout: float,
) -> Probe:
    """Make a clip of a still.

    Each frame is resampled from the picture by its own box, whose edges lie between pixels: cutting at
    whole pixels, as ffmpeg's `zoompan` does, makes a slow move shake.

    Args:
        picture: PNG, JPEG or WebP of any size, shape, depth and colour; turned as its camera says, white
            where it is see-through. What is of another shape than the frame fills it and is cut.
        into: the clip, an `.mp4`; the name appears when it is whole. The same arguments give the same bytes.
        move: how the camera moves.
        frames: how many, 1 or more.
        form: size and rate.
        encoder: how the picture is encoded.
        timeout: seconds that it may take.

    Returns:
        What the clip's packets say.

    Raises:
        MediaFailed: it is no picture that can be read, or the clip did not come out; give another.
        StoreFailed: the disk is full; make room and run again.
    """
    planes, shown = await asyncio.to_thread(_prepared, picture, move, frames, form)
    raw = ffmpeg.source(
        "pipe:0", 0, f="rawvideo", pix_fmt="yuv420p", video_size=(form.width, form.height), framerate=form.fps
    )
    stream = raw.filter("setparams", **_COLOUR).filter("setsar", 1)
    with whole(into) as beside:
        output = ffmpeg.graphs().output(stream, str(beside), **encoder.options(form))
        await ffmpeg.run(
            ffmpeg.compile(output), timeout=timeout, where=picture.name, feed=_drawn(planes, shown, form)
        )
        made = await asyncio.to_thread(probe, beside)
        if made.frames != frames:
            raise MediaFailed(
                f"The clip of {picture.name} has {made.frames} frames instead of {frames}.",
                mend="Run again, and report these words.",
                where=picture.name,
            )
    return made


def _prepared(picture: Path, move: Move, frames: int, form: Format) -> tuple[_Planes, tuple[Box, ...]]:
    """The planes of the picture, not much larger than they are seen, and the box of each frame in them."""
    from PIL import Image

    image = seen(picture)
    nearest = min(box.right - box.left for box in boxes(move, *image.size, form, frames))
    scale = _DETAIL * form.width / nearest
    if scale < 1:
        width, height = (max(1, round(side * scale)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    return _planes(image), boxes(move, *image.size, form, frames)


def _planes(image: Image.Image) -> _Planes:
    """Luma, and the two colour differences in half its size, as BT.709 has them."""
    import numpy as np
    from PIL import Image

    # A last odd row or column is there twice, so that the colour planes have exactly half the size.
    edges = ((0, image.height % 2), (0, image.width % 2), (0, 0))
    pixels = np.pad(np.asarray(image), edges, mode="edge").astype(np.float32) / 255
    luma = pixels @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    levels = [16 + 219 * luma]
    for place, span in ((2, 1.8556), (0, 1.5748)):
        difference = (pixels[:, :, place] - luma) / span
        cells = difference.reshape(luma.shape[0] // 2, 2, luma.shape[1] // 2, 2)
        levels.append(128 + 224 * cells.mean(axis=(1, 3)))
    one, two, three = (Image.fromarray(np.rint(plane).astype(np.uint8)) for plane in levels)
    return one, two, three


async def _drawn(planes: _Planes, shown: tuple[Box, ...], form: Format) -> AsyncIterator[bytes]:
    for box in shown:
        yield await asyncio.to_thread(_frame, planes, box, form)


def _frame(planes: _Planes, box: Box, form: Format) -> bytes:
    luma, *colours = planes
    return _resampled(luma, box, form, 1) + b"".join(_resampled(one, box, form, 2) for one in colours)


def _resampled(plane: Image.Image, box: Box, form: Format, part: int) -> bytes:
    from PIL import Image

    edges = (box.left / part, box.top / part, box.right / part, box.bottom / part)
    size = (form.width // part, form.height // part)
    return plane.resize(size, Image.Resampling.BICUBIC, box=edges).tobytes()
