from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from resources.errors import NotConfigured
from studio_assets.planning.rules import plan
from studio_assets.planning.standing import as_filmed, standing
from studio_assets.spec.tier import VideoChoice
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


STILLS = (
    VideoChoice(provider="simulated", model="static_images", kind="image"),
    VideoChoice(provider="kling", model="kling-3.0-turbo"),
)
CLIPS = {"tier": "static_images", "provider": "kling", "model": "kling-3.0-turbo"}


def _of_stills(production: Any, tier: Any, **changes: Any) -> Any:
    tiers = {"static_images": tier("static_images", video=STILLS, price_per_picture=Decimal("0.04"))}
    return brief(production(tiers=tiers, **changes))


@pytest.mark.parametrize("named", [True, False], ids=["named", "slot"])
def test_what_was_filmed_in_clips_does_not_become_stills(
    production: Any, tier: Any, pilot: Any, planned: Any, plan_of: Any, named: bool
) -> None:
    """A tier that prefers stills now leaves a filmed pilot with who filmed it, and says so."""
    given = {"pilots": (pilot("pilot_a", "static_images", video=STILLS[0]),)} if named else {}
    wanted = _of_stills(production, tier, **given)
    before = plan_of(planned("pilot_a", **CLIPS))
    told, notes = as_filmed(wanted, before, {"pilot_a": "static_images"})
    assert ["pilot_a stays with clips of kling, which filmed it; with `fresh: true` it is stills."] == notes
    made = plan(told).pilot("pilot_a")
    assert made is not None
    assert ("kling", "video") == (made.provider, made.kind)
    fresh = plan(wanted).pilot("pilot_a")
    assert fresh is not None
    assert ("simulated", "image") == (fresh.provider, fresh.kind)


@pytest.mark.parametrize(
    ("of", "filmed"),
    [
        pytest.param({**CLIPS, "kind": "image"}, {"pilot_a": "static_images"}, id="stills-before"),
        pytest.param(CLIPS, {}, id="not-filmed"),
    ],
)
def test_nothing_is_kept_that_needs_no_keeping(
    production: Any, tier: Any, planned: Any, plan_of: Any, of: Any, filmed: dict[str, str]
) -> None:
    """Stills stay what the tier says, and so does what was only planned."""
    wanted = _of_stills(production, tier)
    assert (wanted, []) == as_filmed(wanted, plan_of(planned("pilot_a", **of)), filmed)


def test_who_is_not_offered_any_more_is_not_kept(
    production: Any, tier: Any, planned: Any, plan_of: Any
) -> None:
    """A run that was begun elsewhere is planned with who is there."""

    def gone(video: VideoChoice) -> tuple[Fraction, ...]:
        raise NotConfigured("There is none.", mend="Use another.")

    wanted = replace(_of_stills(production, tier), durations=gone)
    assert (wanted, []) == as_filmed(
        wanted, plan_of(planned("pilot_a", **CLIPS)), {"pilot_a": "static_images"}
    )
