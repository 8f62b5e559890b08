"""The film's sound, made once for every form of the film and every render in which it is the same."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

from resources.media import ffmpeg
from resources.media.cache import Cache
from resources.media.loudness import Heard, listen
from resources.media.soundtrack import soundtrack
from resources.media.timeline import Shot, Timeline

__all__ = ["kept_sound", "sound_key"]

_MIXED = 1  # raise it when the same timeline is mixed, levelled or encoded differently


async def kept_sound(timeline: Timeline, folder: Path, *, cache: Cache, timeout: float) -> tuple[Path, Heard]:
    """The film's sound from the cache, or mixed, levelled, encoded and kept now.

    Args:
        timeline: a timeline without faults.
        folder: where it is made before it is kept.
        cache: where it is kept.
        timeout: seconds that each ffmpeg process may take.

    Returns:
        An `.m4a` to be copied into the film, and what that file measures.

    Raises:
        MediaFailed: a sound cannot be read, or is not all there; fetch or record it again.
        StudioError: a sound ends before it begins; mend its times.
        StoreFailed: the disk is full; make room and run again.
    """
    key = sound_key(timeline)
    found = await asyncio.to_thread(cache.get, key)
    if found is not None:
        return found, await listen(found, timeout=timeout)
    fresh = folder / f"{key}.m4a"
    heard = await soundtrack(timeline, fresh, timeout=timeout)
    kept = await asyncio.to_thread(cache.put, key, fresh)
    fresh.unlink(missing_ok=True)
    return kept, heard


def sound_key(timeline: Timeline) -> str:
    """The hash of everything that decides the bytes of a film's sound; pictures and texts do not.

    Args:
        timeline: the film's.
    """
    recipe = [
        _MIXED,
        [_heard_of(shot) for shot in timeline.shots],
        [sound.model_dump(mode="json", exclude={"file"}) for sound in timeline.sounds],
        timeline.loudness.model_dump() if timeline.loudness else None,
        timeline.format.fps,
        timeline.format.sample_rate,
        ffmpeg.version(),
    ]
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()


def _heard_of(shot: Shot) -> list[object]:
    """A shot as ears know it: where it is muted, it is so many frames of silence."""
    begins = [shot.transition, shot.transition_frames]
    if not shot.audio:
        return [shot.frames, *begins]
    return [shot.frames, *begins, shot.digest, shot.source_in, shot.source_out, shot.spread]
