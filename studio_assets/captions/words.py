"""A text's words: what stands on a line together, how wide it is, and how long it takes to say."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resources.media.unspaced import parted

__all__ = ["LETTER", "Word", "closes", "joined", "split", "weight", "width"]

LETTER = 8
"""Width of a Latin letter. Chinese, Japanese and Korean ones are 21 wide: 42 of the one and 16 of the other
fill a line."""
_WIDE = 21
_HALF = 21 * LETTER  # of a line

_GAP = re.compile(r"[^\S\u00a0\u2007\u202f]+")  # spaces that a line may end at: no-break ones hold together
_ALONE = re.compile(  # letters of scripts without spaces, which may stand at a line's end anywhere
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
# Small kana, the long-vowel sign and the iteration mark never begin a line.
_CLINGING = frozenset("々ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶー・゙゚")
_SENTENCE, _CLAUSE = frozenset(".!?…。！？؟۔।॥."), frozenset(",;:—–،؛、，；：")
_BEHIND = "\"'”’»)]}」』）】〉》 \u00a0\u202f"


@dataclass(frozen=True)
class Word:
    """What is never parted: a word with its punctuation, or one letter of a script without spaces.

    Args:
        text: as it is written.
        space: whether a space stands between it and the next.
    """

    text: str
    space: bool


def split(text: str) -> tuple[Word, ...]:
    """A text's words in order; `joined` puts them together again.

    Signs that stand alone, such as a dash between two words, belong to the word before them, brackets and
    quotes that open to the word behind them.

    Args:
        text: one text; its line breaks count as spaces, its control characters are left out.
    """
    seen = "".join(char if char.isspace() else _visible(char) for char in text)
    found: list[Word] = []
    for chunk in filter(None, _GAP.split(seen)):
        pieces = [piece for run in _runs(chunk) for piece in _pieces(run)]
        words = [Word(piece, number == len(pieces)) for number, piece in enumerate(pieces, start=1)]
        for word in words:
            lonely = not _spoken(word.text) and not _opens(word.text)
            if found and (lonely or not _spoken(found[-1].text)):
                before = found.pop()
                word = Word(joined((before, word)), word.space)
            found.append(word)
    return tuple(found)


def joined(words: Sequence[Word]) -> str:
    """The words as one text."""
    return "".join(word.text + " " * word.space for word in words).removesuffix(" ")


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How wide a text is: `LETTER` for a letter, more for a Chinese one, nothing for an accent of its own."""
    return sum(_wide(char) for char in text)


@lru_cache(maxsize=4096)
def weight(text: str) -> int:
    """How long it takes to say a word, beside other words; at least 1."""
    spoken = 0
    for char in text:
        if unicodedata.category(char)[0] == "N":
            spoken += 6  # a digit is a word of its own
        elif char.isalpha():
            spoken += 5 if _wide(char) == _WIDE else 2
    return max(1, spoken)


@lru_cache(maxsize=4096)
def closes(word: Word) -> int:
    """What ends with a word: 2 for a sentence, 1 for a clause, 0 for nothing."""
    bare = word.text.rstrip(_BEHIND)
    if not bare:
        return 0
    if bare[-1] in _SENTENCE:
        # "Mr." and "J." close nothing; where "Tom." does, a shorter pause is expected and no harm done.
        return 1 if re.fullmatch(r"\W*[A-Z][a-z]{0,2}\.", bare) else 2
    return 1 if bare[-1] in _CLAUSE else 0


def _runs(chunk: str) -> list[str]:
    """Thai and its like in halves of a line, where a chunk of them fills more than one."""
    return parted(chunk, width, _HALF if width(chunk) > 2 * _HALF else math.inf)


def _pieces(chunk: str) -> Iterator[str]:
    """What a chunk without spaces falls into: runs of letters, and letters that stand alone."""
    piece, opening, alone = "", "", False
    for char in chunk:
        category = unicodedata.category(char)
        if category in ("Ps", "Pi"):
            opening += char
        elif opening or (category[0] not in "PSMC" and char not in _CLINGING):
            apart = _ALONE.match(char) is not None
            if piece and (apart or alone):
                yield piece
                piece = ""
            piece, opening, alone = piece + opening + char, "", apart
        else:
            piece += char
    if piece + opening:
        yield piece + opening


def _visible(char: str) -> str:
    unseen = unicodedata.category(char) in ("Cc", "Cs") or (ord(char) & 0xFFFE) == 0xFFFE
    return "" if unseen or 0xFDD0 <= ord(char) <= 0xFDEF else char


def _spoken(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _opens(text: str) -> bool:
    return all(unicodedata.category(char) in ("Ps", "Pi") for char in text)


def _wide(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else LETTER
