"""A producer by rules: prices every pilot, deals the budget, and says why a pilot is left out."""

from __future__ import annotations

from collections.abc import Sequence

from resources.money import dollars, usd
from studio_assets.planning.allot import choose
from studio_assets.planning.line_up import named, settle, slotted, tiers, to_deal
from studio_assets.planning.offer import Offer
from studio_assets.planning.plan import Plan
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
    if brief.production.pilots:
        line_up = named(brief)
    else:
        filmable = [one for one in tiers(brief) if not one.unfilmable]
        chosen = choose(filmable, len(brief.production.pilot_names), to_deal(brief))
        line_up = slotted(brief, chosen, _no_slot(filmable, chosen, to_deal(brief)))
    return settle(brief, line_up, {name: line_up.offers[name].film for name in line_up.open})


def _no_slot(filmable: Sequence[Offer], chosen: Sequence[Offer], rest: int) -> str:
    next_one = next((one for one in filmable if one not in chosen), None)
    if next_one is None:
        return "no other tier can film this script"
    # `choose` takes every tier that still fits, so the cheapest of the others does not.
    left = rest - sum(one.film for one in chosen)
    return (
        f"the next film costs {dollars(usd(next_one.film))} (tier {next_one.tier.name}), "
        f"{dollars(usd(left))} is left beside the others"
    )
