"""How pilots compete and how clips are judged."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from studio_assets.document import Value

__all__ = ["Competition", "Quality", "Rubric"]


class Rubric(Value):
    """Score from -> share of the remaining allotment that a pilot keeps.

    Args:
        name: `default`, `seed_example` or `custom`.
        bands: (score from, share kept 0-1, None for cancel), highest score first; the last starts at 0.
    """

    name: str
    bands: tuple[tuple[Decimal, Decimal | None], ...]


class Competition(Value):
    """How pilots compete.

    Args:
        test_scenes: how many scenes are filmed before the greenlight; 0 = no competition.
        policy: `rubric` judges by the bands, `all` lets every pilot go on.
        rubric: the bands.
        winners: pilots that may go on after the critique.
    """

    test_scenes: int
    policy: Literal["rubric", "all"]
    rubric: Rubric
    winners: int


class Quality(Value):
    """How clips are judged.

    Args:
        judge: `measured`: the technical score alone; `claude`: eyes too, where Claude is at hand.
        threshold: 0-100, None leaves it to the tier.
        reshoots: more takes for a clip under the threshold, while the money lasts.
        frames: frames kept for people and judges to look at.
    """

    judge: Literal["measured", "claude"]
    threshold: Decimal | None
    reshoots: int
    frames: int
