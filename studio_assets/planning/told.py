"""What a producer that is asked in words is told: prices and bounds, all of them computed here."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from resources.money import dollars, micros, share, usd
from studio_assets.planning.line_up import LineUp
from studio_assets.planning.offer import Offer
from studio_assets.planning.producer import Brief
from studio_assets.script.lengths import lengths

__all__ = ["told"]


def told(brief: Brief, choice: LineUp, *, most: int, free: bool) -> dict[str, object]:
    """The variables of the producer's prompt.

    Only what decides the plan's section of the spec: an edited word of a scene, or of the rubric, must not
    plan anew and move money.

    Args:
        brief: what is wanted.
        choice: what may be planned.
        most: pilots that there can be.
        free: whether the producer chooses who competes.
    """
    production = brief.production
    budget, tests = production.budget, production.test_scenes()
    seconds = lengths(production)
    return {
        "concept": production.concept,
        "duration": _seconds(production.duration),
        "scenes": [
            {
                "name": scene.name,
                "length": _seconds(seconds[scene.name]),
                "test": scene.name in tests,
                "own": scene.footage is not None,
            }
            for scene in production.scenes
        ],
        "limit": dollars(budget.limit),
        "contingency": dollars(usd(micros(share(budget.limit, budget.contingency)))),
        "to_deal": dollars(usd(choice.rest)),
        "offers": [_offer(name, one, choice, free) for name, one in choice.offers.items()],
        "impossible": [f"{name}: {why}" for name, why in choice.unplanned.items()],
        "free": free,
        "most": most,
        "tested": bool(tests),
        "open": bool(choice.open),
        "enough": sum(choice.offers[name].film for name in choice.open) <= choice.rest,
        "learned": brief.learned,
    }


def _offer(name: str, made: Offer, choice: LineUp, free: bool) -> dict[str, Any]:
    given = choice.given.get(name)
    return {
        "name": name,
        "tier": "" if free else made.tier.name,
        "look": made.tier.description,
        "provider": f"{made.video.provider}/{made.video.model}",
        "ceiling": made.tier.quality_ceiling,
        "entry": dollars(usd(made.entry)),
        "film": dollars(usd(made.film)),
        # Shares are whole per cent, so the bounds are told as such, rounded upwards.
        "entry_share": _per_cent(made.entry, choice.rest),
        "film_share": _per_cent(made.film, choice.rest),
        "given": "" if given is None else dollars(usd(given)),
    }


def _per_cent(part: int, whole: int) -> str:
    return f"{-(-part * 100 // whole)} %" if whole else "0 %"


def _seconds(length: Fraction) -> str:
    return f"{float(length):g} s"
