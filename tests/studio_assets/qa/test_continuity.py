"""Whether a clip continues the one before it."""

from __future__ import annotations

from typing import Any

import pytest

from studio_assets.qa.continuity import Continuity, agreed


@pytest.mark.parametrize(
    ("changes", "broken", "issues"),
    [
        ({}, False, 0),
        ({"distance": 2, "colour": 0.5, "matches": True}, False, 0),
        ({"distance": 31, "colour": 40.2, "matches": False}, True, 1),
        ({"matches": True, "distance": 1, "colour": 0.1, "identity": "same"}, False, 0),
        ({"matches": True, "distance": 1, "colour": 0.1, "identity": "unsure"}, False, 0),
        ({"matches": True, "distance": 1, "colour": 0.1, "identity": "different"}, True, 1),
        ({"matches": False, "distance": 31, "colour": 40.2, "identity": "different"}, True, 2),
    ],
    ids=["unknown", "measured", "measured-apart", "same", "unsure", "somebody-else", "both"],
)
def test_broken(changes: dict[str, Any], broken: bool, issues: int) -> None:
    """A cut is broken where it was measured so or seen so; each way is said with what to try."""
    cut = Continuity(after="launch", **changes)
    assert (broken, issues, issues) == (cut.broken, len(cut.issues), len(cut.suggestions))


def test_the_figures_are_told() -> None:
    """Who reads the issue learns by how much the two frames differ."""
    cut = Continuity(after="launch", distance=31, colour=40.21, matches=False)
    assert (
        "It does not open on the last frame of launch: 31 of 64 bits of the pictures' hashes differ, and "
        "their colours by 40.2.",
    ) == cut.issues


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("same", "same", "same"),
        ("same", "unsure", "same"),
        ("unsure", "different", "different"),
        ("same", "different", "unsure"),
        ("unsure", "unsure", "unsure"),
        (None, "same", "same"),
        (None, None, None),
    ],
)
def test_two_judges(first: Any, second: Any, expected: Any) -> None:
    """A certain word counts before an unsure one, and two that differ prove nothing."""
    assert expected == agreed(first, second)
