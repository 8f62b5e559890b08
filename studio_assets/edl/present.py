"""What the Dagster UI shows of the cuts and of the picture lock."""

from __future__ import annotations

from typing import Any

from studio_assets.edl.cut import Cut, Edl, PictureLock
from studio_assets.edl.exports.formats import format_named
from studio_assets.figures import reasons, score, seconds, table
from studio_assets.links import link

__all__ = ["edl_metadata", "lock_metadata"]


def edl_metadata(edl: Edl) -> dict[str, Any]:
    """The ranking of the pilots, the candidate cuts side by side, and the events of each.

    Args:
        edl: the EDL's document.
    """
    shown: dict[str, Any] = {
        "state": edl.state,
        "winners": ", ".join(edl.winners) or "nobody",
        "ranking": reasons(edl.ranking),
        "cuts": table([_summary(cut) for cut in edl.cuts]),
    }
    for cut in edl.cuts:
        shown[f"{cut.name}_events"] = _events(cut)
        for name, file in cut.files.items():
            shown[f"{cut.name}_{name}"] = link(file, f"{cut.name} cut as {format_named(name).title}")
    shown["crew"] = edl.crew
    return shown


def lock_metadata(locked: PictureLock) -> dict[str, Any]:
    """Which cut is locked, by whom and why.

    Args:
        locked: the picture lock's document.
    """
    shown: dict[str, Any] = {"state": locked.state}
    if locked.cut is not None:
        shown["cut"] = locked.cut.name
    shown |= {"picked_by": locked.picked_by or "nobody", "reason": locked.reason or "none given"}
    if locked.cut is not None:
        shown |= seconds("duration", locked.cut.duration)
        shown |= {
            "estimated_quality": score(locked.cut.estimated_quality),
            "about": locked.cut.reason,
            "events": _events(locked.cut),
        }
    return shown


def _summary(cut: Cut) -> dict[str, str]:
    quality = cut.estimated_quality
    return {
        "cut": cut.name,
        "length": f"{float(cut.duration):g} s",
        "scenes": str(len(cut.events)),
        "estimated quality": "unjudged" if quality is None else f"{quality:.2f}",
        "why": cut.reason,
    }


def _events(cut: Cut) -> Any:
    return table(
        [
            {
                "scene": event.scene,
                "pilot": event.pilot,
                "in (frame)": str(event.source_in),
                "out (frame)": str(event.source_out),
                "begins by": event.transition,
            }
            for event in cut.events
        ]
    )
