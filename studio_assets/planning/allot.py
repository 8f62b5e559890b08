"""Deal money in whole micro-dollars, so that nothing is lost and nothing appears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from resources.money import micros, share
from studio_assets.planning.offer import Offer
from studio_assets.spec.production import Allotment

__all__ = ["Dealt", "afford", "asked", "choose", "deal"]


@dataclass(frozen=True)
class Dealt:
    """Parts that each pay their pilot's entry.

    Args:
        parts: name -> micro-dollars, never below the entry price.
        raised: name -> micro-dollars that its weight alone would have given, where that was too little.
        left_out: name -> micro-dollars that its weight would have given, where the entries of all
            together are more than there is.
    """

    parts: Mapping[str, int]
    raised: Mapping[str, int]
    left_out: Mapping[str, int]


def asked(allotment: Allotment, limit: Decimal) -> int:
    """What a spec's allotment is in micro-dollars.

    Args:
        allotment: a share of the limit, or dollars.
        limit: the budget's limit in dollars.

    Returns:
        Micro-dollars, rounded down.
    """
    if allotment.amount is not None:
        return micros(allotment.amount)
    return micros(share(limit, allotment.share or Decimal(0)))


def deal(rest: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split an amount in proportion to weights; each part is rounded down.

    What rounding leaves over stays with the giver: it joins the contingency, where it can be used.
    Where the weights' sum is not above `rest`, each part is at least its weight.

    Args:
        rest: micro-dollars, at least 0.
        weights: name -> weight, at least 0; all 0 deals equal parts.

    Returns:
        Name -> micro-dollars; their sum is at most `rest`.
    """
    total = sum(weights.values())
    if total == 0:
        return {name: rest // len(weights) for name in weights}
    return {name: rest * weight // total for name, weight in weights.items()}


def afford(rest: int, weights: Mapping[str, int], offers: Mapping[str, Offer]) -> Dealt:
    """Deal in proportion to weights, but to nobody less than its pilot needs to begin.

    Where the entry prices together are more than there is, the dearest leaves first: its part may be
    what the others need. A part below its entry price is raised to it at the cost of the others.

    Args:
        rest: micro-dollars, at least 0.
        weights: name -> weight, at least 0.
        offers: name -> its prices.
    """
    going, left_out = dict(weights), {}
    while sum(offers[name].entry for name in going) > rest:
        dearest = max(going, key=lambda name: (offers[name].entry, offers[name].film))
        left_out[dearest] = deal(rest, going)[dearest]
        del going[dearest]
    parts: dict[str, int] = {}
    raised: dict[str, int] = {}
    while going:
        dealt = deal(rest, going)
        short = [name for name in going if dealt[name] < offers[name].entry]
        if not short:
            return Dealt(parts | dealt, raised, left_out)
        for name in short:
            parts[name], raised[name] = offers[name].entry, dealt[name]
            rest -= parts[name]
            del going[name]
    return Dealt(parts, raised, left_out)


def choose(offers: Sequence[Offer], slots: int, rest: int) -> tuple[Offer, ...]:
    """The tiers that compete where the spec names no pilots.

    Two or three whole films that the money pays together; the one with the highest quality ceiling
    first, then the next highest, then a third. Where no two are affordable, the best single one.

    Args:
        offers: one per tier, filmable.
        slots: how many pilots there can be.
        rest: micro-dollars for all of them.

    Returns:
        The chosen offers, cheapest film first; empty where not even one film is affordable.
    """
    for sizes in (range(2, slots + 1), range(1, min(slots, 1) + 1)):
        groups: list[tuple[Offer, ...]] = [
            group
            for size in sizes
            for group in combinations(offers, size)
            if sum(one.film for one in group) <= rest
        ]
        if groups:
            best = max(groups, key=_worth)
            return tuple(sorted(best, key=lambda one: (one.film, one.tier.name)))
    return ()


def _worth(group: tuple[Offer, ...]) -> tuple[list[int], int, list[str]]:
    ceilings = sorted((one.tier.quality_ceiling for one in group), reverse=True)
    return ceilings, -sum(one.film for one in group), sorted(one.tier.name for one in group)
