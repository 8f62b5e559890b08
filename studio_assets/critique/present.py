"""What the Dagster UI shows of a critique."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from resources.money import dollars
from studio_assets.critique.review import Critique

__all__ = ["critique_metadata"]


def critique_metadata(review: Critique) -> dict[str, Any]:
    """Score, band, advice, and what was found, as lists.

    Args:
        review: the critique's document.
    """
    return {
        "state": review.state,
        "crew": review.crew,
        "score": "unjudged" if review.score is None else MetadataValue.float(float(review.score)),
        "band": review.band or "none",
        "advice": review.advice,
        "complete": review.complete,
        "spent": dollars(review.spent),
        "strengths": _list(review.strengths),
        "gaps": _list(review.gaps),
        "lessons": _list(review.lessons),
        "unjudged": review.unjudged or "nothing",
    }


def _list(sentences: tuple[str, ...]) -> Any:
    return MetadataValue.md("\n".join(f"- {one}" for one in sentences) or "none")
