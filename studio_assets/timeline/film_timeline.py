"""The film's timeline: the locked cut with its pictures fitted to the measured speech, cards and all."""

from __future__ import annotations

from resources.artifacts.artifact import Artifact
from studio_assets.document import Document, Value
from studio_assets.edl.cut import Cut

__all__ = ["Chapter", "FilmTimeline", "SpokenAt"]


class SpokenAt(Value):
    """Where a line of the narration is heard.

    Args:
        pilot: whose script it is from.
        scene: the scene's name.
        media: the sound.
        at: film frame at which it begins.
        end: film frame after its last; where fit is `shortest` the sound may be longer and is cut off here.
    """

    pilot: str
    scene: str
    media: Artifact
    at: int
    end: int


class Chapter(Value):
    """A chapter of the film.

    Args:
        title: as viewers read it.
        at: film frame at which it begins.
    """

    title: str
    at: int


class FilmTimeline(Document):
    """State `fitted`, or `held: ...` where no cut is locked.

    Args:
        lock: identity of the picture lock that it was made from.
        narration: identity of the narration that it was made from; empty while held.
        cut: the locked cut as it is rendered: retimed to the speech, with its cards; None while held.
        lines: the spoken lines in film order.
        chapters: in film order.
        unfit: scene -> why its line and its picture do not meet, a sentence; empty where all do.
    """

    lock: str = ""
    narration: str = ""
    cut: Cut | None = None
    lines: tuple[SpokenAt, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    unfit: dict[str, str] = {}
