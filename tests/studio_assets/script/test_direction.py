from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio_assets.script.direction import direction


def test_all_of_it() -> None:
    """A provider is told what is seen, how it is filmed, and the look."""
    expected = "A desk at night. slow push in, 35mm. hand-drawn, warm"
    assert expected == direction("A desk at night.", "slow push in, 35mm", ("hand-drawn", "warm"), 0)


def test_framing_is_not_said_twice() -> None:
    """A framing that the description already names is not repeated."""
    assert "Wide shot: A boat. inked" == direction("Wide shot: A boat.", "wide shot", ("inked",), 0)


def test_cut_at_a_word() -> None:
    """A direction too long for its provider is cut at a word, and the look still arrives."""
    assert "A paper boat. inked" == direction("A paper boat crosses a puddle.", "", ("inked",), 22)


@given(st.text(" abc.,", max_size=60), st.text(" xyz", max_size=20), st.integers(1, 80))
def test_limit_holds(description: Any, camera: Any, limit: Any) -> None:
    """No direction is longer than its provider reads, and the look arrives wherever it fits."""
    text = direction(description, camera, ("inked", "warm"), limit)
    assert len(text) <= limit
    assert limit < len("inked, warm") or text.endswith("inked, warm")
