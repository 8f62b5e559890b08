"""The locked cut and its narration as a timeline that the renderer understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from resources.artifacts.artifact import Artifact
from resources.media.timeline import Format, Shot, Sound, Text, Timeline
from studio_assets.audio.narration import Narration
from studio_assets.edl.cut import Cut, Event
from studio_assets.script.scene import Overlay
from studio_assets.spec.production import Production

__all__ = ["film"]


def film(
    production: Production,
    cut: Cut,
    narration: Narration,
    clips: Mapping[str, Path],
    file_of: Callable[[Artifact], Path],
) -> Timeline:
    """The timeline of a cut.

    Args:
        production: for size and rate.
        cut: the locked cut.
        narration: spoken lines; each begins where its scene's picture begins.
        clips: digest -> verified file of every clip in the cut.
        file_of: gives the verified file of a spoken line.

    Returns:
        Shots and sounds in whole frames.
    """
    return Timeline(
        shots=tuple(_shot(event, cut.fps, clips[event.clip]) for event in cut.events),
        sounds=tuple(
            Sound(file=file_of(line.media), digest=line.media.digest, at=event.record_in)
            for event in cut.events
            if (line := narration.line(event.pilot, event.scene)) is not None and line.media is not None
        ),
        format=Format(width=production.width, height=production.height, fps=production.fps),
    )


def _shot(event: Event, fps: int, file: Path) -> Shot:
    return Shot(
        file=file,
        digest=event.clip,
        clip_frames=event.clip_frames,
        source_in=event.source_in,
        source_out=event.source_out,
        transition=event.transition,
        transition_frames=event.transition_frames,
        texts=_texts(event.overlay, fps, event.frames),
    )


def _texts(overlay: Overlay | None, fps: int, frames: int) -> tuple[Text, ...]:
    if overlay is None:
        return ()
    start, end = int(overlay.start * fps), min(int(overlay.end * fps), frames)
    if start >= end:
        return ()
    return (Text(text=overlay.text, position=overlay.position, start=start, end=end),)
