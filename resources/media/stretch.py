"""A clip's own sound at another speed: pitch kept, every onset where its picture is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from resources.media import ffmpeg
from resources.media.lanes import exact
from resources.media.sound import decoded, floats

__all__ = ["cadence", "onsets", "stretched", "tempos"]

_HOP = 4000  # measured spans a second: a quarter of a millisecond each
_AHEAD, _BEFORE = 20, 200  # spans: 5 ms in which a sound comes up, 50 ms that are quiet before it
_RISE = 4.0  # 12 dB: what a viewer hears as a beginning
_AUDIBLE = 0.02  # of full scale
_APART = 400  # spans between two onsets: 100 ms
_MOST = 32
_TAIL = 16384  # samples that the filter may still hold when a part ends


def onsets(path: Path, start: Fraction, seconds: Fraction) -> list[Fraction]:
    """Where sounds begin in a part of a clip: the moments at which sound and picture must meet.

    Args:
        path: the clip.
        start: first second of the part, from the file's start.
        seconds: its length.

    Returns:
        Seconds from the part's beginning, ascending, at least 100 ms apart; the 32 clearest.

    Raises:
        MediaFailed: the sound does not decode; film or fetch the clip again.
    """
    loud = _levels(path, start, seconds)
    if len(loud) <= _AHEAD:
        return []
    before = np.lib.stride_tricks.sliding_window_view(np.pad(loud, (_BEFORE, 0)), _BEFORE).max(axis=1)
    ahead = np.lib.stride_tricks.sliding_window_view(np.pad(loud, (0, _AHEAD)), _AHEAD).max(axis=1)
    rise = ahead[: len(loud)] / (before[: len(loud)] + 1e-4)
    begins = (rise > _RISE) & (ahead[: len(loud)] > _AUDIBLE) & (loud > ahead[: len(loud)] / _RISE)
    chosen: list[int] = []
    for span in np.flatnonzero(begins):
        if span and (not chosen or span - chosen[-1] >= _APART):
            chosen.append(int(span))
    clearest = sorted(chosen, key=lambda span: -float(rise[span]))[:_MOST]
    return [Fraction(span, _HOP) for span in sorted(clearest)]


def _levels(path: Path, start: Fraction, seconds: Fraction) -> NDArray[np.float32]:
    with av.open(str(path)) as container:
        origin = Fraction(container.start_time or 0, av.time_base)
    levels = np.zeros(int(seconds * _HOP), np.float32)
    for frame in decoded(path):
        pts, tick = Fraction(frame.pts or 0), Fraction(frame.time_base or 1)
        first = pts * tick - origin - start
        if first >= seconds:
            break
        sound = np.abs(floats(frame)).max(axis=0)
        spans = ((np.arange(len(sound)) / frame.sample_rate + float(first)) * _HOP).astype(np.int64)
        inside = (spans >= 0) & (spans < len(levels))
        np.maximum.at(levels, spans[inside], sound[inside])
    return levels


def cadence(at: Fraction, used: int, spread: int) -> Fraction:
    """When a moment of the used frames is seen, where film frame `k` shows frame `k * used // spread`.

    Args:
        at: the moment, in frames of the film from the first used frame.
        used: frames used.
        spread: film frames in which they pass.

    Returns:
        Film frames from the shot's beginning; a frame's own beginning falls on a whole number.
    """
    frame = int(at)
    seen, next_seen = (-(-number * spread // used) for number in (frame, frame + 1))
    return seen + (at - frame) * (next_seen - seen)


def stretched(stream: Any, marks: Sequence[tuple[int, int]]) -> Any:
    """Spread a stream over another number of samples.

    The filter shifts what it stretches by up to 70 ms, though never its own first sample: so the
    sound is stretched in parts that each begin at an onset.

    Args:
        stream: the sound, from time 0.
        marks: (sample, sample that it becomes) of its beginning, its onsets and its end, both rising.

    Returns:
        A stream that ends exactly at the last mark.
    """
    parts = [(one, two) for one, two in pairwise(marks) if two[0] > one[0] and two[1] > one[1]]
    branches = stream.filter_multi_output("asplit", len(parts))
    made = []
    for number, ((first, at), (end, until)) in enumerate(parts):
        part = branches.stream(number).filter("atrim", start_sample=first, end_sample=end)
        part = part.filter("asetpts", "PTS-STARTPTS").filter("apad", pad_len=_TAIL)
        for tempo in tempos(Fraction(end - first, until - at)):
            part = part.filter("atempo", f"{tempo:.15g}")
        made.append(exact(part, until - at))
    return ffmpeg.graphs().concat(*made, v=0, a=1)


def tempos(speed: Fraction) -> list[float]:
    """The speed as factors that `atempo` takes: below 0.5 it refuses, above 2 it drops samples.

    Args:
        speed: 2 is twice as fast.

    Returns:
        Factors between 0.5 and 2 whose product is the speed; none for 1.
    """
    factors = []
    while not Fraction(1, 2) <= speed <= 2:
        factor = 2 if speed > 2 else Fraction(1, 2)
        factors.append(float(factor))
        speed /= factor
    return [*factors, float(speed)] if speed != 1 else factors
