"""`studio status`: what there is, what it cost, and what somebody has to come back for."""

from __future__ import annotations

import json
from typing import Any

from tests.resources.claude.oracle import Oracle
from tests.studio_assets.cli.left_behind import BUDGET, LeftBehind, question_of


def test_runs_are_listed_with_their_money(made: Any, film: Any) -> None:
    """Each run stands in one line with state, length, money and whether it is play money."""
    said = made("status")
    row = next(line for line in said.out.splitlines() if film.result["run"] in line)
    assert [
        "boat",
        film.result["run"],
        "rendered",
        "5",
        "s",
        film.result["spent"],
        "$10.00",
        "simulated",
    ] == (row.split())


def test_json_has_runs_and_open_takes(made: Any, film: Any) -> None:
    """--json prints runs and open takes; amounts are exact strings."""
    told = json.loads(made("status", "boat", "--json").out)
    assert [] == told["unsettled"]
    assert [(film.result["run"], film.result["spent"], True)] == [
        (run["run"], f"${run['spent']}", run["simulated"]) for run in told["runs"]
    ]


def test_nothing_made_yet_says_how_to_begin(studio: Any) -> None:
    """Without a run, status names the command that makes one, for a known production too."""
    assert "No run yet. `studio run NAME` makes one.\n" == studio("status").out
    assert "No run yet. `studio run boat` makes one.\n" == studio("status", "boat").out


def test_a_production_without_its_spec_is_still_shown(made: Any, film: Any) -> None:
    """Runs outlive their spec: they are shown when the file is gone."""
    spec = film.house.specs / "boat.yaml"
    spec.rename(spec.with_suffix(".away"))
    try:
        assert film.result["run"] in made("status", "boat").out
    finally:
        spec.with_suffix(".away").rename(spec)


def test_open_takes_are_listed_with_the_command_that_goes_on(studio: Any, monkeypatch: Any) -> None:
    """A take whose answer was lost is listed with its state and the command that goes on with its run."""
    monkeypatch.setenv("STUDIO_VIDEO_SIMULATED", '{"latency": 5, "thumbnail": true, "interval": 0.02}')
    spec = studio.house.specs / "boat.yaml"
    # The step stops waiting after a second; the generation itself goes on at the provider.
    spec.write_text(
        spec.read_text()
        .replace("{tier: animated}", "{tier: animated, timeout: 1s}")
        .replace("{tier: static_images}", "{tier: motion_graphics, timeout: 1s}")
    )
    run = json.loads(studio("run", "boat", "--json").out)["run"]
    told = json.loads(studio("status", "--json").out)["unsettled"]
    assert [("generating", "simulated", f"studio run boat --run {run}")] * 2 == [
        (one["state"], one["provider"], one["go_on"]) for one in told
    ]
    assert f"`studio run boat --run {run}` goes on with it." in studio("status").out


def test_a_lost_question_is_listed_with_the_command_that_asks_it_again(studio: Any, monkeypatch: Any) -> None:
    """No run asks a lost question again by itself; the line names who does."""
    left = LeftBehind.begun(monkeypatch)
    wish = question_of("boat", BUDGET)
    asked, _ = left.who.takes.intend(wish, Oracle(), left.who.clock, "worker")
    left.who.takes.unknown(asked.slate, "cut off")
    line = next(line for line in studio("status").out.splitlines() if asked.slate in line)
    assert line.endswith(f"`studio takes give-up {asked.slate}` lets it be asked again.")


def test_a_pipe_gets_each_run_in_one_line(made: Any, film: Any) -> None:
    """Outside of a terminal no line is broken, however long, so that grep finds whole runs."""
    said = film.house.program("status", COLUMNS="40")
    assert 1 == sum("rendered" in line and film.result["run"] in line for line in said.out.splitlines())
