"""What the sensor does with new, edited and broken specs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dagster import DagsterRunStatus
from dagster._core.test_utils import create_run_for_test

from studio_assets.spec.production import Production
from studio_assets.under_way import PROCESS, process_tag

SCENE = "A hand sets a paper boat on a puddle."
ARRIVAL = "The boat touches the other side."


def test_a_new_spec_is_filmed_in_a_new_run(ticks: Any) -> None:
    """A new spec file becomes a new run of all its assets, with no click."""
    ticks.write("boat")
    (request,) = ticks.tick().run_requests
    assert 18 == len(request.asset_selection)
    assert [request.partition_key] == list(ticks.instance.get_dynamic_partitions("boat_runs"))
    assert {"studio/production": "boat", "studio/run": request.partition_key} == request.tags


def test_a_spec_is_launched_once(ticks: Any) -> None:
    """The next tick over the same spec launches nothing."""
    ticks.write("boat")
    ticks.tick()
    ticks.film("boat")
    again = ticks.tick()
    assert ([], "No spec changed.") == (again.run_requests, again.skip_reason.skip_message)


def test_an_edit_touches_just_what_is_made_from_it(ticks: Any) -> None:
    """An edited scene is filmed again in the newest run, with what follows; the other scene is not."""
    ticks.write("boat")
    ticks.tick()
    run = ticks.film("boat")
    ticks.write("boat", **{ARRIVAL: "The boat sinks."})
    (request,) = ticks.tick().run_requests
    made = {"/".join(key.path[1:]) for key in request.asset_selection}
    assert run == request.partition_key
    assert {"drawn/arrival_scene", "drawn/arrival_clip", "drawn/arrival_qa_report", "edl", "master"} <= made
    assert {"plan", "drawn/launch_scene", "drawn/launch_clip"}.isdisjoint(made)


def test_taking_an_edit_back_launches_again(ticks: Any) -> None:
    """An edit that is taken back is an edit: the film follows it back."""
    ticks.write("boat")
    ticks.tick()
    ticks.film("boat")
    ticks.write("boat", **{ARRIVAL: "The boat sinks."})
    ticks.tick()
    ticks.film("boat")
    ticks.write("boat")
    ((_, made),) = ticks.launched()
    assert "drawn/arrival_clip" in made


def test_what_was_there_before_dagster_started_is_only_noted(ticks: Any, older: Any) -> None:
    """Starting a UI spends no money: specs that were there before are launched only when they change."""
    older(ticks.write("boat"))
    assert [] == ticks.launched()
    ticks.write("boat", **{SCENE: "A gull takes the boat."})
    assert ["boat"] == [name for name, _ in ticks.launched()]


def test_another_version_of_studio_launches_nothing(
    ticks: Any, older: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another version, price list or key reads the same file otherwise, nobody has edited it."""
    older(ticks.write("boat"))
    assert [] == ticks.launched()
    with monkeypatch.context() as upgraded:
        upgraded.setattr(Production, "fingerprint", property(lambda _: "of another version"))
        assert [] == ticks.launched()
        ticks.write("boat", **{SCENE: "A gull takes the boat."})
        upgraded.setattr(Production, "fingerprint", property(lambda _: "edited"))
        assert ["boat"] == [name for name, _ in ticks.launched()]


def test_what_an_older_version_noted_is_known(ticks: Any, older: Any) -> None:
    """The notes of a version before 0.4 launch nothing of what lay there before Dagster started."""
    older(ticks.write("boat"))
    ticks.write("young")
    ticks.cursor = json.dumps({"boat": "f" * 16, "young": "f" * 16})
    assert ["young"] == [name for name, _ in ticks.launched()]
    ticks.film("young")
    assert [] == ticks.launched()


def test_a_comment_launches_nothing(ticks: Any, older: Any) -> None:
    """What changes nothing of the film is no edit of it; what is edited after it still is one."""
    path = ticks.write("boat")
    older(path)
    ticks.launched()
    path.write_text(f"# A note.\n{path.read_text()}")
    assert [] == ticks.launched()
    path.write_text(path.read_text().replace(SCENE, "A gull takes the boat."))
    assert ["boat"] == [name for name, _ in ticks.launched()]


def test_a_spec_that_came_while_dagster_started_is_launched(ticks: Any, older: Any) -> None:
    """A spec written after the start is new, even if the first tick comes later than it."""
    older(ticks.write("old"))
    ticks.write("young")
    assert ["young"] == [name for name, _ in ticks.launched()]


def test_what_was_seen_outlives_a_restart(ticks: Any, monkeypatch: Any) -> None:
    """After a restart, a spec that was launched before is not launched again, however new its file."""
    ticks.write("boat")
    ticks.tick()
    ticks.film("boat")
    ticks.write("boat")
    monkeypatch.setenv("STUDIO_DEV_STARTED", "0")
    assert [] == ticks.launched()


def test_off_means_off(ticks: Any) -> None:
    """With `on_change: off` nothing is launched, and the tick says why."""
    ticks.write("boat", "on_change: off")
    result = ticks.tick()
    assert ([], "boat: on_change is off") == (result.run_requests, result.skip_reason.skip_message)


def test_plan_makes_only_the_plan(ticks: Any) -> None:
    """With `on_change: plan` the plan is made and nothing is filmed."""
    ticks.write("boat", "on_change: plan")
    assert [("boat", {"plan"})] == ticks.launched()


def test_what_costs_too_much_waits_for_a_person(ticks: Any) -> None:
    """A change at or over the limit is not launched; the tick says the cost and how to go on."""
    ticks.write("boat", "on_change: run, auto_approve_under: $2.50")
    result = ticks.tick()
    words = result.skip_reason.skip_message
    assert [] == result.run_requests
    assert "up to $5.00 (clips $2.50 " in words and "waits for a person" in words and "studio run" in words


def test_what_waits_is_launched_once_the_limit_allows_it(ticks: Any) -> None:
    """Raising the limit launches what was waiting."""
    ticks.write("boat", "on_change: run, auto_approve_under: $2.50")
    ticks.tick()
    ticks.write("boat", "on_change: run, auto_approve_under: $5.01")
    assert ["boat"] == [name for name, _ in ticks.launched()]


def test_a_broken_spec_shows_its_faults_and_stops_nothing(ticks: Any) -> None:
    """The faults of a broken spec stand in the tick's log while the other spec is launched."""
    ticks.write("boat")
    ticks.write("bad", **{"budget: $10": "budget: ten"})
    assert ["boat"] == [name for name, _ in ticks.launched()]
    ticks.film("boat")
    assert "bad.yaml:4:9: " in ticks.tick().skip_reason.skip_message


def test_a_mended_spec_is_launched(ticks: Any) -> None:
    """Once its fault is mended, a spec is launched like a new one."""
    ticks.write("bad", **{"budget: $10": "budget: ten"})
    assert [] == ticks.launched()
    ticks.write("bad")
    assert ["bad"] == [name for name, _ in ticks.launched()]


def test_a_changed_folder_asks_for_a_reload(ticks: Any) -> None:
    """A changed folder reloads the definitions first; nothing is launched from old ones."""
    ticks.load()
    ticks.write("boat")
    result = ticks.tick(reload=False)
    assert (["asked"], []) == (ticks.reloads, result.run_requests)
    assert "definitions were reloaded" in result.skip_reason.skip_message


def test_an_edited_tier_asks_for_a_reload(ticks: Any) -> None:
    """Tiers are part of the specs: a changed price is seen."""
    (ticks.folder / "tiers").mkdir()
    ticks.load()
    (ticks.folder / "tiers" / "own.yaml").write_text("description: none\n")
    ticks.tick(reload=False)
    assert ["asked"] == ticks.reloads


def test_a_reload_that_fails_is_told_in_words(ticks: Any) -> None:
    """Where the reload failed, the tick says why and what a person can do."""
    ticks.answer = "The code location was not reloaded: no server. Press `Reload definitions` in the UI."
    ticks.load()
    ticks.write("boat")
    assert ticks.answer == ticks.tick(reload=False).skip_reason.skip_message


def test_an_edit_waits_for_the_run_under_way(ticks: Any) -> None:
    """While a production is being made its edits wait, and are launched when that run has ended."""
    ticks.write("boat")
    tags = {"studio/production": "boat"}
    run = create_run_for_test(ticks.instance, status=DagsterRunStatus.STARTED, tags=tags)
    waiting = ticks.tick()
    assert ([], "boat: waits until the run under way has ended") == (
        waiting.run_requests, waiting.skip_reason.skip_message)  # fmt: skip
    ticks.instance.report_run_failed(run)
    assert ["boat"] == [name for name, _ in ticks.launched()]


def test_a_killed_command_holds_nothing_up(ticks: Any) -> None:
    """A `studio run` that was killed hard is ended in Dagster's records, so that edits go on."""
    ticks.write("boat")
    gone = process_tag()[PROCESS].rpartition("/")[0] + "/4194305"  # above Linux's highest process number
    tags = {"studio/production": "boat", PROCESS: gone}
    run = create_run_for_test(ticks.instance, status=DagsterRunStatus.STARTED, tags=tags)
    assert ["boat"] == [name for name, _ in ticks.launched()]
    assert DagsterRunStatus.FAILURE is ticks.instance.get_run_by_id(run.run_id).status


def test_a_command_that_lives_is_left_alone(ticks: Any) -> None:
    """A `studio run` in another terminal is waited for."""
    ticks.write("boat")
    tags = {"studio/production": "boat", **process_tag()}
    create_run_for_test(ticks.instance, status=DagsterRunStatus.STARTED, tags=tags)
    assert [] == ticks.launched()


def test_a_run_that_cannot_be_read_does_not_stop_the_others(ticks: Any) -> None:
    """A production whose newest run is of another version is told; the others are launched."""
    from studio_assets.wiring import doers

    ticks.write("alpha")
    ticks.write("boat")
    doers().runs.start("alpha", "2026-01-01_000000", json.dumps({"name": "alpha"}))
    assert ["boat"] == [name for name, _ in ticks.launched()]


@pytest.mark.parametrize("name", ["notes.txt", "boat.yaml~", ".hidden"])
def test_other_files_are_no_specs(name: str, ticks: Any) -> None:
    """An editor's files beside the specs reload nothing."""
    ticks.load()
    (ticks.folder / name).write_text("words")
    ticks.tick(reload=False)
    assert [] == ticks.reloads
