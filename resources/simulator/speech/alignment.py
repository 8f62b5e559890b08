"""When each letter or token of a line is said, as providers tell it, by the synthesizer's own times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resources.media.caption import SpokenWord
from resources.providers.speech.simulated import timed
from resources.simulator.generate import voice_like
from resources.simulator.job import Wish

__all__ = ["Aligned", "aligned"]

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True)
class Aligned:
    """Pieces of a text with their times; together they are the text.

    Args:
        pieces: the text's letters or tokens, spaces and punctuation among them.
        starts: seconds from the sound's start.
        ends: seconds.
    """

    pieces: list[str]
    starts: list[float]
    ends: list[float]


async def aligned(wish: Wish, *, speed: float = 1.0, tokens: bool = False) -> Aligned | None:
    """The alignment of a line as `sound.spoken` makes it.

    Args:
        wish: of speech.
        speed: 1 is the voice's own.
        tokens: words, spaces and punctuation in place of letters.

    Returns:
        The pieces in order, or None where the synthesizer does not know its times.
    """
    words = await timed(wish.text, voice_like(wish.voice))
    if not words:
        return None
    marks = _letters(wish.text, words)
    spans = [one.span() for one in _TOKEN.finditer(wish.text)]
    if not tokens:
        spans = [(at, at + 1) for at in range(len(wish.text))]
    return Aligned(
        pieces=[wish.text[a:b] for a, b in spans],
        starts=[_seconds(marks[a][0], speed) for a, _ in spans],
        ends=[_seconds(marks[b - 1][1], speed) for _, b in spans],
    )


def _letters(text: str, words: Sequence[SpokenWord]) -> list[tuple[int, int]]:
    """The (start, end) of each character in milliseconds: silence is of the marks between two words."""
    spans: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
    for word in words:
        begin = text.index(word.text, spans[-1][1])
        voiced = [at for at, letter in enumerate(word.text) if _voiced(letter)] or [0]
        spans.append((begin + voiced[0], begin + voiced[-1] + 1, word.start, word.end))
    end = spans[-1][3]
    marks: list[tuple[int, int]] = []
    for before, here in pairwise([*spans, (len(text), len(text), end, end)]):
        marks += _even(here[0] - before[1], before[3], here[2])
        marks += _even(here[1] - here[0], here[2], here[3])
    return marks


def _even(count: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [start + (end - start) * number // count for number in range(count + 1)] if count else []
    return pairwise(cuts)


def _voiced(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "PZC"


def _seconds(ms: int, speed: float) -> float:
    return round(ms / speed) / 1000
