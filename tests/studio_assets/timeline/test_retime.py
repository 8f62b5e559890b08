"""Texts over events whose length changed, and speeds that were chosen before."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from studio_assets.script.scene import Overlay
from studio_assets.timeline.retime import held_to, lengthened, shortened
from tests.studio_assets.timeline.reels import event

ALONE = (False, False)


def text(start: Any, end: Any) -> Overlay:
    """A text that is seen between these seconds."""
    return Overlay(text="2:00 AM", position="top", start=Fraction(str(start)), end=Fraction(str(end)))


@pytest.mark.parametrize(
    ("old", "new", "given", "seen"),
    [
        pytest.param(5, 8, (1, 3), (1, 3), id="inside-a-longer-one"),
        pytest.param(5, 8, (1, 5), (1, 8), id="to-the-end-of-a-longer-one"),
        pytest.param(5, 4, (1, 3), (1, 3), id="inside-a-shorter-one"),
        pytest.param(5, 4, (2, "4.5"), ("1.5", 4), id="beyond-a-shorter-one"),
        pytest.param(5, 2, (2, 5), (0, 2), id="longer-than-a-shorter-one"),
    ],
)
def test_a_text_keeps_its_time(old: int, new: int, given: Any, seen: Any) -> None:
    """A text stays as long as it was, inside its event; one that stood to the end stands to the new end."""
    assert text(*seen) == held_to(text(*given), Fraction(old), Fraction(new))


def test_a_text_goes_with_its_event() -> None:
    """Events that are made longer or shorter take their text along."""
    desk = event("desk", 50, overlay=text(0, 5))
    longer = lengthened(desk, 80, 10, ALONE, evenly=True)
    shorter = shortened(desk, 20, 10, ALONE)
    assert (text(0, 8), text(0, 2)) == (longer.overlay, shorter.overlay)
    assert "It is the best. For its line it is 3 s shorter." == shorter.reason


def test_a_speed_chosen_before_is_kept() -> None:
    """An event that is slow already is held for longer, and never trimmed."""
    slow = event("desk", 50, spread=60, hold=5)
    longer = lengthened(slow, 70, 10, ALONE, evenly=True)
    assert (60, 10, 50) == (longer.spread, longer.hold, longer.source_out)
    assert slow == shortened(slow, 20, 10, ALONE)
