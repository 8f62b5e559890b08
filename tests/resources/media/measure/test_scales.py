"""From figures to a score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from resources.media.measure.scales import SCALES, Part, rate, total


@pytest.mark.parametrize("name", SCALES)
def test_a_scale_is_well_formed(name: str) -> None:
    """Figures rise, scores and weights lie within 0 and 1, and some figure is faultless."""
    scale = SCALES[name]
    figures, scores = zip(*scale.knots, strict=True)
    assert list(figures) == sorted(set(figures))
    assert all(0 <= score <= 1 for score in scores)
    assert max(scores) == 1
    assert 0 < scale.weight < 1
    assert scale.note.format(0.5).endswith(".")


def test_a_faultless_clip_scores_100() -> None:
    """Nothing wrong means 100 exactly."""
    assert total({"a": Part(value=0, score=1, weight=0.9)}) == Decimal("100.00")


def test_one_fatal_part_is_not_hidden_by_good_ones() -> None:
    """A black clip cannot be saved by sharpness."""
    parts = {name: Part(value=0, score=1, weight=0.6) for name in ("blur", "noise", "flicker")}
    assert total(parts | {"black": rate("black", 1)}) == Decimal("10.00")
