"""What the Dagster UI shows of a greenlight: a table of the pilots and one of the money moves."""

from __future__ import annotations

from typing import Any

from resources.money import dollars
from studio_assets.figures import money, reasons, table
from studio_assets.greenlight.decision import Decision, Greenlight

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
            "decided by": one.override.by if one.override else "rule",
            "score": "unjudged" if one.score is None else f"{one.score:.2f}",
            "allotment": dollars(one.allotment),
            "test spend": dollars(one.test_spend),
            "kept": dollars(one.kept),
            "received": dollars(one.received),
            "withheld": dollars(one.withheld),
            "may spend": dollars(one.granted),
        }
        for one in decision.decisions
    ]
    moves = [
        {"from": move.source, "to": move.target, "amount": dollars(move.amount), "why": move.why}
        for move in decision.transfers
    ]
    overridden = [one for one in decision.decisions if one.override]
    return {
        "state": decision.state,
        "rubric": decision.rubric,
        "pilots": table(pilots),
        "money_moves": table(moves),
        "reasons": reasons({one.pilot: one.reason for one in decision.decisions}),
        **({"overrides": table([_overridden(one) for one in overridden])} if overridden else {}),
        **money("spent", decision.spent),
        **money("granted", decision.granted),
        **money("withheld", decision.withheld),
    }


def _overridden(one: Decision) -> dict[str, str]:
    return {
        "pilot": one.pilot,
        "rule": one.rule or "",
        "override": one.override.verdict if one.override else "",
        "why": one.override.reason if one.override else "",
        "by": one.override.by if one.override else "",
        "why the rule": one.rule_reason,
    }
