"""What the Dagster UI shows of the narration."""

from __future__ import annotations

from typing import Any

from studio_assets.audio.narration import Narration
from studio_assets.figures import money
from studio_assets.links import link

__all__ = ["narration_metadata"]


def narration_metadata(narration: Narration) -> dict[str, Any]:
    """The voice, the price and each spoken line, which is a link to its sound.

    Args:
        narration: the narration's document.
    """
    shown: dict[str, Any] = {
        "state": narration.state,
        "voice": narration.voice or "none",
        "provider": narration.provider,
        **money("cost", narration.price),
        "simulated": narration.simulated,
    }
    for line in narration.lines:
        shown[line.scene] = (
            link(line.media, _plain(line.text)) if line.media else f"{line.state}: {line.text}"
        )
    return shown


def _plain(text: str) -> str:
    """The words without what Markdown would read as the end of a link."""
    return text.replace("[", "(").replace("]", ")")
