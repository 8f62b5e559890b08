"""The stage that looks at the pictures, and who is told what they show."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from resources.claude.answer import Unanswered
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.graph import Graph
from studio_assets.planning.plan import Plan
from studio_assets.script.assets import write
from studio_assets.seeds.assets import analyse
from studio_assets.seeds.claude import ClaudeAnalyzer
from studio_assets.seeds.description import SeedAssets
from studio_assets.seeds.rules import RulesAnalyzer
from studio_assets.spec.production import Production
from studio_assets.wiring import doers


@pytest.fixture
def sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Any, seed: Any, artifacts: Any
) -> CallSheet:
    """The call sheet of a film with two pictures, whose graph is all wanted."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    film = production(seeds=(seed("ada"), seed("ink", "style")))
    who = replace(doers(), artifacts=artifacts)
    graph = Graph(film)
    return CallSheet(graph, "monday", graph.of_kind("seed_assets"), who, "launch", "worker")


def made(stage: Any, sheet: CallSheet) -> list[Made]:
    """What a stage makes."""

    async def gathered() -> list[Made]:
        return [one async for one in stage(sheet)]

    return asyncio.run(gathered())


def cast(monkeypatch: pytest.MonkeyPatch, **people: Any) -> None:
    """Put people into the trades."""
    monkeypatch.setattr(CallSheet, "cast", property(lambda _: SimpleNamespace(**people)))


@pytest.mark.parametrize(
    ("analyzer", "lost", "state", "fine"),
    [
        ("claude", False, "described", True),
        ("claude", True, "described", False),
        ("rules", False, "undescribed: nobody looked", True),
    ],
    ids=["seen", "one-unanswered", "nobody"],
)
def test_the_check_is_red_where_a_picture_was_not_understood(
    sheet: CallSheet,
    desk: Any,
    monkeypatch: pytest.MonkeyPatch,
    analyzer: str,
    lost: bool,
    state: str,
    fine: bool,
) -> None:
    """A picture that Claude could not describe shows red; where nobody was to look, nothing is red."""
    if lost:
        desk.answers["ink"] = Unanswered("Claude refused it.", asked=[], mend="Give another.")
    cast(monkeypatch, asset_analyzer=ClaudeAnalyzer(desk) if analyzer == "claude" else RulesAnalyzer())
    [one] = made(analyse, sheet)
    assert (state, [("described", fine)]) == (
        one.document.state,
        [(check.name, check.passed) for check in one.checks],
    )
    assert ("Claude refused it" in one.checks[0].detail) is lost
    assert {"ada", "ink", "assets"} < set(one.metadata)


def test_the_writer_is_told_what_the_pictures_show(
    sheet: CallSheet, desk: Any, monkeypatch: pytest.MonkeyPatch, plan_of: Any, planned: Any
) -> None:
    """The description that the run has reaches the writer; a film without pictures has none to tell."""
    told: list[SeedAssets] = []

    class Writer:
        async def write(self, production: Production, planned: Any, able: Any, seeds: SeedAssets) -> Any:
            told.append(seeds)
            return ()

    cast(monkeypatch, asset_analyzer=ClaudeAnalyzer(desk), script_writer=Writer())
    [one] = made(analyse, sheet)
    plan: Plan = plan_of(planned("pilot_a"))
    for film in (sheet.production, sheet.production.model_copy(update={"seeds": ()})):
        graph = Graph(film)
        writing = replace(sheet, graph=graph, wanted=(graph.by_key[graph.key("pilot", "pilot_a")],))
        for key, document in ((graph.key("plan"), plan), (graph.key("seed_assets"), one.document)):
            sheet.doers.artifacts.write_document(sheet.path(key), document.model_dump_json())
        made(write, writing)
    assert [one.document, SeedAssets(state="none")] == told
