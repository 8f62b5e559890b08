"""From four scores to the one that decides: a weighted mean, computed here and never by a model."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from studio_assets.document import Value

__all__ = ["WEIGHTS", "Scores", "mean", "overall"]

WEIGHTS = {
    "visual_accuracy": Decimal("0.30"),
    "style_consistency": Decimal("0.25"),
    "technical": Decimal("0.25"),
    "narrative_fit": Decimal("0.20"),
}
"""Score -> its part of the overall score; together 1."""

_HUNDREDTH = Decimal("0.01")


class Scores(Value):
    """The four scores of one clip, 0-100 each; None was not judged.

    Args:
        visual_accuracy: whether what the scene names is seen.
        style_consistency: whether it has the tier's look.
        technical: technical quality.
        narrative_fit: whether it tells what the scene tells.
    """

    visual_accuracy: Decimal | None = None
    style_consistency: Decimal | None = None
    technical: Decimal | None = None
    narrative_fit: Decimal | None = None


def overall(scores: Scores) -> Decimal | None:
    """The weighted mean, to a hundredth; rounded down, so that rounding lifts nobody over a threshold.

    Args:
        scores: of one clip.

    Returns:
        0-100, or None where any of the four is missing: no score stands in for another.
    """
    total = Decimal(0)
    for name, weight in WEIGHTS.items():
        score: Decimal | None = getattr(scores, name)
        if score is None:
            return None
        total += weight * score
    return total.quantize(_HUNDREDTH, ROUND_DOWN)


def mean(first: Scores, second: Scores) -> Scores:
    """The mean of two opinions, score by score; what only one of them judged stays unjudged.

    Args:
        first: what one judge gave.
        second: what another gave.
    """
    found: dict[str, Decimal | None] = {}
    for name in WEIGHTS:
        one: Decimal | None = getattr(first, name)
        other: Decimal | None = getattr(second, name)
        found[name] = None if one is None or other is None else (one + other) / 2
    return Scores(**found)
