"""What the Dagster UI shows of a critique."""

from __future__ import annotations

from typing import Any

from studio_assets.critique.review import Critique
from studio_assets.figures import bullets, money, score

__all__ = ["critique_metadata"]


def critique_metadata(review: Critique) -> dict[str, Any]:
    """Score, band, advice, and what was found, as lists.

    Args:
        review: the critique's document.
    """
    return {
        "state": review.state,
        "score": score(review.score),
        "band": review.band or "none",
        "advice": review.advice,
        "complete": review.complete,
        **money("spent", review.spent),
        "strengths": bullets(review.strengths),
        "gaps": bullets(review.gaps),
        "lessons": bullets(review.lessons),
        "unjudged": review.unjudged or "nothing",
        "crew": review.crew,
    }
