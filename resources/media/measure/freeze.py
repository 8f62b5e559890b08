"""Clips that stand still, and frame rates that are made of repeated frames."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import numpy as np

from resources.media.measure.picture import Floats, Picture
from resources.media.measure.scales import Part, rate

__all__ = ["Freeze"]

_STILL = 0.12  # mean difference in luma levels between two frames that show the same
_DRIFT = 0.2  # mean difference from the run's first frame: a slow gradient moves on, a frozen frame does not
_SHORTEST = Fraction(2, 5)  # seconds
_PAUSE = 0.3  # a repeated frame, encoded anew, differs by less than this share of its neighbours' steps
_MOVING = 0.5  # luma levels: smaller steps between frames tell nothing about repeats


class Freeze:
    """Runs of frames without change. Black frames are the exposure's matter and not seen here.

    Args:
        fps: frames per second of the clip.
    """

    def __init__(self, fps: Fraction) -> None:
        self._shortest = max(3, round(_SHORTEST * fps))
        self._last: Floats | None = None
        self._first: Floats | None = None
        self._run = 0
        self._runs: list[int] = []  # of each frame: number of its run of frames that do not change
        self._steps: list[float] = []  # of each frame: mean difference from the one before

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        if picture.black:
            return
        luma = picture.luma
        step = float(np.abs(luma - self._last).mean()) if self._last is not None else _MOVING
        drift = float(np.abs(luma - self._first).mean()) if self._first is not None else _MOVING
        if step >= _STILL or drift >= _DRIFT:
            self._run += 1
            self._first = luma
        self._runs.append(self._run)
        self._steps.append(step)
        self._last = luma

    def parts(self) -> dict[str, Part]:
        """Freeze, duplicates; nothing for a clip that is all black."""
        if not self._runs:
            return {}
        lengths = {run: len(list(frames)) for run, frames in groupby(self._runs)}
        frozen = [lengths[run] >= self._shortest for run in self._runs]
        repeated = sum(self._repeats(index) for index, still in enumerate(frozen) if not still)
        return {
            "freeze": rate("freeze", sum(frozen) / len(frozen)),
            "duplicates": rate("duplicates", repeated / max(1, frozen.count(False))),
        }

    def _repeats(self, index: int) -> bool:
        largest = max(self._steps[max(0, index - 2) : index + 3])
        return largest > _MOVING and self._steps[index] < _PAUSE * largest
