"""A spoken line that is longer than its picture can carry, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

from resources.claude.answer import Asked
from studio_assets.script.pace import cut_to_pace, words

__all__ = ["MARGIN", "Overlong", "Shortened", "cut_by_rule"]

MARGIN = Fraction(9, 10)
"""Share of the time that a shortened line is written for: no voice keeps its pace to the word, and a line is
shortened once only."""


@dataclass(frozen=True)
class Overlong:
    """A line that is too long, as it was measured.

    Args:
        pilot: whose script it is from.
        text: as it was written.
        spoken: seconds that it takes.
        room: seconds that its picture can carry.
    """

    pilot: str
    text: str
    spoken: Fraction
    room: Fraction

    @property
    def allowed(self) -> int:
        """Words that fit at the pace at which this voice speaks."""
        return floor(words(self.text) * self.room * MARGIN / self.spoken)


class Shortened(NamedTuple):
    """What is left of a line.

    Args:
        text: as it shall be spoken; empty where nothing of it fits.
        asked: what Claude was asked for it.
        notes: how it came about, a sentence each.
    """

    text: str
    asked: Sequence[Asked] = ()
    notes: Sequence[str] = ()


def cut_by_rule(line: Overlong) -> Shortened:
    """Cut a line to what fits: whole sentences, else whole words.

    Args:
        line: what is too long.
    """
    text = cut_to_pace(line.text, line.allowed)
    note = f"It had {words(line.text)} words and was cut by rule: {line.allowed} fit its picture."
    return Shortened(text, notes=(note,))
