"""What the Dagster UI shows of a plan and of its pilots."""

from __future__ import annotations

from typing import Any

from resources.money import dollars
from studio_assets.figures import money, reasons, said, score, table
from studio_assets.planning.plan import Pilot, Plan

__all__ = ["pilot_metadata", "plan_metadata"]


def plan_metadata(plan: Plan) -> dict[str, Any]:
    """Who competes with what money, who does not and why.

    Args:
        plan: the plan's document.
    """
    pilots = [
        {
            "pilot": one.name,
            "tier": one.tier,
            "provider": one.provider,
            "share": f"{float(one.share * 100):g} %",
            "allotment": dollars(one.allotment),
            "tests": dollars(one.test_price),
            "whole film": dollars(one.film_price),
        }
        for one in plan.pilots
    ]
    return {
        "state": plan.state,
        "pilots": table(pilots),
        **({"strategy": plan.strategy} if plan.strategy else {}),
        "reasons": reasons({one.name: one.rationale for one in plan.pilots}),
        "not_filmed": reasons(plan.unplanned),
        **money("limit", plan.limit),
        **money("contingency", plan.contingency),
        "learned": said(plan.learned, empty="nothing yet"),
        "simulated": plan.simulated,
        "crew": plan.crew,
    }


def pilot_metadata(pilot: Pilot) -> dict[str, Any]:
    """Its look, its money and what its clips must reach.

    Args:
        pilot: the pilot's document.
    """
    shown: dict[str, Any] = {"state": pilot.state}
    if pilot.planned is None:
        return shown
    planned = pilot.planned
    lengths = ", ".join(f"{float(length):g} s" for length in pilot.durations)
    return {
        **shown,
        "tier": planned.tier,
        "provider": planned.provider,
        "model": planned.model,
        **money("allotment", planned.allotment),
        "threshold": score(pilot.threshold),
        "quality_ceiling": pilot.quality_ceiling,
        "films": lengths or "any length",
        "scenes": ", ".join(pilot.scenes),
        "test_scenes": ", ".join(pilot.test_scenes) or "none",
        "why": planned.rationale,
    }
