"""All lines of a film as one sound, to be listened to; the film itself is mixed from the lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.media import ffmpeg

__all__ = ["PAUSE", "bed"]

PAUSE = 0.5
"""Seconds of silence between two lines: a reader's pause at a full stop."""

_VERSION = "1"
_RATE = 48_000
_TIMEOUT = 600.0
"""Seconds that ffmpeg may take: an hour of speech takes half a minute."""


async def bed(lines: Sequence[Artifact], artifacts: ArtifactStore) -> Artifact | None:
    """Put lines one after another. The same lines give the same bytes.

    Args:
        lines: sounds, in film order.
        artifacts: has them, and keeps the bed.

    Returns:
        An M4A file, mono; None where there are no lines.

    Raises:
        MediaFailed: a line cannot be decoded.
    """
    if not lines:
        return None
    made_of = hashlib.sha256("/".join(line.digest for line in lines).encode()).hexdigest()
    key = f"narration_bed/{_VERSION}/{ffmpeg.version()}/{made_of}"
    known = artifacts.recall(key)
    if known is not None:
        return known
    last = len(lines) - 1
    streams = [
        _line(number, str(artifacts.path(line)), PAUSE if number < last else 0.0)
        for number, line in enumerate(lines)
    ]
    whole = ffmpeg.graphs().concat(*streams, v=0, a=1)
    with artifacts.scratch() as folder:
        file = folder / "bed.m4a"
        graph = ffmpeg.graphs().output(whole, str(file), **{"c:a": "aac", "b:a": "96k"})
        words = ffmpeg.compile(graph)
        await ffmpeg.run([*words[:-1], *ffmpeg.BITEXACT, words[-1]], timeout=_TIMEOUT, where="narration bed")
        made = artifacts.keep(file, ".m4a")
    artifacts.remember(key, made)
    return made


def _line(number: int, file: str, pause: float) -> Any:
    sound = ffmpeg.source(file, number)["a:0"]
    sound = sound.filter("aresample", _RATE).filter(
        "aformat", sample_fmts="fltp", sample_rates=_RATE, channel_layouts="mono"
    )
    return sound.filter("apad", pad_dur=pause) if pause else sound
