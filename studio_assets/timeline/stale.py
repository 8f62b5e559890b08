"""Whether lock, narration, timeline, music and captions of a run are of one film."""

from __future__ import annotations

from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import PictureLock
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["stale"]


def stale(
    timeline: FilmTimeline,
    *,
    lock: PictureLock | None,
    narration: Narration | None,
    music: Music | None,
    captions: Captions | None,
) -> str:
    """What must be made again before a film is rendered; a form that is selected alone finds it so.

    Without this, another cut than the locked one would be rendered in silence, a new take of a line would
    not be heard, and music and captions would lie where they were before.

    What was made before documents said what they are of is believed.

    Args:
        timeline: the film's.
        lock: the newest picture lock, or None for one that nobody keeps.
        narration: the newest, or None.
        music: the newest, or None where the film has none.
        captions: the newest, or None where the film has none.

    Returns:
        What is wrong and its mend, for example `the timeline is of another picture lock; materialise it
        first`; empty where all are of one film.
    """
    if lock is not None and timeline.lock != lock.identity:
        return "the timeline is of another picture lock; materialise it first"
    if narration is not None and timeline.narration not in ("", narration.identity):
        return "the timeline is of another narration; materialise it first"
    if music is not None and music.timeline not in ("", timeline.identity):
        return "the music is of another timeline; materialise it first"
    if captions is not None and captions.timeline not in ("", timeline.identity):
        return "the captions are of another timeline; materialise them first"
    return ""
