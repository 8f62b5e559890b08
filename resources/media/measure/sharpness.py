"""Blur, by blurring once more: what is soft already changes little.

Crete, Dolmiere, Ladret, Nicolas: The blur effect, Proc. SPIE 6492 (2007).
"""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Floats, Picture
from resources.media.measure.scales import Part, rate
from resources.media.measure.texture import textured

__all__ = ["Sharpness", "reblur"]

_TAPS = 9
_ROUNDING = 2  # luma levels


class Sharpness:
    """The re-blur figure of the sharpest quarter of textured tiles, so that bokeh is no fault."""

    def __init__(self) -> None:
        self._figures: list[float] = []

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        if picture.whole is None:
            return
        figures = sorted(reblur(tile) for tile in textured(picture.whole, share=0.03))
        if figures:
            self._figures.append(float(np.mean(figures[: max(1, len(figures) // 4)])))

    def parts(self) -> dict[str, Part]:
        """Blur; nothing where no frame has texture."""
        return {"blur": rate("blur", float(np.median(self._figures)))} if self._figures else {}


def reblur(tile: Floats) -> float:
    """How little a 9-tap blur changes the steps between neighbours.

    Args:
        tile: luma.

    Returns:
        0 for razor-sharp, 1 for no detail; the worse of both directions.
    """
    return max(_along(tile), _along(np.ascontiguousarray(tile.T)))


def _along(tile: Floats) -> float:
    padded = np.pad(tile, ((0, 0), (_TAPS // 2 + 1, _TAPS // 2)), mode="edge")
    sums = np.cumsum(padded, axis=1, dtype=np.float64)
    blurred = (sums[:, _TAPS:] - sums[:, :-_TAPS]) / _TAPS
    steps, softened = np.abs(np.diff(tile, axis=1)), np.abs(np.diff(blurred, axis=1))
    steps[steps < _ROUNDING] = 0  # the stairs of a soft slope in whole levels would pass for detail
    before = float(steps.sum())
    lost = float(np.maximum(steps - softened[:, : steps.shape[1]], 0).sum())
    return (before - lost) / before if before else 1.0
