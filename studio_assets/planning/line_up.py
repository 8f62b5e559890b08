"""The line-up: who may compete, what is given and what is left to deal; and the plan that comes of it.

The one place where a plan's money is dealt, whoever chose the pilots and weighed them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from resources.claude.answer import Asked
from resources.money import dollars, micros, share, usd
from studio_assets.planning.allot import afford, asked
from studio_assets.planning.offer import Offer, offer
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.planning.producer import Brief

__all__ = ["LineUp", "Words", "named", "settle", "slotted", "tiers", "to_deal", "too_dear"]


@dataclass(frozen=True, kw_only=True)
class LineUp:
    """Pilots that can be planned, before the money is dealt.

    Args:
        rest: micro-dollars to deal among the open pilots.
        offers: pilot -> its prices, for every pilot that can be planned.
        given: pilot -> micro-dollars that the spec gives it.
        unplanned: pilot or slot -> why it is not filmed.
    """

    rest: int
    offers: Mapping[str, Offer]
    given: Mapping[str, int]
    unplanned: Mapping[str, str]

    @property
    def open(self) -> tuple[str, ...]:
        """Pilots whose allotment is still to be dealt."""
        return tuple(name for name in self.offers if name not in self.given)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a producer says of its plan.

    Args:
        crew: who planned, `rules` or a model's name.
        rationales: pilot -> why, in a sentence; without it the tier's quality speaks.
        strategy: the plan in a sentence; may be empty.
        notes: what was repaired by rule, a sentence each.
        asked: what Claude was asked for it.
    """

    crew: str = "rules"
    rationales: Mapping[str, str] = field(default_factory=dict)
    strategy: str = ""
    notes: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()


def to_deal(brief: Brief) -> int:
    """Micro-dollars for all pilots: the limit without the contingency."""
    budget = brief.production.budget
    return micros(budget.limit) - micros(share(budget.limit, budget.contingency))


def tiers(brief: Brief) -> list[Offer]:
    """What each tier would cost with its first provider, the cheapest film first."""
    offers = [
        offer(brief, tier, tier.video[0], None) for tier in brief.production.tiers.values() if tier.video
    ]
    return sorted(offers, key=lambda one: (one.film, one.tier.name))


def named(brief: Brief) -> LineUp:
    """The pilots that the spec names; each keeps the allotment that the spec gives it."""
    production, rest = brief.production, to_deal(brief)
    offers: dict[str, Offer] = {}
    given: dict[str, int] = {}
    unplanned: dict[str, str] = {}
    for pilot in production.pilots:
        made = offer(brief, production.tiers[pilot.tier], pilot.video, pilot)
        wanted = None if pilot.allotment is None else asked(pilot.allotment, production.budget.limit)
        if made.unfilmable:
            unplanned[pilot.name] = made.unfilmable
        elif wanted is None:
            offers[pilot.name] = made
        elif wanted > rest:
            unplanned[pilot.name] = (
                f"its allotment of {dollars(usd(wanted))} is more than the {dollars(usd(rest))} that is left"
            )
        elif wanted < made.entry:
            unplanned[pilot.name] = too_dear(brief, made, wanted)
        else:
            offers[pilot.name], given[pilot.name] = made, wanted
            rest -= wanted
    return LineUp(rest=rest, offers=offers, given=given, unplanned=unplanned)


def slotted(brief: Brief, chosen: Sequence[Offer], why: str) -> LineUp:
    """Tiers in the slots of a spec that names no pilots, the cheapest film in the first slot.

    Args:
        brief: has the slots.
        chosen: at most one tier per slot.
        why: the reason of every slot that stays empty.
    """
    slots = brief.production.pilot_names
    ordered = sorted(chosen, key=lambda one: (one.film, one.tier.name))
    return LineUp(
        rest=to_deal(brief),
        offers=dict(zip(slots, ordered, strict=False)),
        given={},
        unplanned=dict.fromkeys(slots[len(ordered) :], why),
    )


def settle(brief: Brief, line_up: LineUp, weights: Mapping[str, int], words: Words | None = None) -> Plan:
    """Deal what is left among the open pilots, and write the plan.

    Args:
        brief: what is wanted.
        line_up: who competes.
        weights: open pilot -> weight of its part, at least 0.
        words: what the producer says.

    Returns:
        A plan with limit = contingency + the allotments, to the micro-dollar; no pilot gets less than
        its entry price.
    """
    words = words or Words()
    dealt = afford(line_up.rest, weights, line_up.offers)
    allotments = {**line_up.given, **dealt.parts}
    left_out = {name: too_dear(brief, line_up.offers[name], part) for name, part in dealt.left_out.items()}
    raised = tuple(
        f"{name} was to get {dollars(usd(part))}; it was raised to its entry price of "
        f"{dollars(usd(dealt.parts[name]))}."
        for name, part in dealt.raised.items()
    )
    limit = micros(brief.production.budget.limit)
    pilots = tuple(
        _line(name, line_up.offers[name], allotments[name], limit, words.rationales.get(name, ""))
        for name in brief.production.pilot_names
        if name in allotments
    )
    return Plan(
        state="planned" if pilots else _refusal(brief),
        crew=words.crew,
        simulated=brief.simulated,
        limit=brief.production.budget.limit,
        contingency=usd(limit - sum(allotments.values())),
        pilots=pilots,
        unplanned={**line_up.unplanned, **left_out},
        learned=brief.learned,
        strategy=words.strategy,
        notes=(*words.notes, *raised),
        asked=words.asked,
    )


def too_dear(brief: Brief, made: Offer, allotment: int) -> str:
    """Why an allotment in micro-dollars does not do, in words."""
    what = "its test scenes cost" if brief.production.competition.test_scenes else "its first scene costs"
    return f"{what} {dollars(usd(made.entry))}, its allotment is {dollars(usd(allotment))}"


def _line(name: str, made: Offer, allotment: int, limit: int, why: str) -> PlannedPilot:
    pays = "pays" if allotment >= made.film else "begins, but does not pay,"
    money = f"its allotment of {dollars(usd(allotment))} {pays} the whole film at {dollars(usd(made.film))}."
    look = f"Tier {made.tier.name} (quality up to {made.tier.quality_ceiling}): "
    return PlannedPilot(
        name=name,
        tier=made.tier.name,
        provider=made.video.provider,
        model=made.video.model,
        fallback=made.video.fallback,
        kind=made.video.kind,
        share=Decimal(allotment) / Decimal(limit),
        allotment=usd(allotment),
        test_price=usd(made.test),
        film_price=usd(made.film),
        # A producer's words may be about shares that were repaired since: the figures are computed.
        rationale=f"{why} {money[0].upper()}{money[1:]}" if why else look + money,
    )


def _refusal(brief: Brief) -> str:
    production = brief.production
    made = [offer(brief, production.tiers[one.tier], one.video, one) for one in production.pilots]
    offers = made or tiers(brief)
    filmable = sorted((one for one in offers if not one.unfilmable), key=lambda one: one.film)
    if not filmable:
        return "refused: " + (offers[0].unfilmable if offers else "there is no tier to film with")
    cheapest = filmable[0]
    return (
        f"refused: the cheapest film costs {dollars(usd(cheapest.film))} (tier {cheapest.tier.name}), "
        f"the budget has {dollars(usd(to_deal(brief)))} for pilots"
    )
