"""The plan: which pilots compete with what money. Opens the run's budget in the ledger."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from decimal import Decimal

from resources.money import ZERO, dollars
from resources.progress import Progress, report
from studio_assets.audio.sound_price import sound_price
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.clips.kinds import FILMED
from studio_assets.planning.briefing import brief
from studio_assets.planning.grants import decision_key, fit
from studio_assets.planning.plan import Plan
from studio_assets.planning.present import plan_metadata
from studio_assets.planning.standing import as_filmed, standing

__all__ = ["plan"]


async def plan(sheet: CallSheet) -> AsyncIterator[Made]:
    """Plan the run and give its pilots their allotments.

    Planning again with the same answer moves no money: the ledger knows the answer by its hash.
    """
    report(Progress(stage="plan", subject=sheet.production.name, state="planning"))
    told = brief(sheet.production, sheet.doers, sheet.created)
    filmed = _filmed(sheet)
    told, notes = (told, []) if sheet.fresh else as_filmed(told, sheet.document("plan", Plan), filmed)
    answer = standing(told, await sheet.cast.producer.plan(told), filmed)
    answer = answer.model_copy(update={"notes": (*answer.notes, *notes)})
    sound = sound_price(sheet, sheet.graph.by_key)
    if lacking := sound.lacking(answer.contingency):
        answer = answer.model_copy(update={"notes": (*answer.notes, lacking)})
    limit, ledger = sheet.production.budget.limit, sheet.doers.ledger
    if sheet.budget not in ledger.budgets() or ledger.balance(sheet.budget).limit < limit:
        ledger.open(sheet.budget, limit)
    balance = ledger.balance(sheet.budget)
    floors = {name: account.held + account.spent for name, account in balance.accounts.items()}
    granted = fit({pilot.name: pilot.allotment for pilot in answer.pilots}, floors, limit)
    applied = ledger.regrants(sheet.budget)
    key = decision_key(applied, "plan", answer.fingerprint)
    ledger.regrant(sheet.budget, granted, key=key, memo="allotments of the plan")
    ledger.open(sheet.budget, limit)  # a lower limit falls after the pilots gave back what it lacks
    if key not in applied:
        answer = answer.model_copy(update={"notes": (*answer.notes, *_cut(answer, granted))})
    detail = ", ".join(f"{pilot.name} {dollars(pilot.allotment)}" for pilot in answer.pilots)
    report(Progress(stage="plan", subject=sheet.production.name, state=answer.happened, detail=detail))
    checks = (Check("affordable", bool(answer.pilots), answer.why or detail),)
    yield Made(sheet.wanted[0], answer, plan_metadata(answer), checks)


def _filmed(sheet: CallSheet) -> dict[str, str]:
    """Pilots of the plan before that have clips, or may have -> the tier of these."""
    before = sheet.document("plan", Plan)
    takes = sheet.doers.takes.of_run(sheet.production.name, sheet.run)
    shot = {take.pilot for take in takes if take.kind in FILMED and not take.in_vain}
    return {pilot.name: pilot.tier for pilot in before.pilots if pilot.name in shot} if before else {}


def _cut(answer: Plan, granted: Mapping[str, Decimal]) -> list[str]:
    """Whose account got less than its allotment: the ledger goes before the plan where money is gone."""
    lacking = {pilot.name: pilot.allotment - granted.get(pilot.name, ZERO) for pilot in answer.pilots}
    return [
        f"{name} can draw on {dollars(granted.get(name, ZERO))}: {dollars(amount)} of its allotment is spent "
        "elsewhere already."
        for name, amount in lacking.items()
        if amount > 0
    ]
