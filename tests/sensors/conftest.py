"""A spec folder and a sensor that ticks over it, with Dagster's records in memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance, SensorResult, build_sensor_context

import sensors.specs
from resources.project import DEV_STARTED
from sensors.specs import folder_hash, specs_sensor
from studio_assets.spec.folder import load_specs
from studio_assets.wiring import doers

SPEC = """\
production: {name}
concept: A paper boat crosses a puddle at sunset.
duration: 10s
budget: $10
pilots:
  drawn: {{tier: animated}}
script:
  scenes:
    - {{id: launch, description: A hand sets a paper boat on a puddle., duration: 5s}}
    - {{id: arrival, description: The boat touches the other side., duration: 5s}}
automation: {{{automation}}}
"""


@dataclass
class Ticks:
    """The sensor over time: each tick gets the cursor that the one before left."""

    folder: Path
    instance: DagsterInstance
    cursor: str | None = None
    reloads: list[str] = field(default_factory=list)
    answer: str = ""
    loaded: Any = None

    def write(self, name: str, automation: str = "on_change: run", **changes: str) -> Path:
        """Write a spec; `changes` replace words of it."""
        text = SPEC.format(name=name, automation=automation)
        for old, new in changes.items():
            text = text.replace(old, new)
        path = self.folder / f"{name}.yaml"
        path.write_text(text)
        return path

    def load(self) -> None:
        """What a reload does: read the folder anew and make a new sensor."""
        specs = load_specs(self.folder)
        self.loaded = specs_sensor(self.folder, folder_hash(self.folder), specs.productions, specs.faults)

    def tick(self, *, reload: bool = True) -> SensorResult:
        """One evaluation, after a reload unless told otherwise."""
        if reload:
            self.load()
        context = build_sensor_context(instance=self.instance, cursor=self.cursor)
        result: SensorResult = self.loaded(context)
        self.cursor = result.cursor or self.cursor
        for added in result.dynamic_partitions_requests or ():
            self.instance.add_dynamic_partitions(added.partitions_def_name, list(added.partition_keys))
        return result

    def launched(self) -> list[tuple[str, set[str]]]:
        """What a tick launches: production and the assets below it."""
        return [
            (request.tags["studio/production"], {"/".join(key.path[1:]) for key in request.asset_selection})
            for request in self.tick().run_requests or ()
        ]

    def film(self, name: str) -> str:
        """Pretend that the newest launch of a production was made: its run follows the spec as it is."""
        production = next(one for one in load_specs(self.folder).productions if one.name == name)
        run: str = sorted(self.instance.get_dynamic_partitions(f"{name}_runs"))[-1]
        runs = doers().runs
        if runs.find(name, run) is None:
            runs.start(name, run, production.model_dump_json())
        else:
            runs.follow(name, run, production.model_dump_json())
        return run


@pytest.fixture
def ticks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ticks]:
    """A sensor in a new house, whose Dagster started a minute ago."""
    folder = tmp_path / "specs"
    folder.mkdir()
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_SPECS", str(folder))
    monkeypatch.setenv(DEV_STARTED, str(time.time() - 60))
    with DagsterInstance.ephemeral() as instance:
        made = Ticks(folder, instance)

        def reload() -> str:
            made.reloads.append("asked")
            return made.answer

        monkeypatch.setattr(sensors.specs, "reload_definitions", reload)
        yield made


@pytest.fixture
def older() -> Any:
    """Makes a file older than the start of Dagster."""

    def age(path: Path) -> None:
        before = time.time() - 3600
        os.utime(path, (before, before))

    return age
