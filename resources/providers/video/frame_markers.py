"""Frame markers: a strip of bars that says in every frame which clip and which frame it is.

Layout: the strip is the top eighteenth of the picture, cut into 32 cells of equal width. White is 1,
black is 0. The first 16 cells are the clip's number, the last 16 the frame's number from 0, each with
the highest bit first. So any later cut can be proved exact to the frame.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["CELLS", "marker_frames", "read_marker", "strip_height"]

CELLS = 32
_BLACK, _WHITE = 16, 235


def strip_height(height: int) -> int:
    """Pixels of the strip in a picture of some height, even.

    Args:
        height: pixels of the picture.
    """
    return max(2, round(height / 18 / 2) * 2)


def marker_frames(clip: int, frames: int) -> bytes:
    """The strips of a clip as raw 32x2 pictures in planar YUV 4:2:0.

    Args:
        clip: the clip's number, 0 to 65535.
        frames: how many.
    """
    words = np.stack([np.full(frames, clip), np.arange(frames)], axis=1) & 0xFFFF
    bits = (words[:, :, None] >> np.arange(15, -1, -1)) & 1
    cells = np.where(bits.reshape(frames, CELLS) == 1, _WHITE, _BLACK).astype(np.uint8)
    grey = np.full((frames, CELLS), 128, np.uint8)  # two chroma planes of 16x1
    return np.concatenate([cells, cells, grey], axis=1).tobytes()


def read_marker(luma: npt.NDArray[np.uint8]) -> tuple[int, int]:
    """The clip's and the frame's number in a decoded frame.

    Args:
        luma: the frame's Y plane, rows by columns.

    Returns:
        The clip's number and the frame's number.
    """
    height, width = luma.shape
    row = luma[strip_height(height) // 2]
    bits = [int(row[int((cell + 0.5) * width / CELLS)] >= 128) for cell in range(CELLS)]
    number = int("".join(map(str, bits)), 2)
    return number >> 16, number & 0xFFFF
