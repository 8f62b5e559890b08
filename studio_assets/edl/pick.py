"""The picture lock: which candidate is rendered, by a person's word or by policy."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from resources.errors import StudioError
from resources.runs.run import Pick
from studio_assets.edl.choice import SPEC
from studio_assets.edl.cut import Cut, Edl, PictureLock

__all__ = ["locked", "pick"]

Wish = Literal["auto", "safe", "balanced", "creative", "ask"]


def locked(edl: Edl, wish: Wish, kept: Pick | None) -> PictureLock:
    """Lock by a pick that was kept, or by the spec's word.

    A cut that was picked may be a candidate no more: the spec names others since, or none of its clips
    passed QA after an edit. No retry heals that, so it is a state and no error.

    Args:
        edl: the candidates, in the spec's order.
        wish: the spec's word.
        kept: the pick that counts, or None.

    Returns:
        As `pick`; `waiting: ...` where the kept pick's cut is not there.
    """
    if kept is None or (edl.cut(kept.cut) is None and (kept.picked_by == SPEC or not edl.cuts)):
        found = pick(edl, wish, None)
    elif edl.cut(kept.cut) is None:
        names = ", ".join(cut.name for cut in edl.cuts)
        found = _waiting(f"{kept.picked_by} picked {kept.cut}, which is not there now; pick one of {names}")
    else:
        found = pick(edl, wish, (kept.cut, kept.picked_by, kept.reason))
    return found.model_copy(update={"version": kept.version if kept else 0})


def pick(
    edl: Edl,
    wish: Wish,
    chosen: tuple[str, str, str] | None,
) -> PictureLock:
    """Lock a cut, or wait.

    `auto` takes the cut with more scenes, of those the best estimated quality, of equals the first in
    the spec: a cut of one faultless scene is not a better film than the whole story.

    Args:
        edl: the candidates, in the spec's order.
        wish: the spec's word.
        chosen: (cut, who picked it, why), which wins over the wish; None where nobody has picked.

    Returns:
        State `locked`; `waiting: ...` until a person picks; the EDL's own state where it has no cut.

    Raises:
        StudioError: the chosen name is no candidate; the mend names those that there are.
    """
    names = ", ".join(cut.name for cut in edl.cuts)
    if chosen is not None:
        name, by, reason = chosen
        found = edl.cut(name)
        if found is None:
            raise StudioError(
                f"The cut {name!r} is not a candidate.",
                mend=f"Pick one of: {names}." if names else "Film clips first: there is no candidate.",
                where="picture lock",
            )
        return PictureLock(state="locked", cut=found, picked_by=by, reason=reason)
    if not edl.cuts:
        return PictureLock(state=edl.state, cut=None, picked_by="", reason="")
    if wish == "ask":
        return _waiting(f"a person picks one of {names}")
    if wish != "auto":
        found = edl.cut(wish)
        if found is None:
            return _waiting(f"the spec asks for {wish}, which has no clip; a person picks one of {names}")
        reason = f"the spec asks for {wish}"
    else:
        # `max` keeps the first of equals, so ties go by the spec's order.
        found = max(edl.cuts, key=_worth)
        reason = _reason(found)
    notes = tuple(_notes(edl, found)) if wish == "auto" else ()
    return PictureLock(state="locked", cut=found, picked_by="policy", reason=reason, notes=notes)


def _notes(edl: Edl, found: Cut) -> Iterator[str]:
    """That another candidate shows the same scenes with transitions that this one lacks."""
    rivals = [cut for cut in edl.cuts if len(cut.events) == len(found.events)]
    most = max(rivals, key=_transitions)
    if _transitions(most) > _transitions(found):
        yield (
            f"{found.name} has {_transitions(found)} transitions beside the cut, {most.name} has "
            f"{_transitions(most)}: pick it, or name it in edit.pick, to keep them."
        )


def _transitions(cut: Cut) -> int:
    return sum(event.transition != "cut" for event in cut.events)


def _waiting(why: str) -> PictureLock:
    return PictureLock(state=f"waiting: {why}", cut=None, picked_by="", reason="")


def _worth(cut: Cut) -> tuple[int, Decimal]:
    return len(cut.events), Decimal(-1) if cut.estimated_quality is None else cut.estimated_quality


def _reason(cut: Cut) -> str:
    scenes = f"{len(cut.events)} scene{'' if len(cut.events) == 1 else 's'}"
    quality = "unjudged" if cut.estimated_quality is None else f"estimated quality {cut.estimated_quality:f}"
    return f"most scenes, then best quality, then the spec's order: {scenes}, {quality}"
