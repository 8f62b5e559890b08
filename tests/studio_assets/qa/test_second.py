"""A second judge is asked where it can matter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.qa.second import wanted
from studio_assets.qa.weigh import Scores, mean, overall

points = st.decimals(min_value=0, max_value=100, places=1)


def _even(score: str, technical: str | None = None) -> Scores:
    seen = Decimal(score)
    return Scores(
        visual_accuracy=seen,
        style_consistency=seen,
        technical=Decimal(technical or score),
        narrative_fit=seen,
    )


@pytest.mark.parametrize(
    ("scores", "noise", "lost", "expected"),
    [
        (_even("82"), "3", False, True),
        (_even("88"), "3", False, True),
        (_even("81.9"), "3", False, False),
        (_even("88.1"), "3", False, False),
        (_even("85"), "0", False, True),
        (_even("84.9"), "0", False, False),
        (_even("84"), "3", True, False),
        (_even("100", "39"), "3", False, False),
        (_even("84").model_copy(update={"narrative_fit": None}), "3", False, False),
    ],
    ids=["just-within-below", "just-within-above", "beyond-below", "beyond-above", "no-noise-on-the-line",
         "no-noise-beside-it", "fails-anyway", "nothing-better-can-be-said", "unjudged"],
)  # fmt: skip
def test_when_it_is_asked(scores: Scores, noise: str, lost: bool, expected: bool) -> None:
    """A verdict within the judge's noise asks again, unless no answer could change it."""
    assert expected == wanted(scores, Decimal(85), Decimal(noise), lost=lost)


@given(points, points, points, points, points)
def test_what_is_not_asked_could_not_change(
    seen: Decimal, technical: Decimal, first: Decimal, second: Decimal, third: Decimal
) -> None:
    """Within the noise, no second opinion that is left out would have turned the verdict."""
    scores = _even(str(seen), str(technical))
    threshold = Decimal(85)
    if wanted(scores, threshold, Decimal(100)):
        return
    other = Scores(visual_accuracy=first, style_consistency=second, technical=technical, narrative_fit=third)
    alone, both = overall(scores), overall(mean(scores, other))
    assert alone is not None and both is not None
    assert (alone >= threshold) == (both >= threshold)
