"""What the Dagster UI shows of a greenlight: a table of the pilots and one of the money moves."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue, TableColumn, TableRecord, TableSchema

from resources.money import dollars
from studio_assets.greenlight.decision import Greenlight

__all__ = ["greenlight_metadata"]


def greenlight_metadata(decision: Greenlight) -> dict[str, Any]:
    """The decision per pilot and every transfer.

    Args:
        decision: the greenlight's document.
    """
    pilots = [
        {
            "pilot": one.pilot,
            "verdict": one.verdict,
            "score": "unjudged" if one.score is None else f"{one.score:.2f}",
            "allotment": dollars(one.allotment),
            "test_spend": dollars(one.test_spend),
            "kept": dollars(one.kept),
            "received": dollars(one.received),
            "withheld": dollars(one.withheld),
            "may_spend": dollars(one.granted),
        }
        for one in decision.decisions
    ]
    moves = [
        {"from": move.source, "to": move.target, "amount": dollars(move.amount), "why": move.why}
        for move in decision.transfers
    ]
    return {
        "state": decision.state,
        "rubric": decision.rubric,
        "pilots": _table(pilots),
        "money_moves": _table(moves) if moves else "none",
        "spent": MetadataValue.float(float(decision.spent)),
        "granted": MetadataValue.float(float(decision.granted)),
        "withheld": MetadataValue.float(float(decision.withheld)),
    }


def _table(rows: list[dict[str, str]]) -> Any:
    if not rows:
        return "none"
    columns = [TableColumn(name) for name in rows[0]]
    return MetadataValue.table([TableRecord(row) for row in rows], schema=TableSchema(columns))
