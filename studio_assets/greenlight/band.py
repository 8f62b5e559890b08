"""Look a score up in a rubric."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from studio_assets.spec.production import Rubric

__all__ = ["Band", "band"]


@dataclass(frozen=True, kw_only=True)
class Band:
    """One line of a rubric.

    Args:
        low: lowest score of the band.
        below: the next band's lowest score, None for the highest band.
        keeps: share of the remaining allotment that stays, 0-1; None cancels.
    """

    low: Decimal
    below: Decimal | None
    keeps: Decimal | None

    @property
    def sentence(self) -> str:
        """The band as people read it, for example `75-89: keeps 75 %`."""
        word = "cancel" if self.keeps is None else f"keeps {float(self.keeps * 100):g} %"
        if self.below is None:
            return f"{self.low:f}-100: {word}"
        whole = self.below == self.below.to_integral_value()
        # 89.9 is in the band `75-89`: bands are read as a person reads them, whole points.
        return f"{self.low:f}-{self.below - 1:f}: {word}" if whole else f"below {self.below:f}: {word}"


def band(rubric: Rubric, score: Decimal) -> Band:
    """The band that a score falls in.

    Args:
        rubric: bands from the highest to the lowest, the last from 0.
        score: 0-100.

    Returns:
        The highest band whose lowest score is not above the score.
    """
    below: Decimal | None = None
    for low, keeps in rubric.bands:
        if score >= low:
            return Band(low=low, below=below, keeps=keeps)
        below = low
    low, keeps = rubric.bands[-1]
    return Band(low=low, below=rubric.bands[-2][0] if len(rubric.bands) > 1 else None, keeps=keeps)
