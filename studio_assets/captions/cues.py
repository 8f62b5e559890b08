"""Cuts what is said into captions that can be read while they stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resources.media.caption import Cue, SpokenWord
from resources.media.right_to_left import directed
from studio_assets.captions.layout import LINE, layout
from studio_assets.captions.words import LETTER, Word, closes, joined, width

__all__ = ["LONGEST", "SHORTEST", "SPEED", "Composed", "Line", "compose"]

SPEED = 17
"""Letters a second that are read with ease; a Chinese letter counts as 2.6 of them."""
SHORTEST, LONGEST = 1000, 7000
"""Milliseconds that a caption stands at least, where time allows, and at most."""
GAP = 80
"""Milliseconds between two captions, and never less than two frames: else a change looks like a flicker."""
_WIDEST = 250
"""Milliseconds that two frames may take of it: at 1 frame a second a short line would have no caption."""

_REST = 400  # milliseconds of silence within a caption that nobody minds
_WORDS = 2 * LINE // LETTER  # more words than this never fit a caption


@dataclass(frozen=True)
class Line:
    """A spoken line, as captions need it. Times are film milliseconds.

    Args:
        name: the scene, for what a person is told.
        words: what is said.
        times: when each word is said, in order.
        end: when its captions must be gone where its sound is cut off; None lets them stand a little longer.
    """

    name: str
    words: tuple[Word, ...]
    times: tuple[SpokenWord, ...]
    end: int | None = None


@dataclass(frozen=True)
class Composed:
    """The film's captions.

    Args:
        cues: in film order.
        fast: those that must be read too fast, a sentence each.
        notes: words that no caption shows, a sentence each.
    """

    cues: tuple[Cue, ...]
    fast: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """What one caption shows."""

    words: tuple[Word, ...]
    times: tuple[SpokenWord, ...]
    lines: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(width(line) for line in self.lines)

    @property
    def reading(self) -> int:
        """Milliseconds that reading it takes."""
        return max(SHORTEST, -(-self.letters * 1000 // (SPEED * LETTER)))


def compose(lines: Sequence[Line], frames: int, fps: int) -> Composed:
    """Make the captions of a film.

    A caption begins with its first word and stands until it can be read, but gives way to the next one and
    ends with the film. Words whose sound is cut off, or for which there is not even a frame, are told.

    Args:
        lines: in film order.
        frames: the film's length.
        fps: frames per second.

    Returns:
        Captions in order, none over another, each at least a frame long and within the film.
    """
    film, frame = frames * 1000 // fps, -(-1000 // fps)
    gap = max(GAP, min(-(-2000 // fps), _WIDEST))
    cues: list[Cue] = []
    fast: list[str] = []
    notes: list[str] = []
    spoken = sorted((line for line in lines if line.times), key=lambda line: line.times[0].start)
    following = [*(line.times[0].start for line in spoken[1:]), film + gap]
    for line, then in zip(spoken, following, strict=False):
        end = film if line.end is None else min(line.end, film)
        heard = sum(time.start < min(then, end) for time in line.times)
        limit = min(then - gap, end)
        parts = list(_parts(line.words[:heard], line.times[:heard], limit, gap))
        spans = _spans(parts, limit, gap, frame)
        said = joined(line.words)
        shown = sum(len(part.words) for part in parts[: len(spans)])
        if shown < len(line.words):
            lost = joined(line.words[shown:])
            notes.append(f"{line.name}: no caption shows “{lost}”, for which there is no time in the film.")
        for part, span in zip(parts, spans, strict=False):
            seen = directed(part.lines, said)
            cues.append(Cue(start=span[0], end=span[1], lines=seen, words=_within(part.times, *span)))
            fast += _hurry(part, *span)
    return Composed(tuple(cues), tuple(fast), tuple(notes))


def _parts(words: Sequence[Word], times: Sequence[SpokenWord], limit: int, gap: int) -> Iterator[_Part]:
    """The cheapest way to part a line into captions, found from its end."""
    best: list[tuple[float, int]] = [(0.0, len(words))] * (len(words) + 1)
    laid: dict[tuple[int, int], tuple[str, ...]] = {}
    for start in reversed(range(len(words))):
        found: tuple[float, int] = (math.inf, start + 1)
        for end in range(start + 1, min(len(words), start + _WORDS) + 1):
            seen = layout(words[start:end])
            if seen is None:
                break
            until = times[end].start - gap if end < len(words) else limit
            lines, ugly = seen
            part = _Part(tuple(words[start:end]), tuple(times[start:end]), lines)
            cost = ugly + _cost(part, until, last=end == len(words)) + best[end][0]
            if cost < found[0]:
                found, laid[start, end] = (cost, end), lines
        best[start] = found
    at = 0
    while at < len(words):
        end = best[at][1]
        yield _Part(tuple(words[at:end]), tuple(times[at:end]), laid[at, end])
        at = end


def _cost(part: _Part, until: int, *, last: bool) -> float:
    """How much a reader minds this caption. One more caption costs 1, so that they are not too many."""
    times, room = part.times, max(1, until - part.times[0].start)
    ends = [closes(word) for word in part.words]
    cost = 1.0 if last or ends[-1] == 2 else 1.35 if ends[-1] == 1 else 2.2
    cost += 0.35 * ends[:-1].count(2)
    cost += sum(max(0, b.start - a.end - _REST) for a, b in pairwise(times)) / 600
    cost += 3 * max(0, SHORTEST - room) / SHORTEST + 4 * max(0.0, 1 - room / part.reading)
    if len(times) > 1 and times[-1].end - times[0].start > LONGEST:
        cost += 1000  # not infinite: a line of such words must still be parted somehow
    return cost


def _spans(parts: Sequence[_Part], limit: int, gap: int, frame: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for number, part in enumerate(parts):
        start = part.times[0].start
        until = parts[number + 1].times[0].start - gap if number + 1 < len(parts) else limit
        wanted = max(part.times[-1].end, start + part.reading)
        spans.append((start, min(wanted, start + LONGEST, until)))
    if all(end - start >= frame for start, end in spans):
        return spans
    # Words faster than anybody speaks: the captions share the time evenly, as many as get a frame.
    first = parts[0].times[0].start
    count = min(len(parts), max(0, limit - first) // frame)
    each = min((limit - first) // count if count else 0, LONGEST)
    pause = min(gap, each - frame)
    return [(first + each * k, first + each * (k + 1) - pause) for k in range(count)]


def _within(times: Sequence[SpokenWord], start: int, end: int) -> tuple[SpokenWord, ...]:
    """The words' times as far as their caption stands."""
    within = []
    for time in times:
        begun = max(start, min(time.start, end - 1))
        within.append(SpokenWord(text=time.text, start=begun, end=max(begun + 1, min(time.end, end))))
    return tuple(within)


def _hurry(part: _Part, start: int, end: int) -> list[str]:
    text, stands = joined(part.words), end - start
    where = f"{start // 60000}:{start // 1000 % 60:02}"
    if part.letters * 1000 > SPEED * LETTER * stands:
        speed = -(-part.letters * 1000 // (LETTER * stands))
        return [f"“{text}” at {where} asks for {speed} letters a second; {SPEED} are read with ease."]
    if stands < SHORTEST:
        return [f"“{text}” at {where} stands for {stands / 1000:g} s, less than {SHORTEST / 1000:g} s."]
    return []
