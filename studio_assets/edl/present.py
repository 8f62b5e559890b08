"""What the Dagster UI shows of the cuts and of the picture lock."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from studio_assets.edl.cut import Cut, Edl, PictureLock
from studio_assets.links import link

__all__ = ["edl_metadata", "lock_metadata"]


def edl_metadata(edl: Edl) -> dict[str, Any]:
    """The ranking of the pilots and each candidate cut with its file.

    Args:
        edl: the EDL's document.
    """
    shown: dict[str, Any] = {
        "state": edl.state,
        "crew": edl.crew,
        "winners": ", ".join(edl.winners) or "nobody",
        "ranking": MetadataValue.md("\n".join(f"- **{pilot}** {why}" for pilot, why in edl.ranking.items())),
    }
    for cut in edl.cuts:
        shown[f"{cut.name}_cut"] = MetadataValue.md(_cut(cut))
        if cut.otio is not None:
            shown[f"{cut.name}_otio"] = link(cut.otio)
    return shown


def lock_metadata(locked: PictureLock) -> dict[str, Any]:
    """Which cut is locked, by whom and why.

    Args:
        locked: the picture lock's document.
    """
    shown: dict[str, Any] = {
        "state": locked.state,
        "picked_by": locked.picked_by or "nobody",
        "reason": locked.reason or "none given",
    }
    if locked.cut is not None:
        shown |= {"cut": locked.cut.name, "events": MetadataValue.md(_cut(locked.cut))}
    return shown


def _cut(cut: Cut) -> str:
    quality = "unjudged" if cut.estimated_quality is None else f"{cut.estimated_quality:.2f}"
    head = f"{cut.reason}\n\n{float(cut.duration):g} s, estimated quality {quality}\n\n"
    rows = [
        f"| {event.scene} | {event.pilot} | {event.source_in} | {event.source_out} | {event.transition} |"
        for event in cut.events
    ]
    return head + "| scene | pilot | in | out | begins by |\n|---|---|---|---|---|\n" + "\n".join(rows)
