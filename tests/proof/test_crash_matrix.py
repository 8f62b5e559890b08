"""Wherever a worker is killed, a take is charged once, and the page on money says what is so."""

from __future__ import annotations

import pytest

from resources.money import ZERO, dollars
from tests.proof.figures import counted, tell
from tests.proof.matrix import (
    AT_ONCE,
    KILLED,
    LISTED,
    UNLISTED,
    Case,
    Outcome,
    cases,
    played,
    short,
    survey,
    tried_again,
)
from tests.proof.world import World

CASES = [pytest.param(case, id=case.run, marks=[] if short(case) else pytest.mark.proof) for case in cases()]
AGAIN = [pytest.param(case, id=case.run) for case in cases() if short(case) and tried_again(case)]


@pytest.fixture(scope="module")
def outcomes(stage: World, request: pytest.FixtureRequest) -> dict[Case, Outcome]:
    """Every kill that some chosen test looks at, with what came of it."""
    here = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    given = [item.callspec.params for item in here]
    chosen = [one.get("case") for one in given if one.get("stage") == stage.database_kind.lower()]
    return played(stage, list(dict.fromkeys(case for case in chosen if case is not None)))


def test_no_boundary_of_a_take_is_without_a_line(stage: World) -> None:
    """The table of crash points names every write and every call that a worker makes, and no other."""
    passed = survey(stage)
    for provider in (LISTED, UNLISTED, AT_ONCE):
        named = {case.boundary for case in cases() if case.provider == provider}
        assert named == passed[provider]


@pytest.mark.parametrize("case", CASES)
def test_a_kill_leaves_what_the_page_says(case: Case, outcomes: dict[Case, Outcome]) -> None:
    """Right after the kill the journal, the ledger and the invoice stand as the page's line says."""
    seen, said, price = outcomes[case].left, case.point.left, case.price
    assert KILLED == outcomes[case].code
    assert (() if said.state is None else (said.state,)) == seen.states
    assert (price if said.held else ZERO, price if said.spent else ZERO) == (seen.held, seen.spent)
    assert (price if said.charged else ZERO, int(said.charged)) == (seen.charged, seen.accepted)


@pytest.mark.parametrize("case", CASES)
def test_the_next_run_does_what_the_page_says(case: Case, outcomes: dict[Case, Outcome]) -> None:
    """The next worker sends as often as the page says, and one charge is booked where it can be known."""
    outcome, after, price = outcomes[case], case.after, case.price
    assert after.submits == outcome.next.submits - outcome.left.submits
    assert ((after.ends,), 3 if after.person else 0) == (outcome.next.states, outcome.next_code)
    if after.person:
        assert (price, ZERO) == (outcome.next.held, outcome.next.spent)
        assert outcome.next.accepted == outcome.left.accepted <= 1
        assert "OutcomeUnknown" in outcome.said and "studio takes give-up" in outcome.said
    else:
        assert (ZERO, price) == (outcome.next.held, outcome.next.spent)
        assert (price, 1) == (outcome.next.charged, outcome.next.accepted)


@pytest.mark.parametrize("case", AGAIN)
def test_one_run_more_changes_nothing(case: Case, outcomes: dict[Case, Outcome]) -> None:
    """A worker that comes after all is settled, or that finds an unknown take, sends nothing."""
    assert outcomes[case].next == outcomes[case].last


def test_the_ledgers_total_is_the_invoice(stage: World, outcomes: dict[Case, Outcome]) -> None:
    """Over all kills the booked dollars are the invoice's, takes that are shown as unknown aside."""
    last = [stage.facts(case.run) for case in outcomes if not case.after.person]
    charged, spent = sum((one.charged for one in last), ZERO), sum((one.spent for one in last), ZERO)
    assert charged == spent > ZERO
    assert [] == [text for case in outcomes for text in stage.doubles(case.run)]
    where, states = stage.database_kind, [one.next.states[0] for one in outcomes.values()]
    tell(f"kills at boundaries, {where}", f"{len(outcomes)}, takes at {LISTED}, {UNLISTED} and {AT_ONCE}")
    tell(f"takes after them, {where}", counted(states))
    tell(f"ledger and invoice, {where}", f"{dollars(spent)} and {dollars(charged)}")
