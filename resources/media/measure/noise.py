"""Noise, in the flattest parts of the picture, where detail cannot be mistaken for it.

Immerkaer: Fast noise variance estimation, Computer Vision and Image Understanding 64 (1996).
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from resources.media.measure.picture import Floats, Picture
from resources.media.measure.scales import Part, rate

__all__ = ["Noise", "noise_sigma"]

_TILE = 16


class Noise:
    """The median noise of the frames that are looked at closely."""

    def __init__(self) -> None:
        self._figures: list[float] = []

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        if picture.whole is not None and min(picture.whole.shape) >= 2 * _TILE:
            self._figures.append(noise_sigma(picture.whole))

    def parts(self) -> dict[str, Part]:
        """Noise."""
        return {"noise": rate("noise", float(np.median(self._figures)))} if self._figures else {}


def noise_sigma(luma: Floats) -> float:
    """Standard deviation of noise on the flattest quarter of 16 x 16 tiles.

    Args:
        luma: a whole plane.

    Returns:
        Luma levels.
    """
    rows, columns = luma.shape[0] // _TILE, luma.shape[1] // _TILE
    plane = luma[: rows * _TILE, : columns * _TILE]
    down = plane[:-2] - 2 * plane[1:-1] + plane[2:]
    mask = np.zeros_like(plane)
    mask[1:-1, 1:-1] = np.abs(down[:, :-2] - 2 * down[:, 1:-1] + down[:, 2:])
    responses = _tiles(mask, rows, columns).mean(axis=1)
    flatness = _tiles(plane, rows, columns).std(axis=1)
    flattest = np.argsort(flatness, kind="stable")[: max(1, len(flatness) // 4)]
    return float(sqrt(pi / 2) / 6 * responses[flattest].mean())


def _tiles(plane: Floats, rows: int, columns: int) -> Floats:
    split = plane.reshape(rows, _TILE, columns, _TILE).transpose(0, 2, 1, 3)
    return split.reshape(rows * columns, _TILE * _TILE)
