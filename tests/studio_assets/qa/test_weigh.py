"""The score that decides is computed, not said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.qa.weigh import WEIGHTS, Scores, mean, overall

points = st.decimals(min_value=0, max_value=100, places=2)
four = st.builds(
    Scores, visual_accuracy=points, style_consistency=points, technical=points, narrative_fit=points
)


def _scores(*values: str) -> Scores:
    return Scores(**dict(zip(WEIGHTS, map(Decimal, values), strict=True)))


@pytest.mark.parametrize(
    ("values", "expected", "passed"),
    [
        (("85", "75", "70", "82"), "78.15", False),
        (("95", "90", "92", "90"), "92.00", True),
        (("85", "85", "85", "85"), "85.00", True),
        (("85", "85", "84.97", "85"), "84.99", False),
    ],
    ids=["78.15-fails-at-85", "92.00-passes-at-85", "reached", "rounding-lifts-nobody"],
)
def test_the_weighted_mean(values: tuple[str, ...], expected: str, passed: bool) -> None:
    """The overall score is .30, .25, .25 and .20 of the four, to a hundredth, and never rounded up."""
    found = overall(_scores(*values))
    assert (Decimal(expected), passed) == (found, found is not None and found >= 85)


@pytest.mark.parametrize("name", WEIGHTS)
def test_no_score_stands_in_for_another(name: str) -> None:
    """Where one of the four is missing there is no overall score."""
    assert None is overall(_scores("90", "90", "90", "90").model_copy(update={name: None}))


def test_the_weights_are_the_whole() -> None:
    """The four parts make one."""
    assert Decimal(1) == sum(WEIGHTS.values())


@given(four)
def test_between_the_worst_and_the_best(scores: Scores) -> None:
    """The overall score is never better than the best of the four, nor worse than the worst."""
    values = list(scores.model_dump().values())
    found = overall(scores)
    assert found is not None
    assert min(values) - Decimal("0.01") < found <= max(values)


@given(four, st.sampled_from(list(WEIGHTS)), points)
def test_a_better_score_never_lowers_the_whole(scores: Scores, name: str, more: Decimal) -> None:
    """Raising one of the four never lowers the overall score."""
    better = scores.model_copy(update={name: min(Decimal(100), getattr(scores, name) + more)})
    before, after = overall(scores), overall(better)
    assert before is not None and after is not None
    assert before <= after


@given(four, four)
def test_the_mean_lies_between_both(one: Scores, other: Scores) -> None:
    """What two judges weigh together is between what each weighs alone, whoever is first."""
    both = overall(mean(one, other))
    alone = sorted(score for score in (overall(one), overall(other)) if score is not None)
    assert both == overall(mean(other, one))
    assert both is not None
    assert alone[0] <= both <= alone[1] + Decimal("0.01")
