"""What a text's script asks of those who draw it: which way it runs, and whether its letters are shaped."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["directed", "is_shaped", "paired"]

_LEFT, _RIGHT = "\u200e", "\u200f"  # direction marks: nobody sees them
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def is_shaped(text: str) -> bool:
    """Whether a text has letters that run from right to left, or marks that change or join letters.

    `drawtext` takes each line for one script that runs from left to right: it parts or drops the marks of
    the others, and puts words and signs into the wrong order.

    Args:
        text: any characters.
    """
    return any(
        unicodedata.bidirectional(char) in ("R", "AL", "AN") or unicodedata.category(char) in ("Mn", "Mc")
        for char in unicodedata.normalize("NFC", text)
    )


def directed(lines: Sequence[str], text: str = "") -> tuple[str, ...]:
    """Lines of one text that all run its way, where readers judge each line by its own first letter.

    Args:
        lines: of one text, in order.
        text: the text where it is more than these lines.

    Returns:
        The lines; one that would run the other way has a direction mark in front.
    """
    ways = [_way(line) for line in lines]
    whole = _way(text) or next(filter(None, ways), "")
    return tuple(
        whole + line if way not in ("", whole) else line for line, way in zip(lines, ways, strict=True)
    )


def paired(line: str) -> list[str]:
    """A line's characters, its brackets with the direction marks that let both of a pair look the same way.

    Unicode has the pair follow what is within and before it (UAX #9, rule N0); libass looks at each bracket
    by itself, and `Hello (2024)!` in a Hebrew line would lose its closing one to the other end.

    Args:
        line: one line.

    Returns:
        As many strings as the line has characters; joined they are the line.
    """
    seen, base = list(line), _way(line) or _LEFT
    ways, last = [], base
    for char in line:
        # Digits run with the Latin letters before them, and count as Hebrew ones do elsewhere.
        ways.append(last if _numeric(char) and last == _LEFT else _RIGHT if _numeric(char) else _way(char))
        last = _way(char) or last
    if len({*ways} - {""}) < 2:
        return seen
    for first, behind in _pairs(line):
        within = {*ways[first + 1 : behind]} - {""}
        before = next(filter(None, reversed(ways[:first])), base)
        if within:
            way = base if base in within else before
            seen[first], seen[behind] = way + seen[first], seen[behind] + way
            ways[first] = ways[behind] = way
    return seen


def _pairs(line: str) -> list[tuple[int, int]]:
    """Where brackets open and close, in the order in which they open."""
    pairs: list[tuple[int, int]] = []
    open_: list[int] = []
    for at, char in enumerate(line):
        if char in _CLOSING:
            open_.append(at)
        matching = [place for place in open_ if _CLOSING[line[place]] == char]
        if matching:
            pairs.append((matching[-1], at))
            del open_[open_.index(matching[-1]) :]
    return sorted(pairs)


def _numeric(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("EN", "AN")


def _way(text: str) -> str:
    """The mark of the way that a text runs by its first letter; empty where no letter says one."""
    for char in text:
        way = unicodedata.bidirectional(char)
        if way in ("L", "R", "AL"):
            return _LEFT if way == "L" else _RIGHT
    return ""
