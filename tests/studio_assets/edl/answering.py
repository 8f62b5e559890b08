"""Answers as an editor's model might give them, and the EDL that is made of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from studio_assets.edl.claude import ClaudeEditor
from tests.studio_assets.script.run_desk import RunDesk

__all__ = ["CUTS", "NAMES", "answer", "edited", "entry", "points", "whole"]

NAMES = ("desk", "rain", "end")
CUTS = ("safe", "balanced", "creative")


def entry(clip: str, **changes: Any) -> dict[str, Any]:
    """An entry that uses a clip's scene as it is."""
    given: dict[str, Any] = {
        "clip": clip,
        "from_second": None,
        "to_second": None,
        "transition": "cut",
        "transition_seconds": 0,
        "title": None,
        "reason": "The lamp glows.",
    }
    return given | changes


def whole(pilot: str = "one") -> list[dict[str, Any]]:
    """Every scene of a pilot, as it is."""
    return [entry(f"{pilot}/{name}") for name in NAMES]


def answer(**cuts: Any) -> dict[str, Any]:
    """Three cuts of whole scenes, but for those that are given."""
    return {
        "cuts": [
            {"cut": name, "reason": f"For {name} nights.", "entries": cuts.get(name, whole())}
            for name in CUTS
        ]
    }


def edited(table: Any, says: Any, folder: Path) -> tuple[Any, RunDesk]:
    """The EDL that an editor makes of what is on a table, and the desk that was asked."""
    desk = RunDesk(says, folder)
    edl = asyncio.run(
        ClaudeEditor(desk).cut(table.rushes)  # type: ignore[arg-type]
    )
    return edl, desk


def points(cut: Any) -> Any:
    """Where each event begins and ends, in its clip and in the film."""
    return [(one.scene, one.source_in, one.source_out, one.record_in) for one in cut.events]
