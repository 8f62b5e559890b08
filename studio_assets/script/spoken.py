"""What is said over the scenes that nobody wrote: the concept itself, at a narrator's pace."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from studio_assets.script.clauses import dealt
from studio_assets.script.pace import cut_to_pace, words_allowed

__all__ = ["spoken"]


def spoken(concept: str, seconds: Sequence[Fraction]) -> list[str]:
    """The narration of each empty slot: its own part of the concept.

    Where several slots show the same part, each goes on where the one before it had to stop, so that
    nothing is said twice.

    Args:
        concept: the user's paragraph.
        seconds: length of each empty slot, in script order.

    Returns:
        One text per slot, perhaps empty, none longer than can be spoken in its time.
    """
    said: list[str] = []
    rest = ""
    for (part, again), length in zip(dealt(concept, len(seconds)), seconds, strict=True):
        rest = rest if again else part.strip()
        said.append(cut_to_pace(rest, words_allowed(length)))
        rest = rest[len(said[-1]) :].lstrip(" ,;:–—")
    return said
