"""Whether a take is in its film: by the locked cut of its run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.clips.kinds import FILMED
from studio_assets.edl.cut import PictureLock

__all__ = ["IN_THE_FILM", "OUTTAKE", "uses"]

IN_THE_FILM = "in the film"
OUTTAKE = "outtake"


def uses(who: Doers, takes: Iterable[Take]) -> Mapping[str, str]:
    """Slate -> `in the film` or `outtake`, for fetched clips of runs whose cut is locked.

    Args:
        who: has the runs' documents.
        takes: any; the others are left out.
    """
    clips = [take for take in takes if take.kind in FILMED and take.state == "fetched"]
    locked = {run: _locked(who, *run) for run in {(take.production, take.run) for take in clips}}
    found: dict[str, str] = {}
    for take in clips:
        used = locked[take.production, take.run]
        if used is not None:
            found[take.slate] = IN_THE_FILM if take.slate in used else OUTTAKE
    return found


def _locked(who: Doers, production: str, run: str) -> frozenset[str] | None:
    """Slates in the locked cut; None where none is locked, or where another version wrote the document."""
    text = who.artifacts.read_document(f"{production}/{run}/picture_lock")
    if text is None:
        return None
    try:
        lock = PictureLock.model_validate_json(text)
    except ValidationError:
        return None
    return None if lock.cut is None else frozenset(event.slate for event in lock.cut.events)
