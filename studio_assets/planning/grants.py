"""Fit the wanted grants of pilots to what was already spent and to the budget's limit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO, share

__all__ = ["CONTINGENCY", "fit"]


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
