"""What a run's clips were filmed by stays: no picture gets or loses its words behind a film's back."""

from __future__ import annotations

from studio_assets.seeds.description import SeedAsset, SeedAssets

__all__ = ["standing"]


def standing(now: SeedAssets, before: SeedAssets | None, *, filmed: bool) -> SeedAssets:
    """The descriptions that the run goes on with.

    A sheet stands in the direction of each of its scenes: with other words, or without any, they would all
    be filmed anew, because a key was set or taken away.

    Args:
        now: what was found out now.
        before: what the run had; None where it had nothing.
        filmed: whether there are clips that were filmed by that.

    Returns:
        The same, but a description that is there is not lost, and a picture that was filmed undescribed
        stays so; the notes say it.
    """
    if before is None:
        return now
    known = {(one.role, one.digest): one for one in before.assets}
    chosen, notes = [], list(now.notes)
    for one in now.assets:
        old = known.get((one.role, one.digest))
        if old is None or _described(old) == _described(one) or not (_described(old) or filmed):
            chosen.append(one)
            continue
        chosen.append(old.model_copy(update={"id": one.id}))
        word = "described" if _described(old) else "undescribed"
        notes.append(f"The picture `{one.id}` stays {word}, as it was; `fresh: true` looks at it anew.")
    if chosen == list(now.assets):
        return now
    seen = any(map(_described, chosen))
    return now.model_copy(
        update={
            "state": "described" if seen else chosen[0].state,
            "crew": (before.crew if now.crew == "rules" else now.crew) if seen else "rules",
            "assets": tuple(chosen),
            "asked": now.asked or before.asked,
            "notes": tuple(notes),
        }
    )


def _described(one: SeedAsset) -> bool:
    return one.state == "described"
