"""What the Dagster UI shows of the master and of the dailies."""

from __future__ import annotations

from typing import Any

from resources.artifacts.port import ArtifactStore
from studio_assets.figures import money, reasons, seconds, table
from studio_assets.links import link, picture
from studio_assets.render.master_document import Master

__all__ = ["master_metadata"]


def master_metadata(artifacts: ArtifactStore, master: Master, title: str) -> dict[str, Any]:
    """Poster, film, length and total spend; what is missing; what was checked.

    Args:
        artifacts: has the poster.
        master: the master's document.
        title: the film's name.
    """
    shown: dict[str, Any] = {"state": master.state}
    if master.poster is not None:
        shown["poster"] = picture(artifacts, master.poster, f"poster of {title}")
    if master.media is not None:
        shown["master"] = link(master.media, f"play {title}")
        shown |= seconds("length", master.seconds)
        shown["size"] = f"{master.width}x{master.height}, {master.fps} fps, {master.frames} frames"
    shown |= money("total_spend", master.spend)
    shown |= {"cut": master.cut or "none", "partial": master.partial, "simulated": master.simulated}
    if master.missing:
        shown["missing"] = reasons(master.missing)
    shown["invariants"] = table(
        [
            {
                "promise": one.name,
                "expected": one.expected,
                "measured": one.actual,
                "": "held" if one.held else "BROKEN",
            }
            for one in master.invariants
        ]
    )
    return shown
