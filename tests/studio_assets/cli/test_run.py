"""`studio run`, `plan` and `pick`: what they make, say and end with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.studio_assets.cli.conftest import BOAT, PROGRAM, House, lines


def test_json_is_all_that_stands_on_stdout(film: Any) -> None:
    """With --json stdout is one JSON object with state, money, file and time; progress is on stderr."""
    assert 0 == film.said.code
    assert ("boat", "rendered", "$10.00", []) == tuple(
        film.result[key] for key in ("production", "state", "budget", "failures")
    )
    assert Path(film.result["master"]).is_file() and Path(film.result["dailies"]).is_file()
    assert "shoot" in film.said.err and "drawn/launch: filmed" in film.said.err


def test_without_a_terminal_progress_is_plain_lines(film: Any) -> None:
    """In a log file each step forward is a line of its own, without colours or boxes."""
    assert "\x1b" not in film.said.err
    assert all(" s  " in line for line in film.said.err.splitlines())


def test_the_same_run_again_buys_nothing(made: Any, film: Any) -> None:
    """Going on with a finished run spends nothing and says where the film is."""
    said = made("run", "boat", "--run", film.result["run"])
    assert (0, f"spent    {film.result['spent']} of $10.00 (simulated money)") == (
        said.code, lines(said.out)[-2])  # fmt: skip
    assert f"master   {film.result['master']}" in lines(said.out)


def test_one_asset_can_be_made_alone(made: Any, film: Any) -> None:
    """--select makes only what it names."""
    said = made("run", "boat", "--run", film.result["run"], "--select", "drawn/critique", "--json")
    assert 0 == said.code
    assert ["critique"] == [line.split()[2] for line in said.err.splitlines()]


def test_a_plus_makes_what_follows_too(made: Any, film: Any) -> None:
    """--select with + goes on to everything that is made from it."""
    said = made("run", "boat", "--run", film.result["run"], "--select", "boat/edl+", "--json")
    assert ["edit", "lock", "narrate", "fit", "caption", "render", "dailies"] == list(
        dict.fromkeys(line.split()[2] for line in said.err.splitlines())
    )


def test_fresh_buys_one_more_take(studio: Any) -> None:
    """--fresh buys another take of what is selected, and only then."""
    first = json.loads(studio("run", "boat", "--json").out)
    words = ("run", "boat", "--run", first["run"], "--select", "drawn/launch_clip", "--json")
    again = json.loads(studio(*words).out)
    fresh = json.loads(studio(*words, "--fresh").out)
    spent = [Decimal(one["spent"].removeprefix("$")) for one in (first, again, fresh)]
    assert [0, Decimal("1.25")] == [spent[1] - spent[0], spent[2] - spent[1]]


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["run", "boot"], "Did you mean boat?"),
        (["plan", "zebra"], "There are: boat."),
        (["run", "gone.yaml"], "`studio check` lists the specs."),
        (["run", "boat", "--run", "2020-01-01_000000"], "There are: none yet."),
        (["run", "boat", "--select", "drawn/lunch_clip"], "Did you mean drawn/launch_clip?"),
        (["pick", "boat", "safe"], "`studio run boat` makes one."),
        (["status", "boot"], "Did you mean boat?"),
        (["stauts"], "Did you mean status?"),
        (["run"], "PRODUCTION"),
    ],
    ids=lambda word: " ".join(word) if isinstance(word, list) else None,
)
def test_a_mistake_names_what_was_meant(words: list[str], mend: str, studio: Any) -> None:
    """A mistake ends with 2 and the nearest thing that there is, without a traceback."""
    said = studio(*words)
    assert 2 == said.code
    assert mend in said.err and "Traceback" not in said.err


def test_a_broken_spec_cannot_be_run(studio: Any) -> None:
    """Running a spec with faults lists them and makes nothing."""
    studio.house.write("broken.yaml", "production: broken\nduration: 5s\n")
    said = studio("run", "broken")
    assert (2, False) == (said.code, studio.house.home.exists())
    assert "broken.yaml:1:1" in said.err


def test_a_film_that_nobody_speaks_in_is_not_finished(studio: Any, monkeypatch: Any) -> None:
    """Where a line is missing from the film the run ends with 3 and names it; saying it ends with 0."""
    spec = studio.house.specs / "boat.yaml"
    spec.write_text(spec.read_text().replace("duration: 5s}", "duration: 5s, narration: Off it goes.}"))
    monkeypatch.setenv("STUDIO_SPEECH_SIMULATED", '{"latency": 0, "refuse": "Off"}')
    silent = studio("run", "boat", "--json")
    told = json.loads(silent.out)
    assert (3, "partial: nobody speaks in launch") == (silent.code, told["state"])
    assert told["master"]
    monkeypatch.setenv("STUDIO_SPEECH_SIMULATED", '{"latency": 0}')
    again = studio("run", "boat", "--run", told["run"], "--select", "narration+", "--fresh", "--json")
    assert (0, "rendered") == (again.code, json.loads(again.out)["state"])


def test_a_film_that_waits_for_a_person_ends_with_3(studio: Any) -> None:
    """With `pick: ask` the run ends with 3, and picking a cut ends with the film."""
    spec = studio.house.specs / "boat.yaml"
    spec.write_text(spec.read_text() + "edit: {pick: ask}\n")
    waiting = studio("run", "boat", "--json")
    assert 3 == waiting.code
    assert json.loads(waiting.out)["state"].startswith("held: ")
    assert 2 == studio("pick", "boat", "rough").code
    picked = studio("pick", "boat", "safe", "--reason", "it is short", "--json")
    assert (0, "rendered") == (picked.code, json.loads(picked.out)["state"])


def test_a_failure_ends_with_1_and_says_how_to_go_on(studio: Any, monkeypatch: Any) -> None:
    """A failed generation ends with 1, the reason in words, and the command that goes on."""
    monkeypatch.setenv("STUDIO_VIDEO_SIMULATED", '{"latency": 0, "thumbnail": true, "fail": "*"}')
    said = studio("run", "boat")
    assert (1, "Traceback" in said.err + said.out) == (said.code, False)
    assert "goes on; what is bought costs nothing again." in said.out
    assert "failed   " in said.out


def test_what_goes_on_films_no_more_than_was_asked_for(studio: Any, monkeypatch: Any) -> None:
    """The command that is told after a failure has the same selection, and never buys a fresh take."""
    studio("run", "boat", "--select", "plan")
    (run,) = [one["run"] for one in json.loads(studio("status", "--json").out)["runs"]]
    chosen = ("--run", run, "--select", "drawn/pilot", "--select", "drawn/launch_scene")
    assert 0 == studio("run", "boat", *chosen).code
    monkeypatch.setenv("STUDIO_VIDEO_SIMULATED", '{"latency": 0, "thumbnail": true, "fail": "*"}')
    said = studio("run", "boat", "--run", run, "--select", "drawn/launch_clip", "--fresh")
    assert 1 == said.code
    assert f"`studio run boat --run {run} --select drawn/launch_clip` goes on" in said.out


def test_a_plan_spends_nothing(studio: Any) -> None:
    """`plan` says who would film for how much, and leaves no run behind."""
    said = studio("plan", "boat")
    assert 0 == said.code
    assert "boat: planned (simulated money)" == said.out.splitlines()[0]
    assert any("drawn: animated by simulated, allotment $" in line for line in said.out.splitlines())
    assert [] == json.loads(studio("status", "--json").out)["runs"]


def test_a_plan_says_what_the_sound_may_cost(studio: Any) -> None:
    """Lines and music of the spec are priced before anything is made, and what pays them is said."""
    spec = studio.house.specs / "boat.yaml"
    spec.write_text(spec.read_text() + 'audio: {music: [{mood: "warm lo-fi"}]}\n')
    said = " ".join(studio("plan", "boat").out.split())
    assert "which pays narration up to $0.00 and music up to $0.05" in said
    assert "($0.05 of it for sound)" in said


def test_a_plan_names_what_an_edit_touches(made: Any, film: Any) -> None:
    """After an edit, `plan` lists the touched assets and none of the others."""
    spec = film.house.specs / "boat.yaml"
    before = spec.read_text()
    assert "nothing changed" in made("plan", "boat").out
    spec.write_text(before.replace("a puddle.,", "a wide puddle.,"))
    said = made("plan", "boat")
    spec.write_text(before)
    assert "boat/drawn/launch_clip" in lines(said.out)
    assert "boat/plan" not in lines(said.out)


def test_ctrl_c_loses_nothing(tmp_path: Path) -> None:
    """Ctrl-C ends with 130, says that nothing is lost and how to go on, and that command makes the film."""
    house = House(tmp_path)
    house.write("boat.yaml", BOAT)
    slow = {"STUDIO_VIDEO_SIMULATED": '{"latency": 4, "thumbnail": true, "interval": 0.02}'}
    environment = {key: value for key, value in os.environ.items() if key != "DAGSTER_HOME"}
    with subprocess.Popen(
        [*PROGRAM, "run", "boat"], env=environment | house.environment | slow, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    ) as running:  # fmt: skip
        assert running.stdout
        for line in running.stdout:
            if "generating" in line:
                break
        os.killpg(running.pid, signal.SIGINT)
        said = running.stdout.read()
    assert (130, False) == (running.returncode, "Traceback" in said)
    assert "Nothing is lost" in said
    command = said.partition("`studio ")[2].partition("`")[0].split()
    assert 0 == house.program(*command).code
