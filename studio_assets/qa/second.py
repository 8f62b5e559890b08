"""When a second judge is asked: the verdict is within the first one's noise, and could still change."""

from __future__ import annotations

from decimal import Decimal

from studio_assets.qa.weigh import WEIGHTS, Scores, mean, overall

__all__ = ["can_change", "doubtful", "wanted"]


def wanted(scores: Scores, threshold: Decimal, noise: Decimal, *, lost: bool = False) -> bool:
    """Whether a second opinion is worth its price.

    Whether reshoots are left does not matter: cuts and critiques go by the verdict too, so that a clip
    that will not be taken again still wants a sound one.

    Args:
        scores: what the first judge gave, with the measured technical score.
        threshold: what the overall score must reach.
        noise: points by which the first judge's own askings differ.
        lost: whether the clip fails whatever its scores, as one that does not continue the clip before.
    """
    return not lost and doubtful(scores, threshold, noise) and can_change(scores, threshold)


def doubtful(scores: Scores, threshold: Decimal, noise: Decimal) -> bool:
    """Whether asking the same judge again could well give the other verdict.

    Args:
        scores: what it gave.
        threshold: what the overall score must reach.
        noise: points by which its askings differ.
    """
    found = overall(scores)
    return found is not None and abs(found - threshold) <= noise


def can_change(scores: Scores, threshold: Decimal) -> bool:
    """Whether any second opinion could turn the verdict: the mean with the best or the worst one would.

    Args:
        scores: what the first judge gave; the technical score is measured and stays.
        threshold: what the overall score must reach.
    """
    found = overall(scores)
    if found is None:
        return False
    other = Decimal(0) if found >= threshold else Decimal(100)
    extreme = overall(mean(scores, _all(other, scores.technical)))
    return extreme is not None and (extreme >= threshold) != (found >= threshold)


def _all(score: Decimal, technical: Decimal | None) -> Scores:
    return Scores(**{name: technical if name == "technical" else score for name in WEIGHTS})
