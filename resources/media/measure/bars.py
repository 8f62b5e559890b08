"""Black bars at the edges, which stay for the whole clip."""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Bytes, Picture
from resources.media.measure.scales import Part, rate

__all__ = ["Bars"]

_DARK, _EVEN = 40, 10  # luma levels: a bar is darker than this and varies less than that
_EVERY = 4  # frames


class Bars:
    """Brightest and darkest part of each row and column, over time."""

    def __init__(self) -> None:
        self._seen = 0
        self._rows: list[Bytes] = []
        self._columns: list[Bytes] = []

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        if self._seen % _EVERY == 0:
            luma = picture.luma.astype(np.uint8)
            self._rows.append(_ends(luma))
            self._columns.append(_ends(np.ascontiguousarray(luma.T)))
        self._seen += 1

    def parts(self) -> dict[str, Part]:
        """Bars."""
        share = 1.0
        for lines in (self._rows, self._columns):
            ends = np.percentile(np.stack(lines), [2, 98], axis=0)  # over time
            high, low = ends[1, :, 1], ends[0, :, 0]
            dark = (high < _DARK) & (high - low < _EVEN)
            share *= 1 - (_run(dark) + _run(dark[::-1])) / len(dark) if not dark.all() else 1
        return {"bars": rate("bars", 1 - share)}


def _ends(luma: Bytes) -> Bytes:
    ordered = np.sort(luma, axis=1)
    width = ordered.shape[1]
    return ordered[:, [width * 2 // 100, width * 98 // 100]]


def _run(dark: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    light = np.flatnonzero(~dark)
    return int(light[0]) if len(light) else len(dark)
