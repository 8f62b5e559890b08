"""What the Dagster UI shows of a clip."""

from __future__ import annotations

from typing import Any

from resources.artifacts.port import ArtifactStore
from resources.money import dollars
from studio_assets.clips.clip import Clip
from studio_assets.figures import money, seconds, table
from studio_assets.links import link, picture

__all__ = ["clip_metadata"]


def clip_metadata(artifacts: ArtifactStore, clip: Clip) -> dict[str, Any]:
    """The state in words, then the contact sheet, the file, what it cost, who filmed it, and all takes.

    Args:
        artifacts: has the contact sheet.
        clip: the clip's document.
    """
    shown: dict[str, Any] = {"state": clip.state}
    if clip.sheet is not None:
        shown["contact_sheet"] = picture(artifacts, clip.sheet, f"contact sheet of {clip.scene}")
    if clip.media is not None:
        shown["clip"] = link(clip.media, f"play {clip.scene} of {clip.pilot}")
    if clip.still is not None:
        shown["still"] = link(clip.still, "the picture over which the camera moves")
    if clip.picture is not None:
        frame = clip.picture
        shown |= seconds("duration", frame.duration)
        shown["size"] = f"{frame.width}x{frame.height}, {float(frame.fps):g} fps, {frame.frames} frames"
    shown |= money("cost", clip.price)
    if clip.take is not None:
        shown |= {
            "provider": clip.take.provider,
            "model": clip.take.model,
            "take": clip.take.number,
            "slate": clip.take.slate,
        }
        if clip.take.quote and clip.take.price != clip.take.quote:
            shown["quoted"] = dollars(clip.take.quote)
    if clip.fell_back_from:
        shown["fell_back_from"] = clip.fell_back_from
    if clip.footage:
        shown["footage"] = clip.footage
    shown["simulated"] = clip.simulated
    shown["takes"] = table(
        [
            {
                "take": str(one.number),
                "provider": one.provider,
                "state": one.state,
                "cost": dollars(one.price),
                "score": "unjudged" if one.score is None else f"{one.score:g}",
                "chosen": "chosen" if one.chosen else "",
                "reason": one.reason,
            }
            for one in clip.takes
        ]
    )
    return shown
