"""Whose word on the cut counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from resources.runs.run import Pick
from studio_assets.edl.choice import counting, spec_speaks


def picks(*words: tuple[str, str]) -> list[Pick]:
    """Picks of one run: (cut, who)."""
    return [
        Pick(
            production="boat", run="one", version=number, cut=cut, picked_by=who, reason="",
            at=datetime(2026, 11, 21, tzinfo=UTC),
        )
        for number, (cut, who) in enumerate(words, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "wish", "expected"),
    [
        ((), "auto", None),
        ((("safe", "ada"),), "auto", ("safe", 1)),
        ((("safe", "ada"), ("creative", "bob")), "ask", ("creative", 2)),
        ((("safe", "ada"), ("creative", "spec")), "creative", ("creative", 2)),
        ((("safe", "spec"), ("creative", "ada")), "safe", ("creative", 2)),
        ((("safe", "ada"), ("creative", "spec")), "auto", ("safe", 1)),
        ((("safe", "spec"),), "ask", None),
    ],
    ids=[
        "nobody", "a-person", "the-latest", "spec-after-a-person", "person-after-the-spec",
        "spec-took-it-back", "spec-now-asks",
    ],
)  # fmt: skip
def test_the_latest_word_counts(
    words: tuple[tuple[str, str], ...], wish: str, expected: tuple[str, int] | None
) -> None:
    """The latest pick counts, whoever made it; one of the spec's only while the spec still says so."""
    found = counting(picks(*words), wish)
    assert expected == (None if found is None else (found.cut, found.version))


@pytest.mark.parametrize(
    ("words", "wish", "expected"),
    [
        ((), "auto", False),
        ((), "ask", False),
        ((), "safe", True),
        ((("safe", "spec"), ("creative", "ada")), "safe", False),
        ((("safe", "spec"), ("creative", "ada")), "balanced", True),
    ],
)
def test_the_spec_speaks_once_for_each_of_its_words(
    words: tuple[tuple[str, str], ...], wish: str, expected: bool
) -> None:
    """A cut that the spec has named already is no new word: a person's later pick stands."""
    assert expected == spec_speaks(picks(*words), wish)
