"""The one table of the measures: what a failure costs, which figure gets which score, and what is said.

Weights are those of the design measured on 8 clips and 43 damages each; knots are set by hand so that
pristine clips stay above 90 and visible damage falls below 80 (tests/benchmarks/measure_validation.py
prints the figures). This finds defects; it does not predict how people like a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import prod

import numpy as np

__all__ = ["SCALES", "Part", "Scale", "rate", "total"]

_SAID = 0.9  # a note is written below this score


@dataclass(frozen=True, kw_only=True)
class Part:
    """One sub-measure.

    Args:
        value: the raw figure, in the measure's own unit.
        score: 0-1, 1 is faultless.
        weight: how much of the whole score a total failure costs, 0-1.
        note: what was seen, in a sentence; empty where nothing is wrong.
    """

    value: float
    score: float
    weight: float
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How one figure becomes a score.

    Args:
        weight: share of the whole score that a total failure costs.
        knots: (figure, score) in rising order of the figure; straight lines between, level outside.
        note: a sentence with one placeholder for the figure.
    """

    weight: float
    knots: tuple[tuple[float, float], ...]
    note: str


SCALES: Mapping[str, Scale] = {
    # share of the frames that the container promises and that are missing, damaged or skipped
    "integrity": Scale(
        weight=0.85,
        knots=((0, 1), (0.01, 0.9), (0.05, 0.6), (0.2, 0.2), (0.5, 0)),
        note="{:.0%} of the frames are missing or damaged.",
    ),
    # length against the order: -0.5 is half as long
    "duration": Scale(
        weight=0.6,
        knots=(
            (-0.7, 0),
            (-0.5, 0.1),
            (-0.25, 0.45),
            (-0.1, 0.8),
            (-0.04, 1),
            (0.1, 1),
            (0.5, 0.6),
            (1, 0.3),
        ),
        note="The length is {:+.0%} off the order.",
    ),
    # |ln(aspect / ordered aspect)|
    "aspect": Scale(
        weight=0.5, knots=((0.02, 1), (0.1, 0.7), (0.3, 0.3), (0.6, 0)), note="The shape is {:.2f} (log) off."
    ),
    # how much smaller the picture is than ordered, as a share of its height
    "size": Scale(
        weight=0.5,
        knots=((0.05, 1), (0.34, 0.8), (0.5, 0.5), (0.75, 0.1)),
        note="The picture is {:.0%} too small.",
    ),
    # frames per second against the order
    "rate": Scale(
        weight=0.5,
        knots=((0.3, 0), (0.5, 0.05), (0.8, 0.5), (0.95, 1)),
        note="The frame rate is {:.0%} of the order's.",
    ),
    # share of frames with more than 98 % of their pixels below luma 32
    "black": Scale(
        weight=0.9,
        knots=((0, 1), (0.02, 0.97), (0.1, 0.65), (0.25, 0.4), (0.5, 0.12), (0.9, 0)),
        note="{:.0%} of the frames are black.",
    ),
    # share of frames in runs of at least 0.4 s that do not move
    "freeze": Scale(
        weight=0.8,
        knots=((0, 1), (0.05, 0.9), (0.1, 0.75), (0.3, 0.4), (0.6, 0.1), (1, 0)),
        note="{:.0%} of the clip stands still.",
    ),
    # share of the other frames that repeat the one before them
    "duplicates": Scale(
        weight=0.65,
        knots=((0.05, 1), (0.2, 0.7), (0.35, 0.35), (0.5, 0.1), (0.8, 0)),
        note="{:.0%} of the frames repeat the one before.",
    ),
    # re-blur figure of the sharpest textured tiles: 0 razor-sharp, 1 without detail
    "blur": Scale(
        weight=0.65,
        knots=((0.36, 1), (0.42, 0.9), (0.48, 0.65), (0.6, 0.3), (0.75, 0)),
        note="The sharpest parts are soft ({:.2f}).",
    ),
    # gradient at the best 8-pixel grid over the gradient between its lines
    "block": Scale(
        weight=0.6,
        knots=((1.15, 1), (1.3, 0.8), (1.6, 0.45), (2.2, 0.15), (3, 0)),
        note="Coding blocks show ({:.2f}).",
    ),
    # standard deviation of noise in flat tiles, in luma levels
    "noise": Scale(
        weight=0.6,
        knots=((1.5, 1), (3, 0.8), (6, 0.4), (12, 0.1), (20, 0)),
        note="Flat areas are noisy ({:.1f} levels).",
    ),
    # size of the brightness jumps that the whole picture makes together, in luma levels
    "flicker": Scale(
        weight=0.7,
        knots=((1, 1), (4, 0.8), (10, 0.5), (25, 0.2), (70, 0)),
        note="The brightness flickers ({:.1f} levels).",
    ),
    # share of burnt-out pixels
    "highlights": Scale(
        weight=0.65,
        knots=((0.08, 1), (0.2, 0.75), (0.4, 0.4), (0.7, 0.1), (1, 0)),
        note="{:.0%} of the picture is burnt out.",
    ),
    # share of drowned pixels
    "shadows": Scale(
        weight=0.65,
        knots=((0.2, 1), (0.45, 0.7), (0.65, 0.4), (0.85, 0.1), (1, 0)),
        note="{:.0%} of the picture is drowned in black.",
    ),
    # 95th percentile of luma
    "brightness": Scale(
        weight=0.65,
        knots=((18, 0), (30, 0.35), (40, 0.7), (50, 0.92), (70, 1)),
        note="The picture is dark (brightest parts at {:.0f}).",
    ),
    # 95th less 5th percentile of luma
    "contrast": Scale(
        weight=0.65,
        knots=((2, 0), (5, 0.4), (9, 0.8), (14, 1)),
        note="The picture is flat ({:.0f} levels of contrast).",
    ),
    # cuts inside what should be one shot
    "cut": Scale(
        weight=0.5, knots=((0, 1), (1, 0.4), (2, 0.2), (4, 0)), note="{:.0f} cuts stand inside the shot."
    ),
    # share of the picture that black bars take
    "bars": Scale(
        weight=0.5,
        knots=((0.02, 1), (0.1, 0.7), (0.2, 0.4), (0.35, 0.1), (0.6, 0)),
        note="Black bars take {:.0%} of the picture.",
    ),
    # apparent shift between frames, in pixels of a 320-pixel picture
    "motion": Scale(
        weight=0.25,
        knots=((0.005, 0), (0.03, 0.8), (0.06, 1), (4, 1), (8, 0.5)),
        note="The apparent motion is {:.2f} pixels a frame.",
    ),
    # distance of a frame from the middle of its neighbours over half of their distance
    "smooth": Scale(weight=0.15, knots=((1.35, 1), (1.8, 0.6), (3, 0)), note="The motion jerks ({:.1f})."),
}


def rate(name: str, value: float) -> Part:
    """A figure as a part of the whole.

    Args:
        name: the measure's name in `SCALES`.
        value: the figure.

    Returns:
        The part, with a note where something is wrong.
    """
    scale = SCALES[name]
    figures, scores = zip(*scale.knots, strict=True)
    score = round(float(np.interp(value, figures, scores)), 4)
    note = scale.note.format(value) if score < _SAID else ""
    return Part(value=round(float(value), 4), score=score, weight=scale.weight, note=note)


def total(parts: Mapping[str, Part]) -> Decimal:
    """The whole score: a product, since a weighted mean hides what is fatal.

    Args:
        parts: name -> part.

    Returns:
        100 * prod(1 - weight * (1 - score)), rounded to 0.01.
    """
    score = 100 * prod(1 - part.weight * (1 - part.score) for part in parts.values())
    return Decimal(score).quantize(Decimal("0.01"))
