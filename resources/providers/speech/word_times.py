"""Makes words with times out of what a synthesizer tells: times of letters, of parts of words, of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from resources.media.caption import SpokenWord
from resources.media.spoken_words import LONGEST, in_order

__all__ = ["Part", "lists_of", "told_words", "words_of"]

# Chinese and Japanese letters stand alone; they are written without spaces.
_ALONE = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
_TOKEN = re.compile(rf"[{_ALONE}\U00020000-\U0003ffff][^\w\s]*|[^\s{_ALONE}\U00020000-\U0003ffff]+")
_SILENT = frozenset("PZC")  # punctuation, spaces and controls, by Unicode's categories
_TIMELESS = 10  # of a real line's words, at most one in so many lasts no time


@dataclass(frozen=True)
class Part:
    """A piece of a text whose time is known.

    Args:
        at: index of its first character.
        start: milliseconds from the sound's start.
        end: milliseconds.
    """

    at: int
    start: int
    end: int


def words_of(text: str, parts: Sequence[Part]) -> tuple[SpokenWord, ...]:
    """The words of a text: each from its first known part's start to its last one's end.

    What has no time of its own, such as a dash between words, belongs to the word before it.

    Args:
        text: what is said.
        parts: in the text's order.

    Returns:
        Words that are slices of the text; empty where the times are not in order.
    """
    found: list[tuple[int, int, int, int]] = []
    waiting, ahead = list(reversed(parts)), -1
    for token in _TOKEN.finditer(text):
        within: list[Part] = []
        while waiting and waiting[-1].at < token.end():
            within.append(waiting.pop())
        if within:
            since = token.start() if ahead < 0 else ahead
            start, end = min(one.start for one in within), max(one.end for one in within)
            found.append((since, token.end(), start, end))
            ahead = -1
        elif found:
            found[-1] = (found[-1][0], token.end(), *found[-1][2:])
        elif ahead < 0:
            ahead = token.start()
    words = tuple(
        SpokenWord(text=text[since:until], start=start, end=max(end, start + 1))
        for since, until, start, end in found
    )
    return words if in_order(words) and all(end >= start for *_, start, end in found) else ()


def told_words(tokens: Any, starts: Any, ends: Any, *, apart: bool = False) -> tuple[SpokenWord, ...]:
    """The words of an alignment as providers write it: three lists of one length.

    Args:
        tokens: letters, or words with or without the spaces and the punctuation between them.
        starts: seconds, as ints and Decimals.
        ends: seconds.
        apart: whether the tokens are words, with a space between two unless the list has spaces itself.

    Returns:
        The words in whole milliseconds; empty where the lists are damaged. An alignment is a gift beside
        a sound that is paid for: it is never a reason to lose it.
    """
    lists = (tokens, starts, ends)
    if not all(isinstance(one, list) for one in lists) or len({len(one) for one in lists}) != 1:
        return ()
    times = [(_ms(start), _ms(end)) for start, end in zip(starts, ends, strict=True)]
    if not all(isinstance(token, str) for token in tokens) or any(None in pair for pair in times):
        return ()
    if apart and not any(token.isspace() for token in tokens):
        tokens = [f"{token} " for token in tokens]
    places = accumulate((len(token) for token in tokens), initial=0)
    parts = [
        Part(at, start, end)
        for at, token, (start, end) in zip(places, tokens, times, strict=False)
        if start is not None and end is not None and any(map(_voiced, token))
    ]
    timeless = sum(part.start == part.end for part in parts)
    if any(part.end < part.start for part in parts) or timeless * _TIMELESS > len(parts):
        return ()
    return words_of("".join(tokens), parts)


def lists_of(alignment: Any, *names: str) -> tuple[Any, ...]:
    """Some members of an alignment, None for each where it is no JSON object."""
    return tuple(alignment.get(name) if isinstance(alignment, Mapping) else None for name in names)


def _voiced(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in _SILENT


def _ms(seconds: Any) -> int | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | Decimal):
        return None
    # Compared first: a number with a thousand digits is none that can be rounded.
    return round(Decimal(seconds) * 1000) if 0 <= seconds <= LONGEST // 1000 else None
