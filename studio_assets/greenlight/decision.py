"""What the greenlight decides: per pilot go or cancel, and where the money goes."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from resources.money import Usd
from studio_assets.document import Document, Value

__all__ = ["Decision", "Greenlight", "Override", "Transfer", "Verdict"]

Verdict = Literal["go", "cancel"]


class Override(Value):
    """A person's word on a pilot, which wins over the rule's.

    Args:
        verdict: `go` or `cancel`.
        reason: why, as the person wrote it; never empty.
        by: who said so.
    """

    verdict: Verdict
    reason: str
    by: str


class Transfer(Value):
    """Money that moves between accounts.

    Args:
        source: a pilot's name or `contingency`.
        target: a pilot's name or `contingency`.
        amount: dollars, more than 0.
        why: in a sentence.
    """

    source: str
    target: str
    amount: Usd
    why: str


class Decision(Value):
    """The word on one pilot.

    Args:
        pilot: its name.
        verdict: `go` or `cancel`.
        score: mean overall score of its test scenes; None where none could be judged.
        allotment: dollars that the plan gave.
        test_spend: dollars that its test scenes cost.
        keeps: share of the remaining allotment that the rubric leaves, 0-1.
        kept: dollars of it.
        received: dollars from cancelled pilots.
        withheld: dollars that join the contingency.
        granted: kept + received, what it may still spend.
        reason: in a sentence; the override's own where there is one.
        override: the person's word that decided, None where the rule did.
        rule: what the rule decides by itself; None in documents from before there were overrides.
        rule_reason: why, in a sentence.
    """

    pilot: str
    verdict: Verdict
    score: Decimal | None
    allotment: Usd
    test_spend: Usd
    keeps: Decimal
    kept: Usd
    received: Usd
    withheld: Usd
    granted: Usd
    reason: str
    override: Override | None = None
    rule: Verdict | None = None
    rule_reason: str = ""


class Greenlight(Document):
    """State `decided`, or `not_needed: ...` without competition or override.

    spent + granted + withheld + the plan's contingency = the budget, always.

    Args:
        rubric: its name or `custom`.
        decisions: one per planned pilot, in the plan's order.
        transfers: every move of money, in order.
        spent: dollars of all test scenes.
        granted: dollars that pilots may still spend.
        withheld: dollars that joined the contingency.
        contingency: the plan's contingency before, in dollars.
    """

    rubric: str
    decisions: tuple[Decision, ...]
    transfers: tuple[Transfer, ...]
    spent: Usd
    granted: Usd
    withheld: Usd
    contingency: Usd

    @property
    def leader(self) -> str | None:
        """The best pilot that goes on: highest score, then lower spend, then the plan's order.

        It may draw on the contingency to finish its film, so that a film comes of a tight budget.
        """
        going = [one for one in self.decisions if one.verdict == "go"]
        best = max(
            going, key=lambda one: (one.score if one.score is not None else -1, -one.test_spend), default=None
        )
        return best.pilot if best else None

    def decision(self, pilot: str) -> Decision | None:
        """The decision on a pilot, or None where it was not planned."""
        return next((one for one in self.decisions if one.pilot == pilot), None)
