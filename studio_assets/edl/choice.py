"""Which pick of a run counts: the latest word, whether it came by command, by click or in the spec."""

from __future__ import annotations

from collections.abc import Sequence

from resources.runs.run import Pick

__all__ = ["SPEC", "counting", "spec_speaks"]

SPEC = "spec"
"""Who picked, where the spec named the cut; stored in picks: renaming it breaks their history."""

_OPEN = ("auto", "ask")


def spec_speaks(picks: Sequence[Pick], wish: str) -> bool:
    """Whether the spec names a cut that it did not name before, so that its word is the latest.

    Args:
        picks: all picks of the run, oldest first.
        wish: the spec's `edit.pick`.
    """
    said = [pick.cut for pick in picks if pick.picked_by == SPEC]
    return wish not in _OPEN and said[-1:] != [wish]


def counting(picks: Sequence[Pick], wish: str) -> Pick | None:
    """The pick that counts.

    Args:
        picks: all picks of the run, oldest first.
        wish: the spec's `edit.pick`.

    Returns:
        The latest; one of the spec's only while the spec still says so. None where nobody picked.
    """
    stands = [pick for pick in picks if pick.picked_by != SPEC or pick.cut == wish]
    return stands[-1] if stands else None
