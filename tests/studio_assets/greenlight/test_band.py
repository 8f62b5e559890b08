from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from studio_assets.greenlight.band import band
from studio_assets.spec.production import Rubric

CUSTOM = Rubric(name="custom", bands=((Decimal("72.5"), Decimal("0.333")), (Decimal(0), None)))


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("95", "90-100: keeps 100 %"),
        ("89.9", "75-89: keeps 75 %"),
        ("65", "65-74: keeps 50 %"),
        ("3", "0-64: cancel"),
    ],
)
def test_band_in_words(rubric: Any, score: Any, expected: Any) -> None:
    """A band reads as the rubric is written, in whole points."""
    assert expected == band(rubric, Decimal(score)).sentence


@pytest.mark.parametrize(
    ("score", "expected"), [("80", "72.5-100: keeps 33.3 %"), ("72.4", "below 72.5: cancel")]
)
def test_custom_bands(score: Any, expected: Any) -> None:
    """Bands that begin between whole points are told as they are."""
    assert expected == band(CUSTOM, Decimal(score)).sentence
