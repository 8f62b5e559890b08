"""Flicker: the whole picture jumps in brightness and back."""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Floats, Picture, cells
from resources.media.measure.scales import Part, rate

__all__ = ["Flicker"]

_GRID = 8
_KEPT = 0.95  # of the jumps, smallest first: a cut is no flicker


class Flicker:
    """Signed second differences in time, of which the median over cells cancels local motion."""

    def __init__(self) -> None:
        self._recent: list[Floats] = []
        self._jumps: list[float] = []

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        self._recent = [*self._recent[-2:], cells(picture.luma, _GRID, _GRID)]
        if len(self._recent) == 3:
            before, now, after = self._recent
            self._jumps.append(abs(float(np.median(before - 2 * now + after))))

    def parts(self) -> dict[str, Part]:
        """Flicker; nothing for fewer than three frames."""
        jumps = sorted(self._jumps)[: max(1, int(len(self._jumps) * _KEPT))]
        return {"flicker": rate("flicker", float(np.mean(jumps)))} if jumps else {}
