"""Coding blocks: steps on an 8-pixel grid that are larger than the steps between its lines."""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Floats, Picture
from resources.media.measure.scales import Part, rate
from resources.media.measure.texture import textured

__all__ = ["Blocking", "blockiness"]

_GRID = 8
_FLOOR = 0.5  # luma levels added to both sides, so that a smooth picture's tiny steps prove nothing


class Blocking:
    """The median blockiness of the frames that are looked at closely."""

    def __init__(self) -> None:
        self._figures: list[float] = []

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        if picture.whole is None:
            return
        tiles = textured(picture.whole, share=0.4)
        if tiles:
            self._figures.append(float(np.mean([blockiness(tile) for tile in tiles])))

    def parts(self) -> dict[str, Part]:
        """Block; nothing where no frame has texture."""
        return {"block": rate("block", float(np.median(self._figures)))} if self._figures else {}


def blockiness(tile: Floats) -> float:
    """The grid line's mean step over the median step of other lines; both directions averaged.

    Args:
        tile: luma whose sides are multiples of 8.

    Returns:
        About 1 without blocks.
    """
    return (_along(tile) + _along(tile.T)) / 2


def _along(tile: Floats) -> float:
    steps = np.abs(np.diff(tile, axis=1)).mean(axis=0)
    whole = steps[: len(steps) // _GRID * _GRID].reshape(-1, _GRID)
    phases = np.sort(np.median(whole, axis=0))  # a bar's or letter's edge is one line of many
    return float((phases[-1] + _FLOOR) / (np.median(phases[:-1]) + _FLOOR))
