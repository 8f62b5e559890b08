"""What to launch for a production whose spec is new or edited. Decides only; the sensor acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from resources.money import dollars
from studio_assets.audio.sound_price import sound_price
from studio_assets.call_sheet import CallSheet, Doers
from studio_assets.changes import Price, as_now, changed, price, touched
from studio_assets.graph import Graph, Key, Node, downstream
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.briefing import brief
from studio_assets.planning.plan import Plan
from studio_assets.planning.rules import plan as plan_by_rules
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.spec.production import Production

__all__ = ["Launch", "edit"]


@dataclass(frozen=True)
class Launch:
    """What follows from an edit.

    Args:
        assets: keys to materialise; empty launches nothing.
        run: the run to materialise them in, None for a new one.
        note: what was found, in a sentence.
        settled: whether the edit is dealt with; False looks at it again in the next tick.
    """

    assets: tuple[Key, ...]
    run: str | None
    note: str
    settled: bool = True


def edit(production: Production, doers: Doers) -> Launch:
    """Decide what a new or edited spec launches.

    Args:
        production: the spec as it is now.
        doers: know the runs and the providers' quotes.
    """
    name, wish = production.name, production.automation.on_change
    if wish == "off":
        return Launch((), None, f"{name}: on_change is off")
    graph, newest = Graph(production), doers.runs.newest(name)
    if newest is None:
        run, assets, nodes = None, tuple(node.key for node in graph.nodes), graph.of_kind("clip")
        judged: tuple[Node, ...] = ()
        plan = plan_by_rules(brief(production, doers))
    else:
        sheet = sheet_of(doers, newest)
        before = Graph(as_now(newest.snapshot, production))
        run, assets = newest.run, touched(before, graph)
        if assets:
            assets = downstream(graph, {*assets, *_unmade(sheet, graph)})
        roots = _roots(before, graph, doers)
        nodes = _going(sheet, _bought(graph, roots))
        judged = tuple(node for node in _going(sheet, _judged(graph, roots)) if node not in nodes)
        plan = sheet.document("plan", Plan) or plan_by_rules(brief(production, doers))
    if not assets:
        return Launch((), run, f"{name}: nothing changed in run {run}")
    told = brief(production, doers)
    filmed = price(production, nodes, plan, told)
    # Another way of judging may fail what has passed, and a clip that fails is filmed again.
    again = price(production, judged, plan, told, bought=True).most
    most = filmed.most + again
    heard = sound_price(CallSheet(graph, run or "", (), doers, "", ""), assets)
    sound = heard.all
    where = f"run {run}" if run else "a new run"
    what = (
        f"{name}: {len(assets)} assets in {where}, up to {dollars(most + sound)}{_parts(filmed, most, sound)}"
    )
    if doers.claude is not None:
        what += ", questions to Claude apart"
    needed = filmed.least + again + sound
    if newest is not None and needed > (free := _free(production, newest.run, doers)):
        # Launched, it would hold clips for want of money, and the film that there is would be lost.
        mend = "raise budget.limit, or materialise it in the UI or with `studio run`"
        return Launch((), run, f"{what}; only {dollars(free)} is left: {mend}", settled=False)
    limit = production.automation.auto_approve_under
    if wish == "plan":
        return Launch((graph.key("plan"),), run, f"{what}; on_change is plan, so only the plan is made")
    if limit is not None and heard.unpriced:
        why = " ".join(heard.unpriced)
        return Launch((), run, f"{what}; waits for a person, a price is not known: {why}", settled=False)
    if limit is not None and most + sound >= limit:
        mend = "materialise it in the UI or with `studio run`, or raise automation.auto_approve_under"
        return Launch((), run, f"{what}; waits for a person, {dollars(limit)} or more: {mend}", settled=False)
    return Launch(assets, run, what)


def _parts(filmed: Price, most: Decimal, sound: Decimal) -> str:
    """What the price is made of, where it is not one thing."""
    parts = [f"{dollars(sound)} of it for sound"] if sound else []
    if filmed.least != most:
        parts.append(f"clips {dollars(filmed.least)} without reshoots and fallbacks")
    return f" ({', '.join(parts)})" if parts else ""


def _going(sheet: CallSheet, clips: tuple[Node, ...]) -> tuple[Node, ...]:
    """Those clips that are filmed: a cancelled pilot films its test scenes again, and nothing else."""
    decided = sheet.document("greenlight", Greenlight)
    tests = sheet.production.test_scenes()
    cancelled = {one.pilot for one in decided.decisions if one.verdict == "cancel"} if decided else set()
    return tuple(node for node in clips if node.scene in tests or node.pilot not in cancelled)


def _unmade(sheet: CallSheet, graph: Graph) -> Iterator[Key]:
    """Timeline and captions where a version without them spoke the lines; both are free."""
    made = sheet.doers.artifacts.read_document
    if made(sheet.path(graph.key("narration"))) is None:
        return
    for node in (*graph.of_kind("timeline"), *graph.of_kind("captions")):
        if made(sheet.path(node.key)) is None:
            yield node.key


def _free(production: Production, run: str, doers: Doers) -> Decimal:
    """What a run may still spend under the limit that its spec has now."""
    budget = f"{production.name}/{run}"
    if budget not in doers.ledger.budgets():
        return production.budget.limit
    balance = doers.ledger.balance(budget)
    return production.budget.limit - balance.held - balance.spent


def _roots(before: Graph, graph: Graph, doers: Doers) -> set[Key]:
    """What changed. Other pictures may give every scene other words, where Claude looks at them."""
    roots = set(changed(before, graph))
    if graph.key("seed_assets") in roots and doers.claude is not None:
        roots.update(node.key for node in graph.of_kind("scene"))
    return roots


def _judged(graph: Graph, roots: set[Key]) -> tuple[Node, ...]:
    """Clips that a change judges by another threshold or another judge."""
    return tuple(
        node for node in graph.of_kind("clip") if graph.key("qa_report", node.pilot, node.scene) in roots
    )


def _bought(graph: Graph, roots: set[Key]) -> tuple[Node, ...]:
    """Clips that a change films anew: their scene, the pilot's look or the clip before changed."""
    fresh: dict[Key, Node] = {}
    for node in graph.of_kind("clip"):
        made_from = {node.key, graph.key("scene", node.pilot, node.scene)}
        if made_from & roots or any(key in fresh for key in node.deps):
            fresh[node.key] = node
    return tuple(fresh.values())
