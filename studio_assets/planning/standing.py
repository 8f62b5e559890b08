"""What is filmed already stays: a plan that is made again gives no slot another tier after its first clip.

Nor does a tier that has come to prefer stills, such as by an upgrade, make stills of what was filmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from resources.errors import StudioError
from resources.money import micros
from studio_assets.planning.line_up import LineUp, Words, settle, tiers, to_deal
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.planning.producer import Brief
from studio_assets.spec.production import Production

__all__ = ["as_filmed", "standing"]


def standing(brief: Brief, plan: Plan, filmed: Mapping[str, str]) -> Plan:
    """The plan, with every filmed slot in the tier that it was filmed in.

    Another tier would film the slot's scenes anew, for money, because somebody edited something else.
    Pilots that the spec names have the spec's tier, so this is about slots that the producer fills.

    Args:
        brief: what is wanted and what it costs.
        plan: as it was made now.
        filmed: slot -> tier of its clips; slots without a clip are not in it.

    Returns:
        The same plan where it agrees; else one whose other slots keep their tier as far as tiers stay
        distinct, dealt by the same parts, with a note.
    """
    now = {pilot.name: pilot.tier for pilot in plan.pilots}
    moved = {slot: tier for slot, tier in filmed.items() if now.get(slot) != tier}
    if brief.production.pilots or not moved:
        return plan
    offers = {one.tier.name: one for one in tiers(brief)}
    kept = {slot: tier for slot, tier in filmed.items() if tier in offers and not offers[tier].unfilmable}
    kept |= {slot: tier for slot, tier in now.items() if slot not in filmed and tier not in kept.values()}
    ordered = {slot: kept[slot] for slot in brief.production.pilot_names if slot in kept}
    line_up = LineUp(
        rest=to_deal(brief),
        offers={slot: offers[tier] for slot, tier in ordered.items()},
        given={},
        unplanned={slot: why for slot, why in plan.unplanned.items() if slot not in ordered},
    )
    parts = {pilot.name: micros(pilot.allotment) for pilot in plan.pilots}
    weights = {slot: parts.get(slot, made.film) for slot, made in line_up.offers.items()}
    rationales = {one.name: one.rationale for one in plan.pilots if ordered.get(one.name) == one.tier}
    words = Words(crew=plan.crew, strategy=plan.strategy, notes=plan.notes, asked=plan.asked)
    made_anew = settle(brief, line_up, weights, words)
    note = f"{_listed(moved)}: filmed already, so no other tier was taken."
    told = tuple(
        one.model_copy(update={"rationale": rationales[one.name]}) if one.name in rationales else one
        for one in made_anew.pilots
    )
    return made_anew.model_copy(update={"pilots": told, "notes": (*made_anew.notes, note)})


def as_filmed(brief: Brief, before: Plan | None, filmed: Mapping[str, str]) -> tuple[Brief, list[str]]:
    """The brief, with filmed pilots at the provider that filmed them where their tier prefers stills now.

    Args:
        brief: what is wanted and what it costs.
        before: the plan that they were filmed by, or None.
        filmed: pilot -> tier of its clips; pilots without a clip are not in it.

    Returns:
        The brief, and a sentence for each pilot that stays so.
    """
    production = brief.production
    kept = {
        one.name: one
        for one in (before.pilots if before else ())
        if one.name in filmed and _prefers_stills(production, one) and _offered(brief, one)
    }
    if not kept:
        return brief, []
    pilots = tuple(
        one.model_copy(update={"video": kept[one.name].video}) if one.name in kept else one
        for one in production.pilots
    )
    tiers = dict(production.tiers)
    if not pilots:
        for one in kept.values():
            tier = tiers[one.tier]
            tiers[one.tier] = tier.model_copy(update={"video": (one.video, *tier.video)})
    notes = [
        f"{name} stays with clips of {one.provider}, which filmed it; with `fresh: true` it is stills."
        for name, one in kept.items()
    ]
    told = production.model_copy(update={"pilots": pilots, "tiers": tiers})
    return replace(brief, production=told), notes


def _prefers_stills(production: Production, before: PlannedPilot) -> bool:
    """Whether a pilot that was filmed in clips would now be stills."""
    now, tier = production.pilot(before.name), production.tiers.get(before.tier)
    video = now.video if now else tier.video[0] if tier and tier.video else None
    return before.kind == "video" and video is not None and video.kind == "image"


def _offered(brief: Brief, before: PlannedPilot) -> bool:
    """Whether who filmed it is there; what was begun in another environment is not."""
    try:
        brief.durations(before.video)
    except StudioError:
        return False
    return True


def _listed(moved: Mapping[str, str]) -> str:
    return ", ".join(f"{slot} stays {tier}" for slot, tier in moved.items())
