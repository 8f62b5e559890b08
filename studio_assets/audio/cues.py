"""What a cue's takes are called, where it is heard, and how long a piece is asked for. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from resources.providers.port import Capabilities
from studio_assets.edl.cut import Cut
from studio_assets.spec.sound import MusicCue

__all__ = ["STEP", "length", "names", "span"]

STEP = 5
"""Seconds to whose next multiple a piece is ordered. A film that gets a second longer or shorter, by another
take of a line, keeps its music; at $0.60 a minute the rest costs five cents at most."""


_LETTERS = 24
"""Of a mood in a name: enough to know it again in progress and in a list of takes."""

_NUMBERED = re.compile(r"music_\d")  # a film has 8 cues at most


def names(cues: Sequence[MusicCue], numbered: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """What stands as the scene in the slates of the cues' takes: stored names, changing them buys anew.

    They say the mood and not the cue's number, so that a cue which is put before others, taken out or moved
    leaves the others what they have bought. Of cues with one mood each has a piece of its own.

    Args:
        cues: in the spec's order; those that are files have names, too, which nobody asks for.
        numbered: (name, mood) of takes that the run has; those called by a cue's number, as they once
            were, stay the takes of their mood.
    """
    once: defaultdict[str, list[str]] = defaultdict(list)
    for name, mood in sorted(set(numbered)):
        if _NUMBERED.fullmatch(name):
            once[mood].append(name)
    seen: Counter[str] = Counter()
    found = []
    for cue in cues:
        seen[cue.mood] += 1
        known = once[cue.mood][seen[cue.mood] - 1 : seen[cue.mood]]
        found += known or [_called(cue.mood, seen[cue.mood])]
    return tuple(found)


def _called(mood: str, nth: int) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", mood.lower())[:_LETTERS].strip("_")
    digest = hashlib.sha256(mood.encode()).hexdigest()[:8]
    return "_".join(part for part in ("music", words, digest) if part) + (f"-{nth}" if nth > 1 else "")


def span(cue: MusicCue, cut: Cut, order: Sequence[str]) -> tuple[int, int] | None:
    """The film frames of a cue: the first, and the one after the last.

    Args:
        cue: from its first scene to its last, both by name; None means the film's start or end.
        cut: the film as it is rendered.
        order: all scenes in script order. Where the cut lacks the cue's first or last scene, the next one
            inside of the cue stands in.

    Returns:
        None where the cut has none of the cue's scenes.
    """
    if cue.first is None and cue.last is None:
        return (0, cut.frames) if cut.frames else None
    first = order.index(cue.first) if cue.first in order else 0
    last = order.index(cue.last) if cue.last in order else len(order) - 1
    inside = set(order[first : last + 1])
    events = [event for event in cut.events if event.scene in inside]
    if not events:
        return None
    at = 0 if cue.first is None else min(event.record_in for event in events)
    end = cut.frames if cue.last is None else max(event.record_in + event.frames for event in events)
    return at, min(end, cut.frames)


def length(needed: Fraction, able: Capabilities, bought: Sequence[Fraction] = ()) -> Fraction:
    """The seconds to ask for.

    Args:
        needed: seconds of the cue, more than 0.
        able: what the provider can make.
        bought: seconds of pieces of the same kind that the run has already.

    Returns:
        The shortest bought piece that is long enough; else `needed` up to the next `STEP`, as far as it is
        offered. Where even the longest is too short it is asked for all the same.
    """
    enough = [one for one in bought if one >= needed]
    if enough:
        return min(enough)
    wanted = max(Fraction(ceil(needed / STEP) * STEP), able.shortest or Fraction(0))
    if able.longest is not None:
        wanted = min(wanted, able.longest)
    if not able.durations:
        return wanted
    return next((one for one in able.durations if one >= wanted), able.durations[-1])
