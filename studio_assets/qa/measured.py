"""What a look at a clip's file gives: the technical score, the probe, and pictures for eyes.

Kept by the clip's hash and what was ordered, so that the same file is never measured twice.
"""

from __future__ import annotations

import asyncio
from decimal import Decimal

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.media.measure import Measurement
from resources.media.measure.order import Order
from resources.media.resource import Media
from studio_assets.clips.clip import Picture
from studio_assets.document import Seconds, Value
from studio_assets.qa.report import Measure

__all__ = ["VERSION", "Measured", "Still", "measured"]

VERSION = "3"
"""Of the measures and the stills; a change in either must change it, or old looks would stay."""


class Still(Value):
    """One frame for eyes.

    Args:
        frame: its number in the clip, from 0.
        at: seconds after the clip's first frame, exact.
        picture: JPEG, at most 768 pixels on its long side.
        width: pixels of the picture.
        height: pixels of the picture.
    """

    frame: int
    at: Seconds
    picture: Artifact
    width: int
    height: int


class Measured(Value):
    """What one look gave.

    Args:
        score: technical quality 0-100.
        parts: name -> sub-measure.
        picture: what the probe says.
        sheet: contact sheet (WebP).
        last_frame: the last frame (PNG).
        stills: frames from the first to the last, in order.
    """

    score: Decimal
    parts: dict[str, Measure]
    picture: Picture
    sheet: Artifact
    last_frame: Artifact
    stills: tuple[Still, ...]


async def measured(
    clip: Artifact, *, order: Order, frames: int, artifacts: ArtifactStore, media: Media
) -> Measured:
    """Look at a clip, or recall what an earlier look at the same bytes gave.

    Args:
        clip: the file.
        order: what was ordered: duration, size and rate.
        frames: how many stills are taken.
        artifacts: where clips and looks are kept.
        media: who decodes and measures.

    Raises:
        MediaFailed: the file cannot be decoded.
        DamagedArtifact: the stored bytes no longer have their hash.
    """
    still = "/still" if order.still else ""
    if order.pixels is not None:
        still += f"/{order.pixels[0]}x{order.pixels[1]}"
    key = f"measured/{VERSION}/{clip.digest}/{order}{still}/{frames}"
    kept = artifacts.recall(key)
    if kept is not None:
        return Measured.model_validate_json(artifacts.path(kept).read_text())
    look = await media.measure(artifacts.path(clip), order, frames=frames)
    answer = await asyncio.to_thread(_kept, look, artifacts)  # the store waits for the disk at each file
    artifacts.remember(key, artifacts.keep_bytes(answer.model_dump_json().encode(), ".json"))
    return answer


def _kept(look: Measurement, artifacts: ArtifactStore) -> Measured:
    """The look with its pictures in the store."""
    probe = look.probe
    return Measured(
        score=look.score,
        parts={
            name: Measure(value=part.value, score=part.score, weight=part.weight, note=part.note)
            for name, part in look.parts.items()
        },
        picture=Picture(
            frames=probe.frames,
            fps=probe.fps,
            width=probe.width,
            height=probe.height,
            duration=probe.duration,
            has_audio=probe.has_audio,
        ),
        sheet=artifacts.keep_bytes(look.sheet, ".webp"),
        last_frame=artifacts.keep_bytes(look.last_frame, ".png"),
        stills=tuple(
            Still(
                frame=still.frame,
                at=still.at,
                picture=artifacts.keep_bytes(still.picture, ".jpg"),
                width=still.width,
                height=still.height,
            )
            for still in look.stills
        ),
    )
