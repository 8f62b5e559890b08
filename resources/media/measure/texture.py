"""Which parts of a picture have texture: only there can sharpness and coding blocks be judged."""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Floats, cells

__all__ = ["textured"]

_GRID, _CELL = 4, 16
_LEAST = 0.8  # mean step between neighbours in luma levels; a sky or a smooth gradient stays below


def textured(luma: Floats, *, share: float) -> list[Floats]:
    """The tiles of a 4 x 4 grid that have texture in enough of their 16-pixel cells.

    Args:
        luma: a whole plane.
        share: of a tile's cells; letters over a sky fill few, foliage fills all.

    Returns:
        The tiles; none for a smooth gradient.
    """
    # Whole cells, so that a tile begins on the 8-pixel grid of the codec and its blocks can be counted.
    height, width = (max(_CELL, side // _GRID // _CELL * _CELL) for side in luma.shape)
    found = []
    for top in range(0, luma.shape[0] - height + 1, height):
        for left in range(0, luma.shape[1] - width + 1, width):
            tile = luma[top : top + height, left : left + width]
            steps = np.abs(np.diff(tile, axis=0, append=tile[-1:])) + np.abs(
                np.diff(tile, axis=1, append=tile[:, -1:])
            )
            if (
                cells((steps / 2).astype(np.float32), height // _CELL, width // _CELL) > _LEAST
            ).mean() >= share:
                found.append(tile)
    return found
