"""What the Dagster UI shows of the master and of the dailies."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from resources.media.sheet import thumbnail
from resources.money import dollars
from studio_assets.call_sheet import CallSheet
from studio_assets.links import link, picture
from studio_assets.render.master_document import Master

__all__ = ["master_metadata"]


def master_metadata(sheet: CallSheet, master: Master) -> dict[str, Any]:
    """Poster, length and total spend; where the film is; what was checked.

    Args:
        sheet: gives the artifact store.
        master: the master's document.
    """
    shown: dict[str, Any] = {
        "state": master.state,
        "cut": master.cut or "none",
        "total_spend": MetadataValue.float(float(master.spend)),
        "total_spend_exact": dollars(master.spend),
        "partial": master.partial,
        "simulated": master.simulated,
    }
    if master.media is not None:
        shown["master"] = link(master.media)
        shown["file"] = MetadataValue.path(str(sheet.doers.artifacts.path(master.media)))
        shown["length"] = MetadataValue.float(master.frames / master.fps)
        shown["size"] = f"{master.width}x{master.height}, {master.fps} fps, {master.frames} frames"
    if master.poster is not None:
        webp = thumbnail(sheet.doers.artifacts.path(master.poster).read_bytes())
        shown["poster"] = picture(webp, f"poster of {sheet.production.name}")
    if master.invariants:
        rows = [
            f"| {one.name} | {one.expected} | {one.actual} | {'held' if one.held else 'BROKEN'} |"
            for one in master.invariants
        ]
        shown["invariants"] = MetadataValue.md(
            "| promise | expected | measured | |\n|---|---|---|---|\n" + "\n".join(rows)
        )
    return shown
