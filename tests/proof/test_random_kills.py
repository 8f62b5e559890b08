"""Workers die at random times, and the provider's invoice is the ledger's total all the same."""

from __future__ import annotations

import pytest

from resources.money import ZERO, dollars
from tests.proof.figures import counted, reserved_over_settled, tell
from tests.proof.random_kills import WISHES, Havoc, havoc, settle_by_hand
from tests.proof.world import World


@pytest.mark.parametrize(
    "kills", [pytest.param(12, id="12 kills"), pytest.param(200, id="200 kills", marks=pytest.mark.proof)]
)
def test_kills_at_random_times_cost_nothing_extra(kills: int, stage: World) -> None:
    """Whenever workers are killed, each take is charged once, none is lost, and the ledger is the invoice."""
    done = havoc(stage, kills, seed=kills, name=f"havoc{kills}")
    assert ([], kills) == (done.strange, min(done.kills, kills))
    unknown = _check_before_a_person_looks(stage, done)
    there, gone = settle_by_hand(stage, done.runs)
    assert unknown == there + gone
    facts = [stage.facts(run) for run in done.runs]
    assert {("fetched",) * len(WISHES)} == {
        tuple(state for state in one.states if state != "cancelled") for one in facts
    }
    assert {len(WISHES)} == {one.accepted for one in facts}
    assert {ZERO} == {one.held for one in facts}
    charged, spent = sum((one.charged for one in facts), ZERO), sum((one.spent for one in facts), ZERO)
    assert charged == spent > ZERO
    assert [] == [text for run in done.runs for text in stage.doubles(run)]
    entries = [entry for run in done.runs for entry in stage.ledger.entries(f"proof/{run}")]
    takes = [take for run in done.runs for take in stage.of_run(run)]
    where = stage.database_kind
    tell(f"random kills, {where}", f"{done.kills} workers killed over {len(done.runs)} runs")
    tell(f"takes, {where}", counted(take.state for take in takes))
    tell(
        f"charges, {where}", f"{sum(one.accepted for one in facts)} for {len(done.runs) * len(WISHES)} wishes"
    )
    tell(f"ledger and invoice, {where}", f"{dollars(spent)} and {dollars(charged)}")
    tell(f"unknown, {where}", f"{unknown}: {there} charged, {gone} never accepted; none was sent again")
    tell(f"reserved / settled, {where}", f"{reserved_over_settled(entries):.3f}")


def _check_before_a_person_looks(stage: World, done: Havoc) -> int:
    """What is so once all workers have ended: only a provider without a list leaves anything unknown."""
    unknown = 0
    for run in done.runs:
        takes, facts = stage.of_run(run), stage.facts(run)
        assert len(WISHES) == len(takes)
        assert {take.state for take in takes} <= {"fetched", "unknown"}
        left = [take for take in takes if take.state == "unknown"]
        assert {"runway"} >= {take.provider for take in left}
        assert sum((take.quote for take in left), ZERO) == facts.held
        assert facts.spent <= facts.charged <= facts.spent + facts.held
        assert {take.slate for take in left} <= {take.slate for take in stage.takes.unsettled()}
        unknown += len(left)
    return unknown
