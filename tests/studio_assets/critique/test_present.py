"""What Dagster's UI shows of a critique."""

from __future__ import annotations

from studio_assets.critique.present import critique_metadata
from tests.studio_assets.render import made_up_run


def test_a_critique_shows_score_advice_and_findings() -> None:
    """A critique's page has its score as a number, its advice, what it cost, and findings as lists."""
    review = next(iter(made_up_run.dailies().critiques.values()))
    shown = critique_metadata(review)
    assert ["state", "score", "band", "advice"] == list(shown)[:4]
    assert (float(review.score or 0), float(review.spent)) == (
        shown["score"].value, shown["spent_dollars"].value)  # fmt: skip
    assert len(review.strengths) == shown["strengths"].md_str.count("- ")


def test_an_unjudged_pilot_has_no_score() -> None:
    """A pilot that nobody could judge is `unjudged`, never a zero."""
    review = next(iter(made_up_run.dailies().critiques.values()))
    assert "unjudged" == critique_metadata(review.model_copy(update={"score": None}))["score"]
