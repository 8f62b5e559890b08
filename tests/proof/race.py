"""Processes that all want money at the same moment, from a budget that does not fit them all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal

from tests.proof.world import Facts, World

PROCESSES, TASKS, FITS = 8, 50, 12
PROVIDER, PRICE = "runway", Decimal("0.60")
"""Who films, and what five seconds cost there."""

LEAD = 1.0
"""Seconds until all begin, so that each is there when they do."""


@dataclass(frozen=True)
class Race:
    """What came of one round.

    Args:
        granted: takes that were paid.
        turned_down: wishes that the budget did not fit.
        codes: exit codes of the processes.
        seconds: from the first question to the ledger until its last answer.
        facts: once all is over.
    """

    granted: int
    turned_down: int
    codes: list[int]
    seconds: float
    facts: Facts


def race(world: World, run: str, *, limit: Decimal, reserve_only: bool = False) -> Race:
    """Let `PROCESSES` of `TASKS` tasks each want a take of their own at once.

    Args:
        world: where.
        run: a new name.
        limit: dollars of its budget.
        reserve_only: film nothing.
    """
    world.open(run, limit)
    start = time.monotonic() + LEAD
    orders = [
        world.order(
            run,
            [(PROVIDER, f"scene_{process}_{task}") for task in range(TASKS)],
            start=start,
            reserve_only=reserve_only,
        )
        for process in range(PROCESSES)
    ]
    codes = world.live(orders, PROCESSES)
    told = [kind for order in orders for kind, _ in world.told(order).values()]
    spans = [span for order in orders for span in world.spans(order)]
    return Race(
        granted=sum(1 for kind in told if kind in ("fetched", "intended")),
        turned_down=sum(1 for kind in told if kind == "BudgetReached"),
        codes=codes,
        seconds=max(answered for _, answered in spans) - min(asked for asked, _ in spans),
        facts=world.facts(run),
    )
