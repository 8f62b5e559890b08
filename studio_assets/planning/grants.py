"""Fit the wanted grants of pilots to what was already spent and to the budget's limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO, share

__all__ = ["CONTINGENCY", "decision_key", "fit"]


def fit(wanted: Mapping[str, Decimal], floors: Mapping[str, Decimal], limit: Decimal) -> dict[str, Decimal]:
    """What each pilot's account is granted, so that nobody gets less than is gone already.

    An account that nobody wants anything for keeps what it spent. Where the wishes exceed what is
    left, each wish above its floor is cut by the same share.

    Args:
        wanted: pilot -> dollars that a decision gives it in total.
        floors: account -> dollars held and spent already, `contingency` included.
        limit: the budget's limit in dollars.

    Returns:
        pilot -> dollars; the contingency gets the rest of the limit, at least its own floor.
    """
    reserved = floors.get(CONTINGENCY, ZERO)
    pilots = sorted((set(wanted) | set(floors)) - {CONTINGENCY})
    least = {pilot: floors.get(pilot, ZERO) for pilot in pilots}
    above = {pilot: max(wanted.get(pilot, ZERO) - least[pilot], ZERO) for pilot in pilots}
    room = max(limit - reserved - sum(least.values(), ZERO), ZERO)
    asked = sum(above.values(), ZERO)
    part = min(Decimal(1), room / asked) if asked else Decimal(1)
    return {pilot: least[pilot] + share(above[pilot], part) for pilot in pilots}


def decision_key(applied: Sequence[str], scope: str, answer: str) -> str:
    """The ledger's key of a decision on grants, so that the same decision moves money once.

    A decision that stands keeps its key. One that was taken back by another (an edit that was
    reverted) gets a new key, and so does a greenlight after a new plan, or the grants would stay
    those of the other answer.

    Args:
        applied: keys of all decisions in the ledger, oldest first.
        scope: `plan` or `greenlight`.
        answer: hash of what is decided.

    Returns:
        For example `plan:4f2a:1`.
    """
    last_plan = max((place for place, key in enumerate(applied) if key.startswith("plan:")), default=0)
    standing = next((key for key in reversed(applied[last_plan:]) if key.startswith(f"{scope}:")), "")
    return standing if standing.startswith(f"{scope}:{answer}:") else f"{scope}:{answer}:{len(applied) + 1}"
