from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio_assets.planning.allot import deal


def test_remainder_stays_with_the_giver() -> None:
    """A micro-dollar that cannot be split is dealt to nobody."""
    assert {"a": 3, "b": 3, "c": 3} == deal(10, {"a": 1, "b": 1, "c": 1})


def test_free_films_get_equal_parts() -> None:
    """Films that cost nothing get equal parts."""
    assert {"a": 5, "b": 5} == deal(10, {"a": 0, "b": 0})


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), min_size=1), st.integers(0, 10**10))
def test_affordable_stays_affordable(weights: Any, spare: Any) -> None:
    """Where the money pays all prices together, each part pays its own."""
    dealt = deal(sum(weights.values()) + spare, weights)
    assert all(dealt[name] >= weight for name, weight in weights.items())
    assert sum(dealt.values()) <= sum(weights.values()) + spare
