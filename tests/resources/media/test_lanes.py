"""Sounds share lanes: no two at once on one, and no more lanes than overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from resources.media.lanes import Part, lanes

SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 50)), min_size=1, max_size=30)


@given(SPANS)
def test_as_few_lanes_as_sounds_overlap(spans: list[tuple[int, int]]) -> None:
    """Every sound lies on one lane, none over another, and the busiest moment says how many lanes."""
    parts = [Part(at=at, samples=samples, stream=number) for number, (at, samples) in enumerate(spans)]
    laid = lanes(parts)
    assert sorted(part.stream for lane in laid for part in lane) == list(range(len(parts)))
    assert all(one.end <= two.at for lane in laid for one, two in pairwise(lane))
    busiest = max(sum(one.at <= part.at < one.end for one in parts) for part in parts)
    assert busiest == len(laid)
