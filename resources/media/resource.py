"""Media as a Dagster resource: measures clips and renders films with the settings shown in the UI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from dagster import ConfigurableResource
from pydantic import Field

from resources.media import master
from resources.media.cache import Cache
from resources.media.encoder import Codec, Encoder, Preset, Quality
from resources.media.invariants import Invariant
from resources.media.ken_burns import Move
from resources.media.ken_burns import move as move_over
from resources.media.likeness import Likeness, likeness
from resources.media.master import Encoded, Rendered
from resources.media.measure import Measurement, Order, measure
from resources.media.mux import Labels
from resources.media.probe import Probe
from resources.media.probe import probe as probe_file
from resources.media.sound_only import sound_only
from resources.media.timeline import Format, Timeline

__all__ = ["Media"]


class Media(ConfigurableResource):  # type: ignore[type-arg]
    """Probes, measures, compares and renders with the bundled ffmpeg, PyAV and numpy; no network, no cost."""

    crf: int = Field(
        default=18, ge=0, le=40, description="x264 constant rate factor; 18 looks like the source."
    )
    preset: Preset = Field(default="veryfast", description="x264 speed: slower presets make smaller files.")
    threads: int = Field(default=1, ge=1, description="Threads of one encode; segments run side by side.")
    parallel: int = Field(default=2, ge=1, description="Segments encoded at once.")
    timeout: float = Field(default=900.0, gt=0, description="Seconds that one ffmpeg process may take.")

    async def probe(self, path: Path) -> Probe:
        """What a file's packets say.

        Args:
            path: the file.

        Returns:
            The probe.

        Raises:
            MediaFailed: it cannot be read, or has no picture; film or fetch it again.
        """
        return await asyncio.to_thread(probe_file, path)

    async def measure(self, path: Path, order: Order, *, frames: int = 6) -> Measurement:
        """Measure a clip in a thread.

        Args:
            path: the clip.
            order: what it should be.
            frames: how many stills for eyes, 1 or more; a short clip has fewer.

        Returns:
            Score, parts, probe and stills.

        Raises:
            MediaFailed: it cannot be opened; fetch or film it again.
        """
        return await asyncio.to_thread(measure, path, order, frames=frames)

    async def likeness(self, before: Path, after: Path) -> Likeness:
        """How alike two pictures are, found in a thread; `matches` says whether a shot may go on so.

        Args:
            before: picture file, for example a clip's last frame.
            after: another, for example the next clip's first still; its size may differ.

        Returns:
            Their likeness.

        Raises:
            MediaFailed: one of them is no picture; make or fetch it again.
        """
        return await asyncio.to_thread(likeness, before, after)

    async def move(self, picture: Path, into: Path, *, move: Move, frames: int, form: Format) -> Probe:
        """Make a clip of a still, over which the camera moves; `crf` and `preset` are the film's alone.

        Args:
            picture: a picture file of any size and shape.
            into: the clip, an `.mp4`.
            move: how the camera moves.
            frames: how many, 1 or more.
            form: size and rate.

        Returns:
            What the clip's packets say.

        Raises:
            MediaFailed: it is no picture that can be read; give another.
            StoreFailed: the disk is full; make room and run again.
        """
        return await move_over(picture, into, move=move, frames=frames, form=form, timeout=self.timeout)

    def encoder(self, codec: Codec = "h264", quality: Quality = "master") -> Encoder:
        """How pictures are encoded.

        Args:
            codec: how the picture is coded.
            quality: `master`, or `preview`: small and fast.
        """
        return Encoder(crf=self.crf, preset=self.preset, threads=self.threads, codec=codec, quality=quality)

    async def render(
        self,
        timeline: Timeline,
        into: Path,
        *,
        cache: Cache,
        encoder: Encoder | None = None,
        labels: Labels | None = None,
        on_progress: Callable[[Encoded], None] | None = None,
    ) -> Rendered:
        """Render a timeline; finished segments and sound are taken from the cache.

        Args:
            timeline: what to render.
            into: the film, an `.mp4`; the name appears only when every invariant of its structure holds.
            cache: where finished segments and the sound are kept.
            encoder: how the picture is encoded; None is a master in H.264.
            labels: tags, chapters and captions.
            on_progress: told how far the picture is.

        Returns:
            What the finished film's packets say, and what was held against the timeline.

        Raises:
            StudioError: the timeline has faults, or the font lacks letters; mend the cut.
            MediaFailed: a file cannot be read, ffmpeg failed, or an invariant does not hold.
            StoreFailed: the disk is full; make room and run again.
        """
        return await master.render(
            timeline,
            into,
            cache=cache,
            timeout=self.timeout,
            encoder=encoder or self.encoder(),
            parallel=self.parallel,
            labels=labels,
            on_progress=on_progress,
        )

    async def sound(
        self, timeline: Timeline, into: Path, *, cache: Cache, labels: Labels | None = None
    ) -> list[Invariant]:
        """Make the film's sound alone.

        Args:
            timeline: what is heard.
            into: the file, an `.m4a`.
            cache: where the finished sound is kept.
            labels: tags and chapters.

        Returns:
            What was held against the timeline.

        Raises:
            MediaFailed: a sound cannot be read, or the file is not what the timeline says.
            StoreFailed: the disk is full; make room and run again.
        """
        return await sound_only(timeline, into, cache=cache, labels=labels or Labels(), timeout=self.timeout)
