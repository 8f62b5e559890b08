"""A person's word over the greenlight's rule: given with a reason, kept until another word is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from resources.errors import StudioError
from studio_assets.greenlight.decision import Greenlight, Override
from studio_assets.planning.plan import Plan

__all__ = ["Said", "Word", "standing"]

Word = Literal["go", "cancel", "rule"]
"""`rule` takes an earlier word back."""


@dataclass(frozen=True)
class Said:
    """What a launch says about the greenlight.

    Args:
        words: pilot -> its word.
        reason: why, for those who come after.
        by: who says so.
    """

    words: Mapping[str, Word] = field(default_factory=dict)
    reason: str = ""
    by: str = ""


def standing(
    plan: Plan, before: Greenlight | None, said: Said
) -> tuple[dict[str, Override], tuple[str, ...]]:
    """The overrides that hold now: those of before, and what is said on top of them.

    Args:
        plan: who can be meant.
        before: the greenlight that this run decided last, None where it has not.
        said: what this launch says; nothing leaves everything as it is.

    Returns:
        Pilot -> override, and a sentence on each earlier one that no longer means anybody.

    Raises:
        StudioError: a word has no reason, a reason no word, or the pilot is not planned; the mend says
            what to write.
    """
    _check(plan, said)
    held = {one.pilot: one.override for one in before.decisions if one.override} if before else {}
    reason, by = " ".join(said.reason.split()), said.by or "launch config"
    held |= {
        pilot: Override(verdict=word, reason=reason, by=by)
        for pilot, word in said.words.items()
        if word != "rule"
    }
    back = {pilot for pilot, word in said.words.items() if word == "rule"}
    planned = {one.name for one in plan.pilots}
    lapsed = tuple(
        f"The override of {pilot} ({one.verdict}: {one.reason}) has lapsed: {pilot} is not planned any more."
        for pilot, one in held.items()
        if pilot not in planned
    )
    return {pilot: one for pilot, one in held.items() if pilot in planned - back}, lapsed


def _check(plan: Plan, said: Said) -> None:
    names = ", ".join(one.name for one in plan.pilots)
    for pilot, word in said.words.items():
        if plan.pilot(pilot) is None:
            why = plan.unplanned.get(pilot, "the spec has no such pilot")
            raise StudioError(
                f"The override names the pilot {pilot!r}, which is not planned: {why}.",
                mend=f"Override one of: {names}." if names else "Nobody is planned: raise the budget first.",
                where="greenlight",
            )
        if word != "rule" and not said.reason.strip():
            raise StudioError(
                f"The override of {pilot} has no reason.",
                mend="Write `reason:` beside `override:`; it is kept with the decision.",
                where="greenlight",
            )
    if said.reason.strip() and not said.words:
        raise StudioError(
            "There is a reason, but no pilot that it is about.",
            mend=f"Write `override:` with go, cancel or rule for one of: {names or 'nobody is planned'}.",
            where="greenlight",
        )
