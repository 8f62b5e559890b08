"""What the Dagster UI shows of a clip."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from resources.media.sheet import thumbnail
from resources.money import dollars
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.clip import Clip
from studio_assets.links import link, picture

__all__ = ["clip_metadata"]


def clip_metadata(sheet: CallSheet, clip: Clip) -> dict[str, Any]:
    """Contact sheet, cost, provider, take, duration and slate; the state in words.

    Args:
        sheet: gives the artifact store.
        clip: the clip's document.
    """
    shown: dict[str, Any] = {
        "state": clip.state,
        "cost": MetadataValue.float(float(clip.price)),
        "cost_exact": dollars(clip.price),
        "simulated": clip.simulated,
    }
    if clip.sheet is not None:
        webp = thumbnail(sheet.doers.artifacts.path(clip.sheet).read_bytes())
        shown["contact_sheet"] = picture(webp, f"contact sheet of {clip.scene}")
        shown["contact_sheet_file"] = link(clip.sheet)
    if clip.media is not None:
        shown["clip"] = link(clip.media)
    if clip.picture is not None:
        shown["duration"] = MetadataValue.float(float(clip.picture.duration))
        shown["size"] = f"{clip.picture.width}x{clip.picture.height}, {float(clip.picture.fps):g} fps"
    if clip.take is not None:
        shown |= {
            "slate": clip.take.slate,
            "take": clip.take.number,
            "provider": clip.take.provider,
            "model": clip.take.model,
        }
    shown["takes"] = len(clip.takes)
    return shown
