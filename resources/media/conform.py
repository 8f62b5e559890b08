"""Encodes one segment exactly: the frames that the plan says, in the film's format."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Any

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.burn import subtitles
from resources.media.encoder import Encoder
from resources.media.fill import filled
from resources.media.head import CLEAR, SMALLEST
from resources.media.lettering import lettered
from resources.media.probe import Probe, probe
from resources.media.retime import retimed
from resources.media.segments import Segment
from resources.media.timeline import Format
from resources.media.tone import curve
from resources.media.transitions import TRANSITIONS
from resources.media.whole_file import whole

__all__ = ["conform"]

_BT709, _UNKNOWN = 1, 2  # H.273 matrix coefficients
_MATRICES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}

_PLAIN = ("yuv4", "yuvj4")  # pixel formats that bwdif takes as they are


async def conform(
    segment: Segment,
    form: Format,
    into: Path,
    *,
    encoder: Encoder,
    timeout: float,
    on_frames: Callable[[int], None] | None = None,
) -> Probe:
    """Encode a segment.

    Args:
        segment: what to encode.
        form: the film's format.
        into: the file to make; nothing is left there after a failure or a cancellation.
        encoder: the encoder's settings.
        timeout: seconds that ffmpeg may take.
        on_frames: told how many frames are encoded.

    Returns:
        What the finished file's packets say.

    Raises:
        MediaFailed: a clip is shorter than the plan says, or cannot be read; film or fetch it again.
        StoreFailed: the disk is full; make room and run again.
        StudioError: the font lacks letters of a text; name a font that has them.
    """
    with tempfile.TemporaryDirectory() as name, whole(into) as beside:
        folder = Path(name)
        sources = [await asyncio.to_thread(probe, piece.file) for piece in segment.pieces]
        pictures = [_picture(index, segment, source, form, folder) for index, source in enumerate(sources)]
        picture = pictures[0]
        if segment.kind != "cut":
            seconds = f"{segment.frames / form.fps:.9f}"
            picture = ffmpeg.graphs().filter(
                pictures, "xfade", transition=TRANSITIONS[segment.kind].xfade, duration=seconds, offset=0
            )
        if segment.burn is not None:
            drawn = subtitles(segment.burn, 0, segment.frames, form, segment.font, folder)
            picture = picture.filter("ass", **drawn)
        graph = ffmpeg.graphs().output(picture, str(beside), an=None, **encoder.options(form))
        where = " and ".join(piece.file.name for piece in segment.pieces)
        await ffmpeg.run(ffmpeg.compile(graph), timeout=timeout, where=where, on_frames=on_frames)
        return await asyncio.to_thread(_demand, beside, segment, where)


def _picture(index: int, segment: Segment, source: Probe, form: Format, folder: Path) -> Any:
    piece = segment.pieces[index]
    picture = _opened(piece.file, index, source).filter("setpts", "PTS-STARTPTS")
    picture = _whole_frames(picture, source).filter("fps", fps=form.fps)
    if source.fps != form.fps or not source.constant:
        # The container's word for how long the last frame stands is not believed; the probe's is.
        picture = picture.filter("tpad", stop=ceil(form.fps / source.fps), stop_mode="clone")
    high = curve(source.signature.colour[1])
    picture = filled(
        retimed(picture, piece.window, form.fps),
        form,
        piece.focus,
        _matrix(source),
        high,
        see_through=source.see_through,
    )
    for number, text in enumerate(piece.texts):
        picture = lettered(picture, text, form, folder, f"text{index}_{number}", segment.font)
    return picture


def _opened(file: Path, index: int, source: Probe) -> Any:
    # ffmpeg's own decoders of these leave out what is see-through.
    decoder = CLEAR.get(source.codec) if source.see_through else None
    return ffmpeg.source(str(file), index, **({"vcodec": decoder} if decoder else {}))["v:0"]


def _whole_frames(picture: Any, source: Probe) -> Any:
    """Each woven frame as the first of its two pictures, before times and sizes tear them apart.

    Broadcasts mix woven frames with whole ones, so the decoder's word for each frame decides: whole ones
    pass untouched and cost nothing. Formats that `bwdif` would have to turn into others pay that only
    where the file says that it is woven.
    """
    taken = source.interlaced or source.signature.pix_fmt.startswith(_PLAIN)
    if not taken or min(source.width, source.height) < SMALLEST:
        return picture
    return picture.filter("bwdif", mode="send_frame", deint="interlaced")


def _demand(made: Path, segment: Segment, where: str) -> Probe:
    try:
        seen = probe(made)
        frames = seen.frames
    except MediaFailed:  # ffmpeg writes a file without a picture where no frame came
        frames = 0
    if frames != segment.frames:
        raise MediaFailed(
            f"The segment at frame {segment.start} has {frames} frames instead of {segment.frames}.",
            mend="A clip is shorter than was measured; fetch it again and make the cut again.",
            where=where,
        )
    return seen


def _matrix(source: Probe) -> str:
    # A clip that does not name its matrix is shown as BT.709 from 720 lines up and as BT.601 below:
    # the rule of players, so that the film looks as the clip did.
    matrix = source.signature.colour[2]
    if matrix == _UNKNOWN:
        matrix = _BT709 if source.height >= 720 else 6
    return _MATRICES.get(matrix, "bt709")
