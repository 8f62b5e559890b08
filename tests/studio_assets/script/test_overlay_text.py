"""A text that nobody placed stands where and when it can be read."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from studio_assets.script.overlay_text import LONGEST, placed


def test_long_enough_to_read_it_twice() -> None:
    """A text comes after half a second and stays long enough to be read twice."""
    shown = placed("Two in the morning", Fraction(8))
    assert shown is not None
    assert ("lower_third", Fraction(1, 2), Fraction(9, 2)) == (shown.position, shown.start, shown.end)


@given(st.text(max_size=80), st.fractions(0, 12, max_denominator=48))
def test_always_inside(text: str, seconds: Fraction) -> None:
    """Whatever its words and however short the scene, a text lies inside and can be read at a glance."""
    shown = placed(text, seconds)
    if shown is not None:
        assert 0 <= shown.start < shown.end <= seconds
        assert 0 < len(shown.text) <= LONGEST
        assert "\n" not in shown.text
    assert shown is not None or seconds == 0 or not text.strip() or not text.isprintable()
