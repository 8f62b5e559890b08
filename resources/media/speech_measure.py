"""What a spoken line is by measure: its length, its level, its pauses, and whether it is clipped."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from resources.media.loudness import measure
from resources.media.sound import decoded, floats

__all__ = ["Silences", "Speech", "silences", "speech"]

_SPANS = 100  # a second: 10 ms each, shorter than any sound of speech
_PAUSE = 120  # ms: shorter ones are stops within words
_FULL, _RUN = 0.9995, 3  # three samples in a row at full scale are a flattened peak, one may be chance
_UNDER = 30.0  # dB under the voice: breath and room
_OVER_ROOM, _LEAST = 6.0, 18.0  # dB: a noisy room raises the bar, but not into the voice
_FLOOR = -90.0  # dBFS; lower is silence


class Silences(BaseModel):
    """Where nobody speaks in a sound.

    Args:
        seconds: exact length by decoded samples.
        leading: milliseconds of silence before the voice; the whole length where nobody speaks.
        trailing: milliseconds of silence after it.
        pauses: (start, end) in milliseconds of the silences of 120 ms and more between.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: Fraction
    leading: int
    trailing: int
    pauses: tuple[tuple[int, int], ...]


class Speech(Silences):
    """A spoken line.

    Args:
        clipped: share of samples that stand at full scale in runs of three and more.
        integrated: LUFS as a film plays it, mono from both sides; None for silence or under 0.4 s.
        peak: highest sample in dBFS; None where all are 0.
    """

    clipped: float
    integrated: float | None
    peak: float | None


def silences(path: Path) -> Silences:
    """Where nobody speaks in a sound; no process is started for it.

    Args:
        path: any sound file; mono or not.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or speak it again.
    """
    return _listen(path)[0]


def speech(path: Path, *, timeout: float = 600) -> Speech:
    """Measure a spoken line, for a thread without an event loop.

    Args:
        path: any sound file; mono or not.
        timeout: seconds that ffmpeg may take for the loudness.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or speak it again.
    """
    silent, clipped, peak = _listen(path)
    return Speech(
        **silent.model_dump(),
        clipped=clipped,
        integrated=measure(path, timeout=timeout).integrated,
        peak=round(20 * float(np.log10(peak)), 2) if peak > 0 else None,
    )


def _listen(path: Path) -> tuple[Silences, float, float]:
    """The silences, the share of clipped samples, and the highest sample, all of one decoding."""
    samples, flat, peak, rate, run = 0, 0, 0.0, 1, 0
    powers: list[NDArray[np.float64]] = []
    rest = np.zeros(0)
    for frame in decoded(path):
        sound, rate = floats(frame), frame.sample_rate
        loud = np.abs(sound).max(axis=0)
        samples, peak = samples + len(loud), max(peak, float(loud.max(initial=0)))
        fresh, run = _flat(loud >= _FULL, run)
        flat += fresh
        power = np.concatenate([rest, np.square(sound, dtype=np.float64).mean(axis=0)])
        span = rate // _SPANS
        whole = len(power) // span * span
        powers.append(power[:whole].reshape(-1, span).mean(axis=1))
        rest = power[whole:]
    levels = 10 * np.log10(np.concatenate(powers) + 10 ** (_FLOOR / 10))
    leading, trailing, pauses = _voiced(levels, Fraction(rate // _SPANS * 1000, rate))
    seconds = Fraction(samples, rate)
    silent = Silences(
        seconds=seconds,
        leading=leading if leading is not None else int(seconds * 1000),
        trailing=max(0, int(seconds * 1000) - trailing) if leading is not None else 0,
        pauses=pauses,
    )
    return silent, flat / samples, peak


def _flat(full: NDArray[np.bool_], before: int) -> tuple[int, int]:
    """Samples in long runs, told once the run is long; and the run that the block ends in."""
    if not full.any():
        return 0, 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(np.int8)))
    counted, run = 0, 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        carried = before if start == 0 else 0
        run = int(end - start) + carried
        if run >= _RUN:
            # A run that was long in the block before is counted there already.
            counted += run - (carried if carried >= _RUN else 0)
    return counted, run if bool(full[-1]) else 0


def _voiced(
    levels: NDArray[np.float64], span: Fraction
) -> tuple[int | None, int, tuple[tuple[int, int], ...]]:
    """When the voice begins (None: never) and ends, in milliseconds, and the pauses between."""
    if not len(levels) or levels.max() <= _FLOOR + 20:
        return None, 0, ()
    voice = float(np.percentile(levels[levels > levels.max() - 40], 75))
    room = float(np.percentile(levels, 5))
    bar = min(voice - _LEAST, max(voice - _UNDER, room + _OVER_ROOM))
    spoken = np.flatnonzero(levels > bar)
    gaps = ((int((a + 1) * span), int(b * span)) for a, b in pairwise(spoken.tolist()))
    pauses = tuple(gap for gap in gaps if gap[1] - gap[0] >= _PAUSE)
    return int(spoken[0] * span), int((spoken[-1] + 1) * span), pauses
