"""What the person at the keyboard asked for is not there: exit code 2, and nothing was done."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from resources.errors import StudioError

__all__ = ["Mistake", "nearest"]


class Mistake(StudioError):
    """A command that cannot be meant as it is written; the mend says what can be."""


def nearest(word: str, names: Iterable[str]) -> str:
    """The mend of a name that is not there.

    Args:
        word: what was written.
        names: what there is.

    Returns:
        `Did you mean ...?`, or all names where none is near.
    """
    known = list(names)
    near = get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known) or 'none yet'}."
