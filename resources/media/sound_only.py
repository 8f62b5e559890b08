"""The film's sound alone, for those who listen."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from resources.errors import MediaFailed
from resources.media.cache import Cache
from resources.media.invariants import Invariant, loudness_held
from resources.media.kept_sound import kept_sound
from resources.media.mux import Labels, mux
from resources.media.sound import sound_length
from resources.media.timeline import Timeline
from resources.media.whole_file import whole

__all__ = ["sound_only"]

_AAC_FRAME = 1024  # samples


async def sound_only(
    timeline: Timeline, into: Path, *, cache: Cache, labels: Labels, timeout: float
) -> list[Invariant]:
    """Mix, level and encode the film's sound, unless the cache holds it.

    Args:
        timeline: what is heard.
        into: the file to make, an `.m4a`; the name appears only when its length is the film's.
        cache: where the finished sound is kept.
        labels: tags and chapters; captions have no place in it.
        timeout: seconds that each ffmpeg process may take.

    Returns:
        What was held against the timeline.

    Raises:
        MediaFailed: a sound cannot be read, or the file is not as long as the film.
        StoreFailed: the disk is full; make room and run again.
    """
    with tempfile.TemporaryDirectory() as folder, whole(into) as beside:
        mixed, heard = await kept_sound(timeline, Path(folder), cache=cache, timeout=timeout)
        own = replace(labels, captions=None)
        await mux(None, mixed, beside, timeline=timeline, labels=own, timeout=timeout)
        held = [await asyncio.to_thread(_length, beside, timeline)]
        if not held[0].held:
            raise MediaFailed(
                f"The sound lasts {held[0].actual}, the film {held[0].expected}.",
                mend="Render it again; if it stays so, report these words with the cut's EDL.",
                where=into.name,
            )
        if timeline.loudness is not None:
            held += loudness_held(heard, timeline.loudness)
    return held


def _length(file: Path, timeline: Timeline) -> Invariant:
    wanted = Fraction(timeline.sample(timeline.frames), timeline.format.sample_rate)
    actual = sound_length(file)
    return Invariant(
        name="length",
        expected=f"{float(wanted):.3f} s",
        actual=f"{float(actual):.3f} s",
        held=abs(actual - wanted) <= Fraction(_AAC_FRAME, timeline.format.sample_rate),
    )
