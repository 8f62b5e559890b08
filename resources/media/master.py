"""Renders a film: segments side by side, joined by copy, one sound track, measured before it is shown."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.cache import Cache
from resources.media.conform import conform
from resources.media.encoder import Encoder
from resources.media.invariants import Invariant, check, loudness_held
from resources.media.join import join
from resources.media.kept_sound import kept_sound
from resources.media.mux import Labels, mux
from resources.media.probe import Probe, probe
from resources.media.segments import Segment, plan
from resources.media.timeline import Timeline
from resources.media.whole_file import whole

__all__ = ["Encoded", "Rendered", "render"]


class Encoded(NamedTuple):
    """How far the picture is.

    Args:
        segments: finished ones, those from the cache included.
        of_segments: all of them.
        frames: finished ones.
        of_frames: all of them.
    """

    segments: int
    of_segments: int
    frames: int
    of_frames: int


class Rendered(NamedTuple):
    """A finished film.

    Args:
        probe: what its packets say.
        invariants: what was held against the timeline; all of the structure's held, the loudness may have
            been missed.
    """

    probe: Probe
    invariants: tuple[Invariant, ...]


async def render(
    timeline: Timeline,
    into: Path,
    *,
    cache: Cache,
    timeout: float,
    encoder: Encoder | None = None,
    parallel: int = 2,
    labels: Labels | None = None,
    on_progress: Callable[[Encoded], None] | None = None,
) -> Rendered:
    """Render a timeline. Segments and sound that the cache holds are not encoded again.

    Args:
        timeline: what to render.
        into: the film, an `.mp4`; the name appears only when every invariant of its structure holds.
        cache: where finished segments and the sound are kept; they outlive a failed or cancelled render.
        timeout: seconds that each ffmpeg process may take.
        encoder: how pictures are encoded; None is a master in H.264.
        parallel: segments encoded at once.
        labels: tags, chapters and captions; None for none.
        on_progress: told how far the picture is, some times a second, from the event loop.

    Returns:
        What the finished film's packets say, and what was held against the timeline.

    Raises:
        StudioError: the timeline has faults, or the font lacks letters; mend the cut.
        MediaFailed: a file cannot be read, ffmpeg failed, or an invariant does not hold.
        StoreFailed: the disk is full; make room and run again.
    """
    settings, labels = encoder or Encoder(), labels or Labels()
    segments = plan(timeline)
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".render-", dir=into.parent) as name:
        folder = Path(name)
        picture = folder / "picture.mp4"
        work = _Work(timeline, folder, cache, settings, timeout, parallel, on_progress)
        parts = await work.parts(segments)
        await join(parts, picture, form=timeline.format, encoder=settings, timeout=timeout)
        sound, heard = await kept_sound(timeline, folder, cache=cache, timeout=timeout)
        with whole(into) as beside:
            await mux(picture, sound, beside, timeline=timeline, labels=labels, timeout=timeout)
            held = await asyncio.to_thread(_demand, beside, timeline, settings, labels, into.name)
            if timeline.loudness is not None:
                held += loudness_held(heard, timeline.loudness)
    return Rendered(await asyncio.to_thread(probe, into), tuple(held))


@dataclass(frozen=True)
class _Work:
    timeline: Timeline
    folder: Path
    cache: Cache
    encoder: Encoder
    timeout: float
    parallel: int
    on_progress: Callable[[Encoded], None] | None

    async def parts(self, segments: tuple[Segment, ...]) -> list[Path]:
        """The file of each segment, from the cache or encoded now."""
        form = self.timeline.format
        keys = [segment.key(form, self.encoder, ffmpeg.version()) for segment in segments]
        # A shot that is used twice is encoded once.
        unique = dict(zip(keys, segments, strict=True))
        frames, made = dict.fromkeys(unique, 0), dict[str, Path]()
        room = asyncio.Semaphore(self.parallel)

        def tell(key: str, done: int) -> None:
            frames[key] = min(done, unique[key].frames)
            if self.on_progress is not None:
                segments, seen = sum(one in made for one in keys), sum(frames[one] for one in keys)
                self.on_progress(Encoded(segments, len(keys), seen, self.timeline.frames))

        async def one(key: str, segment: Segment) -> None:
            async with room:
                made[key] = await self._part(key, segment, lambda done: tell(key, done))
                tell(key, segment.frames)

        try:
            async with asyncio.TaskGroup() as group:
                for key, segment in unique.items():
                    group.create_task(one(key, segment))
        except BaseExceptionGroup as failures:
            # The first failure cancelled the others; a person mends one thing at a time.
            raise failures.exceptions[0] from None
        return [made[key] for key in keys]

    async def _part(self, key: str, segment: Segment, on_frames: Callable[[int], None]) -> Path:
        found = await asyncio.to_thread(self.cache.get, key)
        if found is not None:
            return found
        fresh = self.folder / f"{key}.mp4"
        await conform(
            segment,
            self.timeline.format,
            fresh,
            encoder=self.encoder,
            timeout=self.timeout,
            on_frames=on_frames,
        )
        kept = await asyncio.to_thread(self.cache.put, key, fresh)
        fresh.unlink(missing_ok=True)
        return kept


def _demand(film: Path, timeline: Timeline, encoder: Encoder, labels: Labels, where: str) -> list[Invariant]:
    held = check(film, timeline, codec=encoder.codec, labels=labels)
    broken = [invariant for invariant in held if not invariant.held]
    if broken:
        raise MediaFailed(
            "The rendered film is not what the timeline says: "
            + "; ".join(f"{one.name} is {one.actual}, not {one.expected}" for one in broken)
            + ".",
            mend="Render it again; if it stays so, report these words with the cut's EDL.",
            where=where,
        )
    return held
