"""Encodes one segment exactly: the frames that the plan says, in the film's format."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.encoder import Encoder
from resources.media.lettering import drawing
from resources.media.probe import Probe, probe
from resources.media.segments import Piece, Segment
from resources.media.timeline import Format
from resources.media.transitions import TRANSITIONS
from resources.media.whole_file import whole

__all__ = ["conform"]

_BT709, _UNKNOWN = 1, 2  # H.273 matrix coefficients
_MATRICES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}


async def conform(segment: Segment, form: Format, into: Path, *, encoder: Encoder, timeout: float) -> Probe:
    """Encode a segment.

    Args:
        segment: what to encode.
        form: the film's format.
        into: the file to make; nothing is left there after a failure or a cancellation.
        encoder: x264's settings.
        timeout: seconds that ffmpeg may take.

    Returns:
        What the finished file's packets say.

    Raises:
        MediaFailed: a clip is shorter than the plan says, or cannot be read; film or fetch it again.
        StoreFailed: the disk is full; make room and run again.
        StudioError: the font lacks letters of a text; write it in other letters.
    """
    with tempfile.TemporaryDirectory() as folder, whole(into) as beside:
        sources = [await asyncio.to_thread(probe, piece.file) for piece in segment.pieces]
        pictures = [
            _picture(index, piece, source, form, Path(folder))
            for index, (piece, source) in enumerate(zip(segment.pieces, sources, strict=True))
        ]
        picture = pictures[0]
        if segment.kind != "cut":
            seconds = f"{segment.frames / form.fps:.9f}"
            picture = ffmpeg.graphs().filter(
                pictures, "xfade", transition=TRANSITIONS[segment.kind].xfade, duration=seconds, offset=0
            )
        graph = ffmpeg.graphs().output(picture, str(beside), an=None, **encoder.options(form))
        await ffmpeg.run(ffmpeg.compile(graph), timeout=timeout, where=segment.pieces[0].file.name)
        made = await asyncio.to_thread(probe, beside)
        if made.frames != segment.frames:
            raise MediaFailed(
                f"The segment at frame {segment.start} has {made.frames} frames instead of {segment.frames}.",
                mend="A clip is shorter than was measured; fetch it again and make the cut again.",
                where=segment.pieces[0].file.name,
            )
        return made


def _picture(index: int, piece: Piece, source: Probe, form: Format, folder: Path) -> Any:
    picture = ffmpeg.source(str(piece.file), index)["v:0"]
    picture = picture.filter("setpts", "PTS-STARTPTS").filter("fps", fps=form.fps)
    if source.fps != form.fps:
        # Rounding to another rate may lose the last frame; it is shown once more.
        picture = picture.filter("tpad", stop=1, stop_mode="clone")
    picture = picture.filter("trim", start_frame=piece.source_in, end_frame=piece.source_out)
    picture = picture.filter("setpts", "PTS-STARTPTS")
    if source.signature.sar != 1:
        picture = picture.filter("scale", w="iw*sar", h="ih").filter("setsar", 1)
    picture = picture.filter(
        "scale",
        w=form.width,
        h=form.height,
        force_original_aspect_ratio="decrease",
        force_divisible_by=2,
        in_color_matrix=_matrix(source),
        out_color_matrix="bt709",
        out_range="tv",
        flags="bicubic+accurate_rnd",
    )
    picture = picture.filter("pad", form.width, form.height, "(ow-iw)/2", "(oh-ih)/2")
    picture = picture.filter("format", "yuv420p").filter("setsar", 1)
    picture = picture.filter(
        "setparams", range="tv", color_primaries="bt709", color_trc="bt709", colorspace="bt709"
    )
    picture = picture.filter("settb", f"1/{form.fps}")
    for number, text in enumerate(piece.texts):
        picture = picture.filter("drawtext", **drawing(text, form, folder, f"text{index}_{number}"))
    return picture


def _matrix(source: Probe) -> str:
    # A clip that does not name its matrix is shown as BT.709 from 720 lines up and as BT.601 below:
    # the rule of players, so that the film looks as the clip did.
    matrix = source.signature.colour[2]
    if matrix == _UNKNOWN:
        matrix = _BT709 if source.height >= 720 else 6
    return _MATRICES.get(matrix, "bt709")
