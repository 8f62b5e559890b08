"""How loud a sound is by ITU-R BS.1770, measured on the file itself."""

from __future__ import annotations

import asyncio
import math
import tempfile
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from resources.errors import MediaFailed
from resources.media import ffmpeg

__all__ = ["Heard", "listen", "measure", "read", "tap"]

_SILENT = -70.0  # LUFS: the standard's gate; what lies below it counts as silence


class Heard(BaseModel):
    """What was measured.

    Args:
        integrated: LUFS of the whole; None for silence, and for less than 0.4 s of sound.
        true_peak: dBTP, the highest between samples too; None where every sample is 0.
        range: loudness range in LU.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    integrated: float | None
    true_peak: float | None
    range: float


def measure(path: Path, *, timeout: float = 600) -> Heard:
    """Measure a file's first sound track; 6 ms of processor time a second, and 15 ms once.

    For a thread without an event loop; `listen` is the same for a coroutine. Mono counts as it is
    heard in a film: from both sides.

    Args:
        path: the file, with or without a picture.
        timeout: seconds that ffmpeg may take.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or record it again.
    """
    return asyncio.run(listen(path, timeout=timeout))


async def listen(path: Path, *, timeout: float) -> Heard:
    """Measure a file's first sound track.

    Args:
        path: the file, with or without a picture.
        timeout: seconds that ffmpeg may take.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or record it again.
    """
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "heard.txt"
        graph = tap(ffmpeg.graphs().input(str(path))["a:0"], words)
        await ffmpeg.run(ffmpeg.compile(graph), timeout=timeout, where=path.name)
        return read(words, path.name)


def tap(stream: Any, words: Path) -> Any:
    """An output that measures a stream and writes what it finds to a file for `read`.

    Args:
        stream: the sound.
        words: the file to make.

    Returns:
        An output of ffmpeg-python.
    """
    # Only whole tenths of a second are told: the silence lets the last one be whole.
    stream = stream.filter("apad", pad_dur=0.1)
    stream = stream.filter("ebur128", peak="true", metadata=1, framelog="quiet", dualmono=1)
    stream = stream.filter("ametadata", mode="print", file=str(words))
    return ffmpeg.graphs().output(stream, "-", f="null")


def read(words: Path, where: str) -> Heard:
    """What a tap found.

    Args:
        words: the file that it wrote.
        where: what was measured, for an error.

    Raises:
        MediaFailed: there was no sound; see whether the file plays.
    """
    last: dict[str, float] = {}
    with words.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, value = line.strip().partition("=")
            if name.startswith("lavfi.r128."):
                last[name.removeprefix("lavfi.r128.")] = float(value)
    if "I" not in last:
        raise MediaFailed(
            "There is no sound to measure.", mend="See whether the file plays; fetch it again.", where=where
        )
    peak = last.get("true_peak", 0.0)
    return Heard(
        integrated=round(last["I"], 2) if math.isfinite(last["I"]) and last["I"] > _SILENT else None,
        true_peak=round(20 * math.log10(peak), 2) if peak > 0 else None,
        range=round(last.get("LRA", 0.0), 2),
    )
