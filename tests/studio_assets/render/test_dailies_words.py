"""States, figures and times in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.render.dailies_words import (
    clock,
    figure,
    moment,
    number,
    part,
    size,
    timecode,
    tone,
    why,
    word,
)


def test_a_state_is_read_in_words() -> None:
    """A state is shown as its word and its reason, which may itself hold a colon."""
    assert ("not filmed", "pilot cancelled: 64") == (
        word("not_filmed: pilot cancelled: 64"),
        why("not_filmed: pilot cancelled: 64"),
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("filmed", "good"),
        ("held: budget", "wait"),
        ("refused: x", "bad"),
        ("not_filmed: x", "quiet"),
        ("new", "quiet"),
    ],
)
def test_a_state_has_its_tone(state: str, expected: str) -> None:
    """A state that the page has never heard of is shown quietly, not as an error."""
    assert expected == tone(state)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(92), "92"),
        (Decimal("87.50"), "87.5"),
        (71.25, "71.3"),
        (Decimal(0), "0"),
        (Decimal(100), "100"),
    ],
)
def test_a_score_has_at_most_one_decimal(value: Decimal | float, expected: str) -> None:
    """Scores are short: one decimal at most and no trailing zeros."""
    assert expected == number(value)


@pytest.mark.parametrize(("value", "expected"), [(412.6871, "412.7"), (0.00012345, "0.0001234"), (2, "2")])
def test_a_measured_figure_has_four_digits(value: float, expected: str) -> None:
    """A measure of any magnitude is shown with four significant digits."""
    assert expected == figure(value)


@given(frame=st.integers(0, 10**6), fps=st.integers(1, 120))
def test_a_timecode_names_one_frame(frame: int, fps: int) -> None:
    """A timecode leads back to exactly the frame that it was made from."""
    hours, minutes, seconds, frames = map(int, timecode(frame, fps).split(":"))
    assert frame == ((hours * 60 + minutes) * 60 + seconds) * fps + frames


@given(amount=st.decimals(-1000, 1000, places=6), whole=st.decimals(0, 1000, places=6))
def test_a_bar_never_leaves_its_track(amount: Decimal, whole: Decimal) -> None:
    """However the figures are, a bar is drawn between 0 and 100 %."""
    assert 0 <= Decimal(part(amount, whole).removesuffix("%")) <= 100


@pytest.mark.parametrize(
    ("amount", "whole", "expected"), [(1, 4, "25%"), (1, 3, "33.333%"), (1, 0, "0%"), (9, 3, "100%")]
)
def test_a_bar_shows_its_part(amount: int, whole: int, expected: str) -> None:
    """A quarter is drawn as a quarter, and a part of nothing as nothing."""
    assert expected == part(amount, whole)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(Fraction(15, 2), "7.5 s"), (Fraction(90), "1 min 30 s"), (Fraction(60), "1 min 0 s")],
)
def test_a_length_is_read_in_minutes_and_seconds(seconds: Fraction, expected: str) -> None:
    """Lengths are shown as people say them."""
    assert expected == clock(seconds)


@pytest.mark.parametrize(
    ("count", "expected"), [(812, "812 B"), (34_512, "34.5 kB"), (2_100_000, "2.1 MB"), (3 * 10**9, "3 GB")]
)
def test_a_file_has_a_readable_size(count: int, expected: str) -> None:
    """Sizes are shown in the unit that fits them."""
    assert expected == size(count)


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("2026-11-21T08:05:34.120000+00:00", "2026-11-21 08:05 UTC"),
        ("2026-11-21 08:05:34", "2026-11-21 08:05"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_moment_is_read_to_the_minute(created: str, expected: str) -> None:
    """A moment is shown as a date and a time of day, with its zone where it is known."""
    assert expected == moment(created)
