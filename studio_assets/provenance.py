"""Where a take comes from: everything that the journal knows, for people and for its scene in Dagster."""

from __future__ import annotations

from datetime import datetime

from dagster import AssetKey, AssetObservation

from resources.money import dollars
from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.clips.kinds import FILMED
from studio_assets.figures import money
from studio_assets.graph import Key, Kind
from studio_assets.links import link
from studio_assets.render.dailies_gather import sheet_of

__all__ = ["asset_of", "facts", "observation"]

_HEARD: dict[str, Kind] = {"speech": "narration", "music": "music"}


def facts(take: Take) -> dict[str, str]:
    """What is known of a take besides its request, in words; what is not known yet is left out.

    Args:
        take: from the journal.
    """
    known = {
        "slate": take.slate,
        "state": take.state,
        "reason": take.reason,
        "kind": take.kind,
        "provider": take.provider,
        "model": take.model,
        "remote_id": take.remote_id or "",
        "simulated": "yes" if take.simulated else "no",
        "recipe": take.recipe,
        "take": f"{take.number} of the scene, {take.ordinal} of its recipe",
        "fresh": take.fresh,
        "budget": take.budget,
        "account": take.account,
        "quote": dollars(take.quote),
        "price": "" if take.price is None else dollars(take.price),
        "created": _at(take.created),
        "submitted": _at(take.submitted),
        "settled": _at(take.settled),
        "worker": take.worker,
        "lease_until": _at(take.lease_until),
        "file": take.artifact.path if take.artifact else "",
    }
    return {name: words for name, words in known.items() if words}


def asset_of(doers: Doers, take: Take) -> Key | None:
    """The asset that a take belongs to, by its run's snapshot; None where that has none of it any more.

    Args:
        doers: who keeps the runs.
        take: from the journal.
    """
    record = doers.runs.find(take.production, take.run)
    if record is None:
        return None
    try:
        graph = sheet_of(doers, record).graph
    except ValueError:  # the snapshot is another version's
        return None
    if take.kind in FILMED:
        key = graph.key("clip", take.pilot, take.scene)
    elif take.kind in _HEARD:
        key = graph.key(_HEARD[take.kind])
    else:
        return None
    return key if key in graph.by_key else None


def observation(doers: Doers, take: Take, did: str) -> AssetObservation | None:
    """A note on the take's scene in Dagster: claimed, with its full provenance. It makes nothing stale.

    Args:
        doers: who keeps the runs.
        take: as it is after the claim.
        did: what happened.

    Returns:
        The note, or None where the run has no asset for it.
    """
    key = asset_of(doers, take)
    if key is None:
        return None
    shown = {**facts(take), "claimed": did, **money("cost", take.cost)}
    if take.artifact is not None:
        shown["clip"] = link(take.artifact, f"play take {take.number}")
    return AssetObservation(
        asset_key=AssetKey(key),
        partition=take.run,
        description=f"Claimed from {take.provider}.",
        metadata=shown,
    )


def _at(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"
