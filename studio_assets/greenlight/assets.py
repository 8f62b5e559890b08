"""The greenlight: judges the test scenes, then moves the money in the ledger."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from decimal import Decimal

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO, dollars
from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.greenlight.decide import decide, grants
from studio_assets.greenlight.decision import Greenlight
from studio_assets.greenlight.override import standing
from studio_assets.greenlight.present import greenlight_metadata
from studio_assets.planning.grants import decision_key, fit
from studio_assets.planning.plan import Plan
from studio_assets.qa.report import QAReport

__all__ = ["greenlight"]


async def greenlight(sheet: CallSheet) -> AsyncIterator[Made]:
    """Decide per pilot, and grant the accounts what the decision gives them.

    Deciding the same again moves no money: the ledger knows the decision by its hash. A person's
    override stands in the document and is read from there the next time, until another one is given.

    Raises:
        StudioError: the launch config's override has no reason or means a pilot that is not planned.
    """
    plan, competition = sheet.need("plan", Plan), sheet.production.competition
    overrides, lapsed = standing(plan, sheet.document("greenlight", Greenlight), sheet.said)
    tests = sheet.production.test_scenes()
    scores = {pilot.name: _score(sheet, pilot.name, tests) for pilot in plan.pilots}
    spends = {pilot.name: _test_spend(sheet, pilot.name, tests) for pilot in plan.pilots}
    decision = decide(
        plan,
        competition.rubric,
        competition.policy,
        scores,
        spends,
        test_scenes=len(tests),
        overrides=overrides,
    )
    ledger = sheet.doers.ledger
    balance = ledger.balance(sheet.budget)
    floors = {name: account.held + account.spent for name, account in balance.accounts.items()}
    wanted = {name: amount for name, amount in grants(decision).items() if name != CONTINGENCY}
    granted = fit(wanted, floors, balance.limit)
    applied = ledger.regrants(sheet.budget)
    key = decision_key(applied, "greenlight", decision.fingerprint)
    ledger.regrant(sheet.budget, granted, key=key, memo="greenlight")
    cut = _cut(wanted, granted) if key not in applied else []
    decision = decision.model_copy(update={"notes": (*lapsed, *cut)})
    for one in decision.decisions:
        detail = f"{one.reason} May spend {dollars(one.granted)}."
        report(Progress(stage="greenlight", subject=one.pilot, state=one.verdict, detail=detail))
    going = [one.pilot for one in decision.decisions if one.verdict == "go"]
    detail = f"going on: {', '.join(going) or 'nobody'}"
    yield Made(
        sheet.wanted[0],
        decision,
        greenlight_metadata(decision),
        (Check("a_pilot_goes_on", bool(going), detail),),
    )


def _cut(wanted: Mapping[str, Decimal], granted: Mapping[str, Decimal]) -> list[str]:
    """Whose grant is not what was decided: money that is spent cannot be moved any more."""
    return [
        f"{name} was to hold {dollars(amount)} in all and holds {dollars(granted[name])}: "
        "what is spent or reserved since the test scenes stays where it is."
        for name, amount in wanted.items()
        if granted[name] != amount
    ]


def _score(sheet: CallSheet, pilot: str, tests: tuple[str, ...]) -> Decimal | None:
    reports = [sheet.need("qa_report", QAReport, pilot, scene) for scene in tests]
    scores = [one.overall for one in reports if one.overall is not None]
    # A scene that nobody could judge must not raise the mean of the others.
    return sum(scores, ZERO) / len(scores) if scores and len(scores) == len(reports) else None


def _test_spend(sheet: CallSheet, pilot: str, tests: tuple[str, ...]) -> Decimal:
    takes = sheet.doers.takes.of_run(sheet.production.name, sheet.run)
    mine = [take for take in takes if (take.pilot, take.account) == (pilot, pilot) and take.scene in tests]
    return sum((take.price or ZERO for take in mine), ZERO)
