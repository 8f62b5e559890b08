"""What Dagster loads: each spec of the folder, and everything around it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dagster import Definitions

SPEC = """\
production: {name}
concept: A paper boat crosses a puddle at sunset.
duration: 10s
budget: $10
owner: team:harbour
pilots:
  drawn: {{tier: animated}}
script:
  count: 2
{more}"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Definitions]:
    """Loads the definitions as Dagster does, from a folder of their own."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_SPECS", str(tmp_path))

    def fresh() -> Definitions:
        monkeypatch.delitem(sys.modules, "studio_assets.definitions", raising=False)
        defs: Definitions = importlib.import_module("studio_assets.definitions").defs
        return defs

    return fresh


def write(folder: Path, name: str, more: str = "") -> None:
    """Write a spec."""
    (folder / f"{name}.yaml").write_text(SPEC.format(name=name, more=more))


def test_every_spec_becomes_assets(load: Callable[[], Definitions], tmp_path: Path) -> None:
    """Each spec's assets stand in groups of its own, one per pilot, with its owner."""
    write(tmp_path, "boat")
    write(tmp_path, "raft")
    specs = load().resolve_all_asset_specs()
    assert {"boat", "boat__drawn", "raft", "raft__drawn"} == {spec.group_name for spec in specs}
    assert {("team:harbour",)} == {tuple(spec.owners) for spec in specs}


def test_a_broken_spec_does_not_stop_the_others(load: Callable[[], Definitions], tmp_path: Path) -> None:
    """A spec with faults is left out, and the house still opens."""
    write(tmp_path, "boat")
    (tmp_path / "bad.yaml").write_text("production: [")
    assert {"boat"} == {spec.key.path[0] for spec in load().resolve_all_asset_specs()}


def test_an_empty_folder_opens(load: Callable[[], Definitions]) -> None:
    """Without any spec the sensors are there, and wait for one."""
    repository = load().get_repository_def()
    assert (["picture_locks", "specs", "unclaimed_takes"], []) == (
        [sensor.name for sensor in repository.sensor_defs], list(repository.assets_defs_by_key))  # fmt: skip


def test_what_is_archived_is_not_loaded(load: Callable[[], Definitions], tmp_path: Path) -> None:
    """Specs in `archive/` are left in peace."""
    (tmp_path / "archive").mkdir()
    write(tmp_path / "archive", "old")
    assert [] == list(load().resolve_all_asset_specs())


def test_a_schedule_is_loaded_with_its_spec(load: Callable[[], Definitions], tmp_path: Path) -> None:
    """`automation.schedule` is a schedule in Dagster."""
    write(tmp_path, "boat", 'automation: {schedule: "0 6 * * 1"}\n')
    assert ["boat_schedule"] == [one.name for one in load().get_repository_def().schedule_defs]


def test_runs_are_partitions_of_one_production(load: Callable[[], Definitions], tmp_path: Path) -> None:
    """Each production has its own set of runs, so that no run looks missing elsewhere."""
    write(tmp_path, "boat")
    write(tmp_path, "raft")
    names = {
        (spec.key.path[0], spec.partitions_def.name)  # type: ignore[union-attr]
        for spec in load().resolve_all_asset_specs()
    }
    assert {("boat", "boat_runs"), ("raft", "raft_runs")} == names
