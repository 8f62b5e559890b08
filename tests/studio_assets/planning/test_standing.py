from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from studio_assets.planning.rules import plan
from studio_assets.planning.standing import standing
from tests.studio_assets.planning.test_rules import brief, money


@pytest.fixture
def told(production: Any) -> Any:
    """A production whose slots the producer fills."""
    names = ("pilot_a", "pilot_b", "pilot_c")
    return brief(production(pilots=(), pilot_names=names, budget=money(60, "0.1")))


def tiers_of(made: Any) -> dict[str, str]:
    """Slot -> tier."""
    return {pilot.name: pilot.tier for pilot in made.pilots}


def test_a_plan_that_agrees_is_left_alone(told: Any) -> None:
    """Planning again what is filmed gives the very same plan, so that no money moves."""
    made = plan(told)
    assert made == standing(told, made, tiers_of(made))
    assert made == standing(told, made, {})


def test_a_filmed_slot_keeps_its_tier(told: Any) -> None:
    """Whatever the producer thinks now, a slot with clips is not filmed anew in another tier."""
    made = plan(told)
    now = tiers_of(made)
    first, second = list(now)[:2]
    filmed = {first: now[second], second: now[first]}
    kept = standing(told, made, filmed)
    assert filmed == {slot: tier for slot, tier in tiers_of(kept).items() if slot in filmed}
    assert Decimal(60) == kept.contingency + sum(pilot.allotment for pilot in kept.pilots)
    assert f"{first} stays {now[second]}" in kept.notes[-1]
    assert len(set(tiers_of(kept).values())) == len(kept.pilots)


def test_a_filmed_slot_that_was_left_out_comes_back(told: Any) -> None:
    """A pilot that is filmed stays in the plan even where the producer names it no more."""
    made = plan(told)
    gone = made.pilots[-1]
    without = made.model_copy(
        update={"pilots": made.pilots[:-1], "unplanned": {**made.unplanned, gone.name: "not wanted"}}
    )
    kept = standing(told, without, {gone.name: gone.tier})
    assert (gone.tier, False) == (tiers_of(kept)[gone.name], gone.name in kept.unplanned)
