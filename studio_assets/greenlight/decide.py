"""The greenlight: what each pilot keeps after its test scenes, and where the rest goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO, dollars, micros, share, usd
from studio_assets.greenlight.band import band
from studio_assets.greenlight.decision import Decision, Greenlight, Transfer
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.spec.production import Rubric

__all__ = ["decide", "grants"]


@dataclass
class _Verdict:
    pilot: PlannedPilot
    score: Decimal | None
    spent: Decimal
    keeps: Decimal | None
    reason: str
    kept: Decimal = ZERO
    received: Decimal = ZERO
    withheld: Decimal = ZERO

    @property
    def remaining(self) -> Decimal:
        return max(ZERO, self.pilot.allotment - self.spent)

    @property
    def overrun(self) -> Decimal:
        return max(ZERO, self.spent - self.pilot.allotment)


def decide(
    plan: Plan,
    rubric: Rubric,
    policy: Literal["rubric", "all"],
    scores: Mapping[str, Decimal | None],
    test_spend: Mapping[str, Decimal],
    *,
    test_scenes: int,
) -> Greenlight:
    """Decide which pilots go on, and move the money.

    A pilot keeps the rubric's share of what is left of its allotment; the part withheld joins the
    contingency. What a cancelled pilot leaves goes to the best pilot that goes on: the highest
    score, then the lower spend, then the plan's order.

    An unjudged pilot is cancelled, even where all are: the larger part of the budget would pay for a
    film that nobody could look at. The test clips stay, so judging them again and deciding anew
    costs nothing, while money once spent on a blind film does not come back.

    Test scenes that cost more than the allotment leave nothing; the overrun comes out of the
    contingency (a negative `withheld`), and where that is empty out of the grants, worst score first.

    Args:
        plan: the pilots with their allotments in dollars.
        rubric: score from -> share kept.
        policy: `rubric` judges, `all` lets every pilot keep what it has.
        scores: pilot -> mean overall score 0-100 of its test scenes, judged to a hundredth as people
            read it; None is unjudged.
        test_spend: pilot -> dollars that its test scenes cost.
        test_scenes: how many were filmed; 0 means that there was no competition.

    Returns:
        The greenlight, with spent + granted + withheld + contingency = the budget's limit.
    """
    free = policy == "all" or test_scenes == 0
    verdicts = [
        _verdict(one, rubric, free, scores.get(one.name), test_spend.get(one.name, ZERO), test_scenes)
        for one in plan.pilots
    ]
    best = max(
        (one for one in verdicts if one.keeps is not None),
        key=lambda one: (Decimal(-1) if one.score is None else one.score, -one.spent),
        default=None,
    )
    transfers = [move for one in verdicts if (move := _settle(one, best)) is not None]
    transfers += [_cover(one) for one in verdicts if one.overrun]
    transfers += _shorten(verdicts, plan.contingency)
    decisions = tuple(_decision(one) for one in verdicts)
    state = "decided" if test_scenes else "not_needed: no competition"
    return Greenlight(
        state=state if plan.pilots else "not_needed: no pilot is planned",
        rubric=rubric.name,
        decisions=decisions,
        transfers=tuple(transfers),
        spent=sum((one.spent for one in verdicts), ZERO),
        granted=sum((one.granted for one in decisions), ZERO),
        withheld=sum((one.withheld for one in decisions), ZERO),
        contingency=plan.contingency,
    )


def grants(greenlight: Greenlight) -> dict[str, Decimal]:
    """What the ledger's accounts hold in total once the decision is carried out.

    Args:
        greenlight: the decision.

    Returns:
        Account -> dollars granted in total, spent ones included; together the budget's limit.
    """
    accounts = {one.pilot: one.test_spend + one.granted for one in greenlight.decisions}
    return accounts | {CONTINGENCY: greenlight.contingency + greenlight.withheld}


def _verdict(
    pilot: PlannedPilot, rubric: Rubric, free: bool, score: Decimal | None, spent: Decimal, tested: int
) -> _Verdict:
    if free:
        reason = "policy `all`: every pilot goes on" if tested else "no competition: it keeps everything"
        return _Verdict(pilot, score, spent, Decimal(1), reason)
    if score is None:
        return _Verdict(pilot, score, spent, None, "unjudged: nothing passes unseen")
    score = score.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    found = band(rubric, score)
    return _Verdict(
        pilot, score, spent, found.keeps, f"scored {score:f}; {rubric.name} rubric {found.sentence}"
    )


def _settle(one: _Verdict, best: _Verdict | None) -> Transfer | None:
    name, left = one.pilot.name, one.remaining
    if one.keeps is not None:
        one.kept = usd(micros(share(left, one.keeps)))
        one.withheld = left - one.kept
        why = f"{name} keeps {float(one.keeps * 100):g} % of the {dollars(left)} that it had left"
        return _transfer(name, CONTINGENCY, one.withheld, why)
    if best is None:
        one.withheld = left
        return _transfer(name, CONTINGENCY, left, f"{name} is cancelled and no pilot goes on")
    best.received += left
    return _transfer(
        name, best.pilot.name, left, f"{name} is cancelled; {best.pilot.name} is the best that goes on"
    )


def _cover(one: _Verdict) -> Transfer:
    one.withheld -= one.overrun
    name = one.pilot.name
    return Transfer(
        source=CONTINGENCY,
        target=name,
        amount=one.overrun,
        why=f"the test scenes of {name} cost {dollars(one.overrun)} more than its allotment",
    )


def _shorten(verdicts: list[_Verdict], contingency: Decimal) -> list[Transfer]:
    """Take from the grants what an overrun took that the contingency did not have."""
    lacking = -(contingency + sum((one.withheld for one in verdicts), ZERO))
    moves: list[Transfer] = []
    for one in sorted(verdicts, key=lambda verdict: verdict.score or ZERO):
        part = min(lacking, one.kept + one.received)
        if part <= 0:
            continue
        from_kept = min(part, one.kept)
        one.kept -= from_kept
        one.received -= part - from_kept
        one.withheld += part
        lacking -= part
        why = "test scenes cost more than the contingency could cover"
        moves.append(Transfer(source=one.pilot.name, target=CONTINGENCY, amount=part, why=why))
    return moves


def _transfer(source: str, target: str, amount: Decimal, why: str) -> Transfer | None:
    return Transfer(source=source, target=target, amount=amount, why=why) if amount > 0 else None


def _decision(one: _Verdict) -> Decision:
    return Decision(
        pilot=one.pilot.name,
        verdict="cancel" if one.keeps is None else "go",
        score=one.score,
        allotment=one.pilot.allotment,
        test_spend=one.spent,
        keeps=one.keeps or ZERO,
        kept=one.kept,
        received=one.received,
        withheld=one.withheld,
        granted=one.kept + one.received,
        reason=one.reason,
    )
