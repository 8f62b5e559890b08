"""Renders a film: segments side by side, joined by copy, one sound track, measured before it is shown."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.cache import Cache
from resources.media.conform import conform
from resources.media.encoder import Encoder
from resources.media.invariants import check
from resources.media.join import join
from resources.media.probe import Probe, probe
from resources.media.segments import Segment, plan
from resources.media.soundtrack import soundtrack
from resources.media.timeline import Timeline
from resources.media.whole_file import whole

__all__ = ["render"]

_TICKS = 512  # of the film's clock in one frame, as players are used to


async def render(
    timeline: Timeline,
    into: Path,
    *,
    cache: Cache,
    timeout: float,
    encoder: Encoder | None = None,
    parallel: int = 2,
    tags: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Probe:
    """Render a timeline. Segments that the cache holds are not encoded again.

    Args:
        timeline: what to render.
        into: the film, an `.mp4`; the name appears only when every invariant holds.
        cache: where finished segments are kept; they outlive a failed or cancelled render.
        timeout: seconds that each ffmpeg process may take.
        encoder: x264's settings.
        parallel: segments encoded at once.
        tags: container tags such as `title`.
        on_progress: told (finished, all) segments, from the event loop.

    Returns:
        What the finished film's packets say.

    Raises:
        StudioError: the timeline has faults, or the font lacks letters; mend the cut.
        MediaFailed: a file cannot be read, ffmpeg failed, or an invariant does not hold.
        StoreFailed: the disk is full; make room and run again.
    """
    settings = encoder or Encoder()
    segments = plan(timeline)
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".render-", dir=into.parent) as name:
        folder = Path(name)
        sound, picture = folder / "sound.wav", folder / "picture.mp4"
        parts = await _parts(segments, timeline, folder, cache, settings, timeout, parallel, on_progress)
        await join(parts, picture, form=timeline.format, encoder=settings, timeout=timeout)
        await soundtrack(timeline, sound, timeout=timeout)
        with whole(into) as beside:
            args = _mux(picture, sound, beside, timeline, tags or {})
            await ffmpeg.run(args, timeout=timeout, where=into.name)
            await asyncio.to_thread(_demand, beside, timeline, into.name)
    return await asyncio.to_thread(probe, into)


async def _parts(
    segments: tuple[Segment, ...],
    timeline: Timeline,
    folder: Path,
    cache: Cache,
    encoder: Encoder,
    timeout: float,
    parallel: int,
    on_progress: Callable[[int, int], None],
) -> list[Path]:
    room = asyncio.Semaphore(parallel)
    keys = [segment.key(timeline.format, encoder, ffmpeg.version()) for segment in segments]
    made: dict[str, Path] = {}
    done = 0

    async def one(key: str, segment: Segment) -> None:
        nonlocal done
        async with room:
            found = await asyncio.to_thread(cache.get, key)
            if found is None:
                fresh = folder / f"{key}.mp4"
                await conform(segment, timeline.format, fresh, encoder=encoder, timeout=timeout)
                found = await asyncio.to_thread(cache.put, key, fresh)
                fresh.unlink(missing_ok=True)
            made[key] = found
            done += keys.count(key)
            on_progress(done, len(segments))

    # A shot that is used twice is encoded once.
    unique = dict(zip(keys, segments, strict=True))
    try:
        async with asyncio.TaskGroup() as group:
            for key, segment in unique.items():
                group.create_task(one(key, segment))
    except BaseExceptionGroup as failures:
        # The first failure cancelled the others; a person mends one thing at a time.
        raise failures.exceptions[0] from None
    return [made[key] for key in keys]


def _mux(picture: Path, sound: Path, into: Path, timeline: Timeline, tags: Mapping[str, str]) -> list[str]:
    args = ["-i", str(picture), "-i", str(sound), "-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy"]
    args += ["-c:a", "aac", "-b:a", "192k", *ffmpeg.BITEXACT]
    for name, value in sorted(tags.items()):
        args += ["-metadata", f"{name}={value}"]
    clock = str(timeline.format.fps * _TICKS)
    return [*args, "-video_track_timescale", clock, "-movflags", "+faststart+use_metadata_tags", str(into)]


def _demand(film: Path, timeline: Timeline, where: str) -> None:
    broken = [invariant for invariant in check(film, timeline) if not invariant.held]
    if broken:
        raise MediaFailed(
            "The rendered film is not what the timeline says: "
            + "; ".join(f"{one.name} is {one.actual}, not {one.expected}" for one in broken)
            + ".",
            mend="Render it again; if it stays so, report these words with the cut's EDL.",
            where=where,
        )
