"""The cap holds to the cent, however many processes and tasks want money at once."""

from __future__ import annotations

import pytest

from resources.ledger.balance import Entry
from resources.money import ZERO
from tests.proof.figures import reserved_over_settled, tell
from tests.proof.race import FITS, PRICE, PROCESSES, TASKS, race
from tests.proof.world import World

WISHES = PROCESSES * TASKS


@pytest.mark.parametrize(
    "rounds", [pytest.param(1, id="1 round"), pytest.param(30, id="30 rounds", marks=pytest.mark.proof)]
)
def test_a_budget_that_fits_twelve_takes_buys_twelve(rounds: int, stage: World) -> None:
    """Of 400 takes that 8 processes want at once exactly 12 are paid, each round, and invoiced."""
    seconds, entries = 0.0, list[Entry]()
    for number in range(rounds):
        run = f"cap{rounds}.{number}"
        seen = race(stage, run, limit=FITS * PRICE + PRICE - min(PRICE, PRICE / 60))
        assert [0] * PROCESSES == seen.codes
        assert (FITS, WISHES - FITS) == (seen.granted, seen.turned_down)
        assert (FITS, FITS) == (seen.facts.accepted, seen.facts.submits)
        assert ("fetched",) * FITS == seen.facts.states
        assert (ZERO, FITS * PRICE, FITS * PRICE) == (seen.facts.held, seen.facts.spent, seen.facts.charged)
        seconds += seen.seconds
        entries += stage.ledger.entries(f"proof/{run}")
    where = stage.database_kind
    tell(f"cap, {where}", f"{rounds} of {rounds} rounds granted {FITS} of {WISHES}")
    tell(f"answers to wishes, {where}", f"{rounds * WISHES / seconds:.0f} per second, filming included")
    tell(f"reserved / settled, {where}", f"{reserved_over_settled(entries):.3f}")


def test_reservations_do_not_wait_for_long(stage: World) -> None:
    """400 takes that all fit are all reserved, none twice, and the books hold exactly their quotes."""
    seen = race(stage, "all", limit=WISHES * PRICE, reserve_only=True)
    assert (WISHES, 0, [0] * PROCESSES) == (seen.granted, seen.turned_down, seen.codes)
    assert (WISHES * PRICE, ZERO, 0) == (seen.facts.held, seen.facts.spent, seen.facts.submits)
    tell(
        f"reservations, {stage.database_kind}",
        f"{WISHES / seen.seconds:.0f} per second, {PROCESSES} processes",
    )
