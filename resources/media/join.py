"""Joins finished pictures end to end: their packets are copied where they may stand in one stream."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from resources.media import ffmpeg
from resources.media.encoder import Encoder
from resources.media.probe import probe
from resources.media.timeline import Format
from resources.media.whole_file import whole

__all__ = ["join"]


async def join(parts: Sequence[Path], into: Path, *, form: Format, encoder: Encoder, timeout: float) -> bool:
    """Join pictures of one format in order.

    Whole files only: ffmpeg copies wrong frames from in and out points between key frames, silently.

    Args:
        parts: pictures without sound, each made by `conform`; at least one.
        into: the file to make.
        form: the film's format.
        encoder: the encoder's settings, for parts that differ in their signatures.
        timeout: seconds that ffmpeg may take.

    Returns:
        Whether the packets were copied; False means that everything was encoded once more.

    Raises:
        MediaFailed: a part cannot be read; delete it from the cache and render again.
        StoreFailed: the disk is full; make room and run again.
    """
    signatures = {(await asyncio.to_thread(probe, part)).signature for part in parts}
    with tempfile.TemporaryDirectory() as folder, whole(into) as beside:
        if len(signatures) == 1:
            listing = Path(folder) / "parts.txt"
            listing.write_text("".join(_line(part) for part in parts), encoding="utf-8")
            args = ["-f", "concat", "-safe", "0", "-i", str(listing), "-map", "0:v:0", "-c", "copy"]
            args += ["-video_track_timescale", str(form.fps), *encoder.tag, *ffmpeg.BITEXACT, str(beside)]
        else:
            graphs = ffmpeg.graphs()
            pictures = [ffmpeg.source(str(part), index)["v:0"] for index, part in enumerate(parts)]
            joined = graphs.concat(*pictures, v=1, a=0) if len(pictures) > 1 else pictures[0]
            args = ffmpeg.compile(graphs.output(joined, str(beside), **encoder.options(form)))
        await ffmpeg.run(args, timeout=timeout, where=into.name)
    return len(signatures) == 1


def _line(part: Path) -> str:
    quoted = str(part.resolve()).replace("'", r"'\''")
    return f"file '{quoted}'\n"
