"""A producer by rules: prices every pilot, deals the budget, and says why a pilot is left out."""

from __future__ import annotations

from decimal import Decimal

from resources.money import dollars, micros, share, usd
from studio_assets.planning.allot import asked, choose, deal
from studio_assets.planning.offer import Offer, offer
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.planning.producer import Brief, Producer

__all__ = ["RulesProducer", "plan"]


class RulesProducer(Producer):
    """The producer's twin that costs nothing: the same brief gives the same plan."""

    async def plan(self, brief: Brief) -> Plan:
        """The plan of a production; see `plan`."""
        return plan(brief)


def plan(brief: Brief) -> Plan:
    """Choose the pilots and deal the budget.

    Pilots that the spec names get the allotment that it gives them; what is left after those and
    the contingency is dealt to the others in proportion to what their films cost. Without named
    pilots, two or three tiers are chosen whose whole films are affordable together.

    Args:
        brief: what is wanted and what it costs.

    Returns:
        A plan with limit = contingency + the allotments, to the micro-dollar.
    """
    budget = brief.production.budget
    limit = micros(budget.limit)
    rest = limit - micros(share(budget.limit, budget.contingency))
    if brief.production.pilots:
        offers, allotments, unplanned = _named(brief, rest)
    else:
        offers, allotments, unplanned = _chosen(brief, rest)
    pilots = tuple(
        _line(name, offers[name], allotments[name], limit)
        for name in brief.production.pilot_names
        if name in allotments
    )
    return Plan(
        state="planned" if pilots else _refusal(brief, rest),
        crew="rules",
        simulated=brief.simulated,
        limit=budget.limit,
        contingency=usd(limit - sum(allotments.values())),
        pilots=pilots,
        unplanned=unplanned,
        learned=brief.learned,
    )


def _named(brief: Brief, rest: int) -> tuple[dict[str, Offer], dict[str, int], dict[str, str]]:
    production = brief.production
    offers: dict[str, Offer] = {}
    allotments: dict[str, int] = {}
    unplanned: dict[str, str] = {}
    open_weights: dict[str, int] = {}
    for pilot in production.pilots:
        made = offer(brief, production.tiers[pilot.tier], pilot.video, pilot)
        offers[pilot.name] = made
        if made.unfilmable:
            unplanned[pilot.name] = made.unfilmable
        elif pilot.allotment is None:
            open_weights[pilot.name] = made.film
        elif (wanted := asked(pilot.allotment, production.budget.limit)) > rest:
            unplanned[pilot.name] = (
                f"its allotment of {dollars(usd(wanted))} is more than the {dollars(usd(rest))} that is left"
            )
        elif wanted < made.entry:
            unplanned[pilot.name] = _too_dear(made, wanted, brief)
        else:
            allotments[pilot.name] = wanted
            rest -= wanted
    while open_weights:
        dealt = deal(rest, open_weights)
        if all(dealt[name] >= offers[name].entry for name in dealt):
            return offers, allotments | dealt, unplanned
        # The dearest leaves first: its part may be what the others need.
        dearest = max(open_weights, key=lambda name: (offers[name].entry, offers[name].film))
        unplanned[dearest] = _too_dear(offers[dearest], dealt[dearest], brief)
        del open_weights[dearest]
    return offers, allotments, unplanned


def _chosen(brief: Brief, rest: int) -> tuple[dict[str, Offer], dict[str, int], dict[str, str]]:
    production = brief.production
    slots = production.pilot_names
    filmable = [made for made in _offers(brief) if not made.unfilmable]
    chosen = choose(filmable, len(slots), rest)
    offers = dict(zip(slots, chosen, strict=False))
    left_over = slots[len(chosen) :]
    why = _no_slot(filmable, chosen, rest)
    if not offers:
        return {}, {}, dict.fromkeys(left_over, why)
    allotments = deal(rest, {name: made.film for name, made in offers.items()})
    return offers, allotments, dict.fromkeys(left_over, why)


def _offers(brief: Brief) -> list[Offer]:
    tiers = brief.production.tiers.values()
    made = [offer(brief, tier, tier.video[0], None) for tier in tiers if tier.video]
    return sorted(made, key=lambda one: (one.film, one.tier.name))


def _line(name: str, made: Offer, allotment: int, limit: int) -> PlannedPilot:
    covers = "pays" if allotment >= made.film else "begins, but does not pay,"
    return PlannedPilot(
        name=name,
        tier=made.tier.name,
        provider=made.video.provider,
        model=made.video.model,
        fallback=made.video.fallback,
        share=Decimal(allotment) / Decimal(limit),
        allotment=usd(allotment),
        test_price=usd(made.test),
        film_price=usd(made.film),
        rationale=(
            f"Tier {made.tier.name} (quality up to {made.tier.quality_ceiling}): its allotment of "
            f"{dollars(usd(allotment))} {covers} the whole film at {dollars(usd(made.film))}."
        ),
    )


def _too_dear(made: Offer, allotment: int, brief: Brief) -> str:
    what = "its test scenes cost" if brief.production.competition.test_scenes else "its first scene costs"
    return f"{what} {dollars(usd(made.entry))}, its allotment is {dollars(usd(allotment))}"


def _no_slot(filmable: list[Offer], chosen: tuple[Offer, ...], rest: int) -> str:
    next_one = next((one for one in filmable if one not in chosen), None)
    if next_one is None:
        return "no other tier can film this script"
    # `choose` takes every tier that still fits, so the cheapest of the others does not.
    left = rest - sum(one.film for one in chosen)
    return (
        f"the next film costs {dollars(usd(next_one.film))} (tier {next_one.tier.name}), "
        f"{dollars(usd(left))} is left beside the others"
    )


def _refusal(brief: Brief, rest: int) -> str:
    production = brief.production
    made = [offer(brief, production.tiers[one.tier], one.video, one) for one in production.pilots]
    offers = made or _offers(brief)
    filmable = sorted((one for one in offers if not one.unfilmable), key=lambda one: one.film)
    if not filmable:
        return "refused: " + (offers[0].unfilmable if offers else "there is no tier to film with")
    cheapest = filmable[0]
    return (
        f"refused: the cheapest film costs {dollars(usd(cheapest.film))} (tier {cheapest.tier.name}), "
        f"the budget has {dollars(usd(rest))} for pilots"
    )
