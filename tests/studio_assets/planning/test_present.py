"""What Dagster's UI shows of a plan and its pilots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio_assets.planning.plan import Pilot
from studio_assets.planning.present import pilot_metadata, plan_metadata
from tests.studio_assets.render import made_up_run


def test_a_plan_shows_who_gets_what(plan_of: Callable[..., Any], planned: Callable[..., Any]) -> None:
    """Each planned pilot is a line with its share and money; the others are told with their reason."""
    plan = plan_of(planned("drawn", "10"), contingency="2.5", unplanned={"real": "$9.00 is not enough"})
    shown = plan_metadata(plan)
    (row,) = (row.data for row in shown["pilots"].records)
    assert ("drawn", "40 %", "$10.00", "$1.00", "$5.00") == (
        row["pilot"], row["share"], row["allotment"], row["tests"], row["whole film"])  # fmt: skip
    assert ("- **real** $9.00 is not enough", "$12.50", "$2.50") == (
        shown["not_filmed"].md_str, shown["limit"], shown["contingency"])  # fmt: skip


def test_a_refused_plan_says_so(plan_of: Callable[..., Any]) -> None:
    """A plan without any pilot shows its reason and an empty table, not an error."""
    shown = plan_metadata(plan_of(state="refused: the cheapest film costs $3.00"))
    assert ("refused: the cheapest film costs $3.00", "none") == (shown["state"], shown["pilots"])


def test_a_pilot_shows_its_look_and_money() -> None:
    """A pilot's page has its tier, provider, allotment, threshold and scenes."""
    pilot = made_up_run.pilots(made_up_run.plan())[0]
    assert pilot.planned is not None
    shown = pilot_metadata(pilot)
    assert ("planned", pilot.planned.tier, ", ".join(pilot.scenes)) == (
        shown["state"], shown["tier"], shown["scenes"])  # fmt: skip
    assert float(pilot.planned.allotment) == shown["allotment_dollars"].value


def test_a_pilot_that_is_not_filmed_says_only_why() -> None:
    """A pilot that is not in the plan has no figures to show."""
    pilot = Pilot(state="not_filmed: too dear", name="real", planned=None)
    assert {"state": "not_filmed: too dear"} == pilot_metadata(pilot)
