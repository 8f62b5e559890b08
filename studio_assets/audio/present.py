"""What the Dagster UI shows of the narration."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from resources.money import dollars
from studio_assets.audio.narration import Narration
from studio_assets.links import link

__all__ = ["narration_metadata"]


def narration_metadata(narration: Narration) -> dict[str, Any]:
    """The voice, the price and a link to each spoken line.

    Args:
        narration: the narration's document.
    """
    shown: dict[str, Any] = {
        "state": narration.state,
        "voice": narration.voice or "none",
        "provider": narration.provider,
        "cost": MetadataValue.float(float(narration.price)),
        "cost_exact": dollars(narration.price),
        "simulated": narration.simulated,
    }
    for line in narration.lines:
        shown[f"{line.scene}_text"] = line.text
        shown[f"{line.scene}_line"] = link(line.media) if line.media else line.state
    return shown
