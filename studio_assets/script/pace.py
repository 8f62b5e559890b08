"""How many words fit a scene when they are spoken, and what is left of a text that has too many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

__all__ = ["WORDS_PER_SECOND", "cut_to_pace", "spoken_seconds", "words", "words_allowed"]

WORDS_PER_SECOND = Fraction(5, 2)
"""A calm narrator's pace."""

# Kana and Han stand without spaces; about two of them are spoken in the time of a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”’]*")
_LOOSE_END = re.compile(r"[\s,;:–—\-(\[「『“‘\"']+$")


def words(text: str) -> int:
    """Words of a text as they are spoken; a lone dash is none.

    Args:
        text: any text.
    """
    return ceil(Fraction(sum(halves for _, halves in _tokens(text)), 2))


def words_allowed(seconds: Fraction) -> int:
    """Words that can be spoken in a scene, rounded down.

    Args:
        seconds: the scene's length.
    """
    return floor(seconds * WORDS_PER_SECOND)


def spoken_seconds(text: str) -> Fraction:
    """Seconds that a text takes when it is spoken.

    Args:
        text: any text.
    """
    return words(text) / WORDS_PER_SECOND


def cut_to_pace(text: str, allowed: int) -> str:
    """The longest beginning of a text that can be spoken: whole sentences, else whole words.

    Args:
        text: any text.
        allowed: words that it may have.

    Returns:
        The text itself where it fits; else its beginning, perhaps empty.
    """
    whole = text.strip()
    if words(whole) <= allowed:
        return whole
    ends = [end.end() for end in _SENTENCE_END.finditer(whole)]
    # One word before the full stop is rather an abbreviation than a sentence.
    fitting = [end for end in ends if 1 < words(whole[:end]) <= allowed]
    if fitting:
        return whole[: fitting[-1]]
    head, halves = 0, 0
    for end, weight in _tokens(whole):
        halves += weight
        if halves > 2 * allowed:
            break
        head = end
    return _LOOSE_END.sub("", whole[:head])


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where each token ends, and its weight in half words."""
    for token in _TOKEN.finditer(text):
        found = token.group()
        spoken = any(letter.isalnum() for letter in found)
        unspaced = len(found) == 1 and re.match(f"[{_UNSPACED}]", found) is not None
        yield token.end(), (1 if unspaced else 2) if spoken else 0
