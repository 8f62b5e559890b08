"""How alike two pictures are: whether a clip goes on where another ended.

Two figures, since each is blind to what the other sees: the framing (dHash) takes no notice of a change
of grade, and the colour takes none of a change of framing that keeps the palette. Neither says who is in
the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from resources.errors import MediaFailed

__all__ = ["COLOUR", "DISTANCE", "Likeness", "likeness", "matches"]

DISTANCE = 10
"""Bits that may differ. Measured: 0-4 of 64 between neighbouring frames of one shot, 19-42 between shots."""
COLOUR = 6.0
"""Lab units that colours may be apart. Measured: 0.0-0.3 between neighbouring frames, 0.7-2.5 where a frame
was shrunk and encoded anew, 9.4-66 between shots (42 pairs), 15.7 where a shot was graded much brighter."""

Floats = NDArray[np.float64]

_GRID = 128, 72  # pixels on which colours are compared: small enough that noise and coding average out
_CELLS = 9, 8  # of the hash: each row gives eight differences between neighbours
_FLAT = 1.0  # luma levels that are noise: without this, one clear sky encoded twice differs by up to 12 bits
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.089])  # D65


@dataclass(frozen=True)
class Likeness:
    """How far two pictures are apart.

    Args:
        distance: bits that differ of 64 that say where the picture grows brighter (dHash).
        colour: mean difference of the colours at the same place, in Lab units (CIE 1976); 2 is just visible.
    """

    distance: int
    colour: float


def likeness(before: Path, after: Path) -> Likeness:
    """Compare two pictures; where their sizes differ, both are stretched to one.

    Args:
        before: picture file of any format that Pillow reads.
        after: another.

    Returns:
        Their likeness; the same whichever comes first.

    Raises:
        MediaFailed: one of them is no picture; make or fetch it again.
    """
    one, two = _read(before), _read(after)
    return Likeness(
        distance=_distance(_gradient(one), _gradient(two)),
        colour=round(float(np.linalg.norm(_lab(one) - _lab(two), axis=-1).mean()), 2),
    )


def matches(found: Likeness) -> bool:
    """Whether one picture may follow the other within a shot without a jump.

    Args:
        found: likeness of the last frame of one clip and the first of the next.
    """
    return found.distance <= DISTANCE and found.colour <= COLOUR


def _read(path: Path) -> Image.Image:
    try:
        with Image.open(path) as image:
            return image.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise MediaFailed(
            "The file is no picture that can be read.", mend="Make or fetch it again.", where=path.name
        ) from error


def _gradient(image: Image.Image) -> Floats:
    cells = np.asarray(image.convert("L").resize(_CELLS, Image.Resampling.BOX), np.float64)
    step: Floats = np.diff(cells, axis=1)
    return step


def _distance(one: Floats, two: Floats) -> int:
    """Places where one picture grows brighter and the other does not, by more than noise."""
    differ = ((one > 0) != (two > 0)) & (np.abs(one - two) > _FLAT)
    return int(np.count_nonzero(differ))


def _lab(image: Image.Image) -> Floats:
    """CIE 1976 L*a*b* of an sRGB picture, small."""
    small = np.asarray(image.resize(_GRID, Image.Resampling.BOX), np.float64) / 255
    linear = np.where(small <= 0.04045, small / 12.92, ((small + 0.055) / 1.055) ** 2.4)
    part = linear @ _TO_XYZ.T / _WHITE
    root = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    lab: Floats = np.stack(
        [
            116 * root[..., 1] - 16,
            500 * (root[..., 0] - root[..., 1]),
            200 * (root[..., 1] - root[..., 2]),
        ],
        axis=-1,
    )
    return lab
