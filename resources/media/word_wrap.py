"""Breaks a text into lines no wider than some room."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import east_asian_width

from resources.media.unspaced import parted

__all__ = ["wrap"]

_RUN = re.compile(r"(?:\S|[\u00a0\u2007\u202f])+\s*")  # no-break spaces hold together what is beside them


def wrap(text: str, width: Callable[[str], float], room: float) -> list[str]:
    """Break a text between its words, and between any two letters of scripts that write no spaces.

    Args:
        text: any characters; its own line breaks are kept.
        width: of a line, in the unit of `room`.
        room: the widest that a line should be; a single word may be wider, except in a script that writes
            no spaces.

    Returns:
        The lines, without spaces at their ends.
    """
    return [line for part in text.split("\n") for line in _lines(part, width, room)]


def _lines(text: str, width: Callable[[str], float], room: float) -> list[str]:
    broken = [""]
    for unit in _units(text, width, room):
        longer = f"{broken[-1]}{unit}"
        if broken[-1] and width(longer.strip()) > room:
            broken.append(unit)
        else:
            broken[-1] = longer
    return [" ".join(line.split()) for line in broken]


def _units(text: str, width: Callable[[str], float], room: float) -> list[str]:
    units: list[str] = []
    for word in (part for run in _RUN.findall(text.strip()) for part in parted(run, width, room)):
        start = 0
        for at in range(1, len(word)):
            before, letter = word[at - 1], word[at]
            # Marks stay with what they open or close.
            if (_wide(before) or _wide(letter)) and before.isalnum() and letter.isalnum():
                units.append(word[start:at])
                start = at
        units.append(word[start:])
    return units


def _wide(letter: str) -> bool:
    return east_asian_width(letter) in ("W", "F")
