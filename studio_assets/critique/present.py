"""What the Dagster UI shows of a critique."""

from __future__ import annotations

from typing import Any

from studio_assets.critique.review import Critique
from studio_assets.figures import money, said, score, table

__all__ = ["critique_metadata"]


def critique_metadata(review: Critique) -> dict[str, Any]:
    """Score, band, advice, what was measured as lists, and beside it what the critic saw.

    Args:
        review: the critique's document.
    """
    shown = {
        "state": review.state,
        "score": score(review.score),
        "band": review.band or "none",
        "advice": f"{review.advice}: {review.advice_reason}" if review.advice_reason else review.advice,
        "complete": review.complete,
        **money("spent", review.spent),
        "strengths": said(review.strengths),
        "gaps": said(review.gaps),
        "lessons": said(review.lessons),
        "unjudged": review.unjudged or "nothing",
        "crew": review.crew,
    }
    return shown | _seen(review) if review.looked_at else shown


def _seen(review: Critique) -> dict[str, Any]:
    """What was seen, named so that nobody takes it for measured."""
    return {
        "looked_at": ", ".join(review.looked_at),
        "seen_gap_analysis": review.gap_analysis,
        "seen_scenes": table(
            [
                {
                    "scene": one.scene,
                    "matched": ", ".join(one.matched),
                    "missing": ", ".join(one.missing),
                    "verdict": one.verdict,
                }
                for one in review.scenes
                if one.scene in review.looked_at
            ]
        ),
        "seen_strengths": said(review.seen_strengths),
        "seen_lessons": said(f"{one.text} ({', '.join(one.scenes)})" for one in review.seen_lessons),
    }
