"""One decoded frame as the measures see it, small and (for some frames) whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from resources.media.measure.scales import Part

__all__ = ["Bytes", "Floats", "Measure", "Picture", "Reducer", "cells"]

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

_LONG_EDGE = 320
_BLACK, _BLACK_SHARE = 32, 0.98


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A frame.

    Args:
        luma: small luma, 320 pixels on the long edge.
        blue: small blue difference, half that size.
        red: small red difference, half that size.
        black: whether more than 98 % of the pixels are below luma 32.
        whole: luma in full size for the few frames that are looked at closely, else None.
    """

    luma: Floats
    blue: Bytes
    red: Bytes
    black: bool
    whole: Floats | None = None


class Measure(Protocol):
    """One family of measures: sees every frame once, keeps numbers and never frames."""

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        ...

    def parts(self) -> dict[str, Part]:
        """The sub-measures, after the last frame."""
        ...


class Reducer:
    """Makes pictures of decoded frames; one scaler for a whole clip."""

    def __init__(self) -> None:
        self._small, self._plain = VideoReformatter(), VideoReformatter()

    def picture(self, frame: av.VideoFrame, *, whole: bool) -> Picture:
        """A frame as the measures see it.

        Args:
            frame: decoded frame of any pixel format.
            whole: whether its full-size luma is wanted.

        Returns:
            The picture.
        """
        scale = min(1.0, _LONG_EDGE / max(frame.width, frame.height))
        width, height = (max(16, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
        small = self._small.reformat(frame, width, height, "yuv420p", interpolation="AREA")
        flat: Bytes = small.to_ndarray().reshape(-1).view(np.uint8)
        luma, quarter = flat[: width * height], width * height // 4
        blue, red = flat[4 * quarter : 5 * quarter], flat[5 * quarter :]
        half = (height // 2, width // 2)
        return Picture(
            luma=luma.reshape(height, width).astype(np.float32),
            blue=blue.reshape(half),
            red=red.reshape(half),
            black=bool(np.count_nonzero(luma < _BLACK) > _BLACK_SHARE * luma.size),
            whole=self._luma(frame) if whole else None,
        )

    def _luma(self, frame: av.VideoFrame) -> Floats:
        if frame.format.name != "yuv420p":
            frame = self._plain.reformat(frame, format="yuv420p")
        plane = frame.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        whole: Floats = rows[: frame.height, : frame.width].astype(np.float32)
        return whole


def cells(luma: Floats, rows: int, columns: int) -> Floats:
    """Mean of each cell of a grid; edges that do not fill a cell are left out.

    Args:
        luma: a plane.
        rows: cells from top to bottom.
        columns: cells from left to right.

    Returns:
        An array of rows x columns means.
    """
    height, width = luma.shape[0] // rows, luma.shape[1] // columns
    part = luma[: rows * height, : columns * width].reshape(rows, height, columns, width)
    means: Floats = part.mean(axis=(1, 3), dtype=np.float32)
    return means
