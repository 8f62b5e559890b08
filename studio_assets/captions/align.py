"""When each word of a line is spoken: by the provider's word, by the measured pauses, or by its length."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import accumulate, pairwise

from resources.media.caption import SpokenWord
from studio_assets.captions.words import Word, closes, split, weight

__all__ = ["align", "told"]

Span = tuple[int, int]

_KNOWN = 0.6  # share of the words that the provider's words must have, or they are of another text
_DRIFT = 0.5  # what a millisecond between an expected and a measured pause costs, in milliseconds of pause


def align(
    text: str, ms: int, pauses: Sequence[Span] = (), lead: int = 0, tail: int = 0
) -> tuple[tuple[SpokenWord, ...], str]:
    """Place a line's words by where the voice rests.

    Sentences and clauses end in pauses, in order: the pairing that explains most of the silence while it
    keeps to the expected places is taken. Between two such ends words are as long as their letters ask.

    Args:
        text: what is said.
        ms: the sound's length in milliseconds.
        pauses: (start, end) of the silences within it, in milliseconds.
        lead: milliseconds of silence before the first word.
        tail: milliseconds of silence after the last one.

    Returns:
        The words of `split(text)`, one after another within the sound, and how they were placed: `pauses`,
        or `even` where no pause could be told.
    """
    words = split(text)
    if not words:
        return (), "even"
    first, last = (lead, ms - tail) if 0 <= lead < ms - tail <= ms else (0, ms)
    voiced = _voiced(first, last, pauses)
    ends = _paired(words, voiced)
    if not ends:
        return _settled(words, _spread(words, [(first, last)]), ms), "even"
    spans: list[Span] = []
    for word_from, word_to, part_from, part_to in _between(ends, len(words), len(voiced)):
        spans += _spread(words[word_from:word_to], voiced[part_from:part_to])
    return _settled(words, spans, ms), "pauses"


def told(text: str, ms: int, given: Sequence[SpokenWord]) -> tuple[SpokenWord, ...] | None:
    """Place a line's words by the provider's times, whose words may be written or parted otherwise.

    Args:
        text: what is said, as it is written.
        ms: the sound's length in milliseconds.
        given: the provider's words, for example `twenty` `five` where the text has `25`.

    Returns:
        The words of `split(text)`, or None where the provider's words are of another text.
    """
    words = split(text)
    heard = [
        (piece, span)
        for one in given
        for pieces in [split(one.text)]
        for piece, span in zip(pieces, _spread(pieces, [(one.start, one.end)]), strict=True)
    ]
    match = difflib.SequenceMatcher(
        None, [_key(word.text) for word in words], [_key(piece.text) for piece, _ in heard], autojunk=False
    )
    blocks = match.get_matching_blocks()
    if not words or sum(block.size for block in blocks) < _KNOWN * len(words):
        return None
    spans: list[Span] = []
    done = 0
    for block in blocks:
        if block.a > len(spans):
            # Words that the provider writes otherwise: together they are as long as those between.
            apart = [span for _, span in heard[done : block.b]]
            until = heard[block.b][1][0] if block.b < len(heard) else ms
            since = spans[-1][1] if spans else 0
            room = (apart[0][0], apart[-1][1]) if apart else (since, max(since, until))
            spans += _spread(words[len(spans) : block.a], [room])
        spans += [span for _, span in heard[block.b : block.b + block.size]]
        done = block.b + block.size
    return _settled(words, spans, ms)


def _voiced(first: int, last: int, pauses: Sequence[Span]) -> list[Span]:
    """The stretches of voice between the pauses, none of them empty."""
    parts, at = [], first
    for start, end in sorted(pauses):
        if at < start < end < last:
            parts.append((at, start))
            at = end
    return [*parts, (at, last)]


def _paired(words: Sequence[Word], voiced: Sequence[Span]) -> list[tuple[int, int]]:
    """Which word each pause comes after: (index of the word behind it, index of the voice behind it)."""
    total = sum(end - start for start, end in voiced)
    weights = list(accumulate(weight(word.text) for word in words))
    ends = [number for number in range(1, len(words)) if closes(words[number - 1])]
    before = list(accumulate(end - start for start, end in voiced))
    rests = [(before[number - 1], number) for number in range(1, len(voiced))]

    def gain(end: int, rest: tuple[int, int]) -> float:
        silence = voiced[rest[1]][0] - voiced[rest[1] - 1][1]
        drift = abs(total * weights[end - 1] / weights[-1] - rest[0])
        return closes(words[end - 1]) * silence - _DRIFT * drift

    best = [[0.0] * (len(rests) + 1) for _ in range(len(ends) + 1)]
    for row, end in enumerate(ends, start=1):
        for column, rest in enumerate(rests, start=1):
            together = best[row - 1][column - 1] + gain(end, rest)
            best[row][column] = max(best[row - 1][column], best[row][column - 1], together)
    pairs, row, column = [], len(ends), len(rests)
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((ends[row], rests[column][1]))
    return pairs[::-1]


def _between(ends: Sequence[tuple[int, int]], words: int, parts: int) -> list[tuple[int, int, int, int]]:
    marks = [(0, 0), *ends, (words, parts)]
    return [(a, c, b, d) for (a, b), (c, d) in pairwise(marks)]


def _spread(words: Sequence[Word], parts: Sequence[Span]) -> list[Span]:
    """Spread words over stretches of voice by what they weigh; a pause within them is stepped over."""
    room = sum(end - start for start, end in parts)
    whole = sum(weight(word.text) for word in words)
    spans, done = [], 0
    for word in words:
        start = _at(parts, room * done // whole, ending=False)
        done += weight(word.text)
        spans.append((start, _at(parts, room * done // whole, ending=True)))
    return spans


def _at(parts: Sequence[Span], voice: int, *, ending: bool) -> int:
    """The time at which so much voice has been heard; on a border what ends is before the pause."""
    for start, end in parts:
        length = end - start
        if voice < length or (ending and voice == length):
            return start + voice
        voice -= length
    return parts[-1][1]


def _settled(words: Sequence[Word], spans: Sequence[Span], ms: int) -> tuple[SpokenWord, ...]:
    """Words in order, none over another, each at least a millisecond, whatever the measures said."""
    settled: list[SpokenWord] = []
    free = 0
    for number, (word, (start, end)) in enumerate(zip(words, spans, strict=True)):
        left = len(words) - number
        start = max(free, min(start, ms - left))
        following = spans[number + 1][0] if left > 1 else ms
        end = max(start + 1, min(end, following, ms - left + 1))
        settled.append(SpokenWord(text=word.text, start=start, end=end))
        free = end
    return tuple(settled)


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
