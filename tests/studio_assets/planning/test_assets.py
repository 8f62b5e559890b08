"""The plan in the ledger: what was spent before it is not dealt a second time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio_assets.call_sheet import CallSheet
from studio_assets.graph import Graph
from studio_assets.planning.assets import plan
from studio_assets.planning.plan import Plan
from studio_assets.spec.production import Budget
from studio_assets.wiring import doers

D = Decimal


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Any, pilot: Any) -> CallSheet:
    """The plan of two silent pilots on $10 without a contingency, in real stores."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    made = production(
        pilots=(pilot("ink"), pilot("photo")), budget=Budget(limit=D(10), contingency=D(0)), narrator=None
    )
    graph = Graph(made)
    nodes = tuple(node for node in graph.nodes if node.kind == "plan")
    return CallSheet(graph=graph, run="monday", wanted=nodes, doers=doers(), launch="1", worker="w")


def planned(sheet: CallSheet) -> Plan:
    """What the step makes."""

    async def only() -> Any:
        return [one async for one in plan(sheet)]

    (made,) = asyncio.run(only())
    return made.document  # type: ignore[no-any-return]


def test_a_plan_on_whole_money_has_no_note(sheet: CallSheet) -> None:
    """Where nothing is spent each pilot can draw on its whole allotment."""
    assert ((), [D(5), D(5)]) == (planned(sheet).notes, [one.allotment for one in planned(sheet).pilots])


def test_what_a_question_cost_is_told(sheet: CallSheet) -> None:
    """Money that went before the plan is missing in the accounts, not in the plan, and the notes say so."""
    ledger = sheet.doers.ledger
    ledger.open(sheet.budget, D(10))
    with ledger.database.transaction() as tx:
        ledger.reserve(tx, sheet.budget, ["contingency"], D("0.02"), "the producer's question")
    answer = planned(sheet)
    assert D(10) == answer.contingency + sum(one.allotment for one in answer.pilots)
    assert (
        "ink can draw on $4.99: $0.01 of its allotment is spent elsewhere already.",
        "photo can draw on $4.99: $0.01 of its allotment is spent elsewhere already.",
    ) == answer.notes
    assert {"ink": D("4.99"), "photo": D("4.99"), "contingency": D("0.02")} == {
        name: one.granted for name, one in ledger.balance(sheet.budget).accounts.items()
    }


def test_a_contingency_that_cannot_pay_the_voice_is_told(sheet: CallSheet, production: Any) -> None:
    """The plan says before anything is filmed that lines may be held for want of money."""
    spoken = production(budget=Budget(limit=D(10), contingency=D(0)))
    (note,) = planned(replace(sheet, graph=Graph(spoken))).notes
    assert "Narration and music may cost $0.01" in note and "is $0.00" in note
