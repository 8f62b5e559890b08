"""The greenlight: what each pilot keeps after its test scenes, and where the rest goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO, dollars, micros, share, usd
from studio_assets.greenlight.band import band
from studio_assets.greenlight.decision import Decision, Greenlight, Override, Transfer
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.spec.production import Rubric

__all__ = ["decide", "grants"]


@dataclass(frozen=True)
class _Rule:
    keeps: Decimal | None
    reason: str

    @property
    def verdict(self) -> Literal["go", "cancel"]:
        return "cancel" if self.keeps is None else "go"


@dataclass
class _Verdict:
    pilot: PlannedPilot
    score: Decimal | None
    spent: Decimal
    rule: _Rule
    override: Override | None
    kept: Decimal = field(default=ZERO, init=False)
    received: Decimal = field(default=ZERO, init=False)
    withheld: Decimal = field(default=ZERO, init=False)

    @property
    def keeps(self) -> Decimal | None:
        if self.override is None:
            return self.rule.keeps
        if self.override.verdict == "cancel":
            return None
        # Whoever lets a cancelled pilot go on wants its film: it keeps all that it has left.
        return Decimal(1) if self.rule.keeps is None else self.rule.keeps

    @property
    def reason(self) -> str:
        if self.override is None:
            return self.rule.reason
        word = "goes on" if self.override.verdict == "go" else "is cancelled"
        agrees = "agrees" if self.override.verdict == self.rule.verdict else f"says {self.rule.verdict}"
        why = self.override.reason.rstrip(".")
        return f"{word} by override of {self.override.by}: {why}; the rule {agrees}: {self.rule.reason}"

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
    overrides: Mapping[str, Override] | None = None,
) -> Greenlight:
    """Decide which pilots go on, and move the money.

    The rule decides; where a person's override says otherwise, that holds, and the rule's own verdict
    stands beside it. A pilot that goes on against the rule keeps all that it has left.

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
        overrides: pilot -> a person's word that wins over the rule's.

    Returns:
        The greenlight, with spent + granted + withheld + contingency = the budget's limit.
    """
    free = policy == "all" or test_scenes == 0
    said = overrides or {}
    verdicts = [
        _Verdict(
            one,
            scores.get(one.name),
            test_spend.get(one.name, ZERO),
            _free(test_scenes) if free else _judged(rubric, scores.get(one.name)),
            said.get(one.name),
        )
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
    decided = test_scenes or any(one.override for one in verdicts)
    state = "decided" if decided else "not_needed: no competition"
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


def _free(tested: int) -> _Rule:
    reason = "policy `all`: every pilot goes on" if tested else "no competition: it keeps everything"
    return _Rule(Decimal(1), reason)


def _judged(rubric: Rubric, score: Decimal | None) -> _Rule:
    if score is None:
        return _Rule(None, "unjudged: nothing passes unseen")
    score = score.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    found = band(rubric, score)
    return _Rule(found.keeps, f"scored {score:f}; {rubric.name} rubric {found.sentence}")


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
        override=one.override,
        rule=one.rule.verdict,
        rule_reason=one.rule.reason,
    )
