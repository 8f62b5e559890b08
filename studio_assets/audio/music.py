"""The film's music: each cue of the spec, made or taken from a file."""

from __future__ import annotations

from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.money import ZERO, Usd
from studio_assets.document import Document, Seconds, Value

__all__ = ["Cue", "Music"]


class Cue(Value):
    """One piece of music in the film.

    Args:
        number: 1 for the first cue of the spec.
        state: `made`, `file`, `silent: ...`, `held: ...`, `refused: ...`, `damaged: ...` or `unknown: ...`.
        at: film frame at which it begins.
        end: film frame after its last.
        gain_db: decibels louder or softer than its own level.
        provider: who made it; empty for a file.
        mood: what was asked for; the file's name for a file.
        media: the sound; None unless it is there.
        seconds: length of what was made, which is mostly longer than the cue; 0 for a file, which is not
            read to its end here.
        price: dollars settled for all of its takes.
        slate: the take's identity; empty for a file.
        fell_back_from: the cue's provider where another one made it; else empty.
    """

    number: int
    state: str
    at: int
    end: int
    gain_db: float = 0.0
    provider: str = ""
    mood: str = ""
    media: Artifact | None = None
    seconds: Seconds = Fraction(0)
    price: Usd = ZERO
    slate: str = ""
    fell_back_from: str = ""


class Music(Document):
    """State `made`, `held: ...` where a cue is missing, or `silent` where no cut is locked.

    Args:
        cues: in film order.
        price: dollars of all cues, over all their takes.
        simulated: whether a simulated provider made any of it.
        timeline: identity of the timeline that it was made for.
    """

    cues: tuple[Cue, ...] = ()
    price: Usd = ZERO
    simulated: bool = False
    timeline: str = ""
