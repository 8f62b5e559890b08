"""Gather what a run has left so far: its documents and its balance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO
from resources.runs.run import Run
from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet, Doers
from studio_assets.captions.captions import Captions
from studio_assets.clips.clip import Clip
from studio_assets.combine.stored import combined_cuts
from studio_assets.critique.review import Critique
from studio_assets.document import Document
from studio_assets.edl.cut import Edl, PictureLock
from studio_assets.graph import Graph, Kind
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Pilot, Plan
from studio_assets.qa.report import QAReport
from studio_assets.render.dailies_asked import questions
from studio_assets.render.dailies_run import AccountLine, Dailies, IndexRow, Money, run_state
from studio_assets.render.master_document import Master
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["gather", "money", "page_name", "rows", "sheet_of"]

D = TypeVar("D", bound=Document)


def sheet_of(doers: Doers, run: Run) -> CallSheet:
    """A call sheet of a run that makes nothing: for reading its documents."""
    production = Production.model_validate_json(run.snapshot)
    return CallSheet(graph=Graph(production), run=run.run, wanted=(), doers=doers, launch="", worker="")


def page_name(production: str, run: str) -> str:
    """The run's page, relative to the index of all dailies."""
    return f"{production}/{run}.html"


def gather(sheet: CallSheet) -> Dailies:
    """All that a run has left so far; what is not there yet is absent."""
    dailies = _documents(sheet)
    takes = sheet.doers.takes.of_run(sheet.production.name, sheet.run)
    asked = questions(takes, dailies.documents)
    return dailies.model_copy(update={"asked": asked, "combined": combined_cuts(sheet)})


def _documents(sheet: CallSheet) -> Dailies:
    production = sheet.production
    pilots = (sheet.document("pilot", Pilot, name) for name in production.pilot_names)
    return Dailies(
        production=production,
        run=sheet.run,
        started=f"{sheet.created:%Y-%m-%d %H:%M} UTC",
        plan=sheet.document("plan", Plan),
        pilots=tuple(pilot for pilot in pilots if pilot is not None),
        scenes=_by_scene(sheet, "scene", Scene),
        clips=_by_scene(sheet, "clip", Clip),
        reports=_by_scene(sheet, "qa_report", QAReport),
        greenlight=sheet.document("greenlight", Greenlight),
        critiques={
            name: review
            for name in production.pilot_names
            if (review := sheet.document("critique", Critique, name)) is not None
        },
        edl=sheet.document("edl", Edl),
        lock=sheet.document("picture_lock", PictureLock),
        narration=sheet.document("narration", Narration),
        timeline=sheet.document("timeline", FilmTimeline),
        music=sheet.document("music", Music) if production.mix.music else None,
        captions=sheet.document("captions", Captions) if production.captioned else None,
        master=sheet.document("master", Master),
        deliverables=tuple(_forms(sheet)),
        money=money(sheet),
        seeds=sheet.document("seed_assets", SeedAssets) if production.seeds else None,
    )


def _forms(sheet: CallSheet) -> Iterator[Master]:
    """The film's forms beside the master, those that are made."""
    for node in sheet.graph.of_kind("deliverable"):
        text = sheet.doers.artifacts.read_document(sheet.path(node.key))
        if text is not None:
            yield Master.model_validate_json(text)


def _by_scene(sheet: CallSheet, kind: Kind, model: type[D]) -> dict[str, dict[str, D]]:
    return {
        pilot: {
            scene.name: found
            for scene in sheet.production.scenes
            if (found := sheet.document(kind, model, pilot, scene.name)) is not None
        }
        for pilot in sheet.production.pilot_names
    }


def money(sheet: CallSheet) -> Money | None:
    """The run's balance in the ledger; None before its plan opened a budget."""
    if sheet.budget not in sheet.doers.ledger.budgets():
        return None
    balance = sheet.doers.ledger.balance(sheet.budget)
    lines = {
        name: AccountLine(granted=one.granted, held=one.held, spent=one.spent, free=one.free)
        for name, one in balance.accounts.items()
    }
    contingency = lines.get(CONTINGENCY)
    return Money(
        limit=balance.limit,
        contingency=contingency.free if contingency else ZERO,
        held=balance.held,
        spent=balance.spent,
        free=balance.free,
        accounts=lines,
    )


def rows(doers: Doers) -> Iterator[IndexRow]:
    """A line for every run of every production."""
    for production in doers.runs.productions():
        for run in doers.runs.of(production):
            sheet = sheet_of(doers, run)
            dailies = _documents(sheet)
            master, spending = dailies.master, dailies.money
            rendered = master is not None and master.media is not None
            yield IndexRow(
                production=production,
                run=run.run,
                state=run_state(dailies),
                duration=master.seconds if rendered and master else None,
                spent=spending.spent if spending else ZERO,
                limit=spending.limit if spending else dailies.production.budget.limit,
                poster=master.poster if master else None,
                page=page_name(production, run.run),
                created=run.created.isoformat(),
                simulated=dailies.simulated,
            )
