"""The film's music under a named cut: what is made already, where it belongs. Pure: none is bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from resources.money import ZERO
from studio_assets.audio.music import Cue, Music
from studio_assets.edl.cut import Cut
from studio_assets.spec.sound import MusicCue

__all__ = ["music_under"]


def music_under(music: Music, wanted: Sequence[MusicCue], cut: Cut, order: Sequence[str]) -> Music:
    """Lay the film's music under another cut.

    Music of the whole film is laid under all of it. A cue that belongs to scenes is heard where those
    stand, and begins again where others stand between them.

    Args:
        music: as it was made for the film.
        wanted: the spec's cues, by whose numbers the music is known.
        cut: as it will be rendered.
        order: all scenes in script order.

    Returns:
        Its cues at the cut's frames, at no price; the notes say what is not heard.
    """
    cues: list[Cue] = []
    notes: list[str] = []
    for cue in music.cues:
        spans = list(_spans(wanted[cue.number - 1], cut, order)) if cue.number <= len(wanted) else []
        if spans and cue.media is None:
            notes.append(f"The music of cue {cue.number} is not heard: {cue.state}.")
        elif cue.media is not None:
            cues += [cue.model_copy(update={"at": at, "end": end, "price": ZERO}) for at, end in spans]
    state = "made" if cues else "silent: none of the film's music belongs here"
    return Music(state=state, cues=tuple(cues), simulated=music.simulated, notes=tuple(notes))


def _spans(cue: MusicCue, cut: Cut, order: Sequence[str]) -> Iterator[tuple[int, int]]:
    if cue.first is None and cue.last is None:
        yield 0, cut.frames
        return
    first = order.index(cue.first) if cue.first in order else 0
    last = order.index(cue.last) if cue.last in order else len(order) - 1
    inside = set(order[first : last + 1])
    for belongs, events in groupby(cut.events, key=lambda event: event.scene in inside):
        if belongs:
            run = list(events)
            yield run[0].record_in, min(run[-1].record_in + run[-1].frames, cut.frames)
