"""What a named cut leaves: its film, and where every frame of it comes from."""

from __future__ import annotations

from studio_assets.audio.music import Music
from studio_assets.captions.captions import Captions
from studio_assets.document import Document, Value, late
from studio_assets.edl.cut import Cut
from studio_assets.render.master_document import Master
from studio_assets.spec.sound import Effect
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["Ancestor", "Combined", "origin"]


class Ancestor(Value):
    """Where one event of a named cut comes from. Frames are frames of the film, out points exclusive.

    Args:
        scene: the scene's name.
        pilot: whose clip it is.
        source: the cut that it was taken from.
        slate: the take's identity; empty for a file of the user's.
        footage: that file as the spec names it; empty for a take.
        clip: digest of the clip's file.
        source_in: first frame used.
        source_out: frame after the last one used.
        at: film frame at which it begins to be seen.
        end: film frame after its last.
        line: digest of the line that is spoken over it; empty where nobody speaks.
    """

    scene: str
    pilot: str
    source: str
    slate: str = ""
    footage: str = ""
    clip: str
    source_in: int
    source_out: int
    at: int
    end: int
    line: str = ""


class Combined(Document):
    """A named cut of chosen scenes, rendered; state `combined`.

    Args:
        name: what it is called.
        run: the run that it belongs to.
        scenes: their names, in its order.
        source: name of the cut that scenes were taken from first.
        lock: version of the pick that had locked that cut, 0 where the policy had; None where no cut was.
        timeline: its cut as it was rendered, its lines and its chapters.
        music: what of the film's music lies under it; None where the film has none.
        captions: its captions; None where the film has none.
        effects: the sound effects as the spec had them then; None where nobody kept them.
        film: the film with its poster, its frames and the promises that were checked on it.
        lineage: where each event comes from, in film order.
    """

    name: str
    run: str
    scenes: tuple[str, ...]
    source: str
    lock: int | None
    timeline: FilmTimeline
    music: Music | None = None
    captions: Captions | None = None
    effects: tuple[Effect, ...] | None = late(None)
    film: Master
    lineage: tuple[Ancestor, ...]

    @property
    def cut(self) -> Cut:
        """Its cut as it was rendered."""
        assert self.timeline.cut is not None, "only what has a cut was rendered"
        return self.timeline.cut


def origin(one: Ancestor) -> str:
    """Where an event's clip comes from, as people read it.

    Args:
        one: the event.

    Returns:
        The take's slate, or `footage` and the file's name.
    """
    return one.slate or f"footage {one.footage}".rstrip()
