"""What a look at a clip's file gives: the technical score, the probe and the contact sheet.

Kept by the clip's hash and what was ordered, so that the same file is never measured twice.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.media.measure.order import Order
from resources.media.resource import Media
from studio_assets.clips.clip import Picture
from studio_assets.document import Value
from studio_assets.qa.report import Measure

__all__ = ["VERSION", "Measured", "measured"]

VERSION = "1"
"""Of the measures; a change in their maps must change it, or old scores would stay."""


class Measured(Value):
    """What one look gave.

    Args:
        score: technical quality 0-100.
        parts: name -> sub-measure.
        picture: what the probe says.
        sheet: contact sheet (WebP).
        last_frame: the last frame (PNG).
    """

    score: Decimal
    parts: dict[str, Measure]
    picture: Picture
    sheet: Artifact
    last_frame: Artifact


async def measured(
    clip: Artifact, *, order: Order, frames: int, artifacts: ArtifactStore, media: Media
) -> Measured:
    """Look at a clip, or recall what an earlier look at the same bytes gave.

    Args:
        clip: the file.
        order: what was ordered: duration, size and rate.
        frames: frames on which still pictures are based.
        artifacts: where clips and looks are kept.
        media: who decodes and measures.

    Raises:
        MediaFailed: the file cannot be decoded.
        DamagedArtifact: the stored bytes no longer have their hash.
    """
    key = f"measured/{VERSION}/{clip.digest}/{order}/{frames}"
    kept = artifacts.recall(key)
    if kept is not None:
        return Measured.model_validate_json(artifacts.path(kept).read_text())
    path = artifacts.path(clip)
    look = await media.measure(path, order, frames=frames)
    probe = look.probe
    answer = Measured(
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
            duration=Fraction(probe.frames) / probe.fps,
            has_audio=probe.has_audio,
        ),
        sheet=artifacts.keep_bytes(look.sheet, ".webp"),
        last_frame=artifacts.keep_bytes(look.last_frame, ".png"),
    )
    artifacts.remember(key, artifacts.keep_bytes(answer.model_dump_json().encode(), ".json"))
    return answer
