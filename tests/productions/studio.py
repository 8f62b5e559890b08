"""A whole studio in a folder: specs as YAML, a real Dagster, a real ledger, and the simulated provider."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click
import pytest
from dagster import (
    AssetKey,
    AssetRecordsFilter,
    DagsterInstance,
    DagsterRunStatus,
    Definitions,
    in_process_executor,
)
from dagster._core.definitions.selector import JobSubsetSelector
from dagster._core.execution.plan.resume_retry import ReexecutionStrategy
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget

from resources.ledger.balance import Balance
from resources.money import ZERO
from resources.providers.simulated_side import Invoice, SimulatedSide
from resources.takes.take import Take
from studio_assets.call_sheet import CallSheet, Doers
from studio_assets.cli.choose import Chosen, choose
from studio_assets.cli.make import Making, Outcome
from studio_assets.cli.report import finish
from studio_assets.clips.clip import Clip
from studio_assets.document import Document
from studio_assets.graph import Graph, Kind
from studio_assets.greenlight.decision import Greenlight
from studio_assets.qa.report import QAReport
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.render.master_document import Master
from studio_assets.translator import step_name, translate
from studio_assets.wiring import doers, resources

__all__ = ["COFFEE", "Studio"]

D = TypeVar("D", bound=Document)

COFFEE = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 4s
resolution: 360p
fps: 8
budget: $10
pilots:
  ink: {tier: animated}
  photo: {tier: photorealistic}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 2s}
    - {id: victory, description: They throw both arms up., duration: 2s}
qa: {threshold: 10, reshoots: 0}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""
"""Two pilots film two scenes: $1.00 and $2.00. Thumbnails score low, so thresholds are low, too."""

DAGSTER = """
telemetry: {enabled: false}
storage: {custom: {module: studio_assets.records, class: Records, config: {base_dir: {env: DAGSTER_HOME}}}}
"""


class Studio:
    """A studio of its own: state, specs and Dagster's home lie in one folder.

    Args:
        folder: a folder that does not exist yet.
        patch: sets the environment of this process and its children.
        like: a studio's folder to begin as a copy of, or None.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, like: Path | None = None) -> None:
        self.folder, self.home, self.specs, self._patch = folder, folder / "home", folder / "specs", patch
        if like is not None:
            shutil.copytree(like, folder)
        self.specs.mkdir(parents=True, exist_ok=True)
        patch.setenv("STUDIO_HOME", str(self.home))
        patch.setenv("STUDIO_SPECS", str(self.specs))
        patch.setenv("DAGSTER_HOME", str(folder / "dagster"))
        patch.setenv("STUDIO_ENV", "simulated")
        patch.delenv("STUDIO_DATABASE_URL", raising=False)
        patch.delenv("STUDIO_ARTIFACTS", raising=False)
        (folder / "dagster").mkdir(exist_ok=True)
        (folder / "dagster" / "dagster.yaml").write_text(DAGSTER)
        self.video()
        patch.setenv("STUDIO_SPEECH_SIMULATED", json.dumps({"latency": 0}))
        patch.setenv("STUDIO_MUSIC_SIMULATED", json.dumps({"latency": 0}))

    def video(self, **knobs: Any) -> None:
        """Set the simulated video provider's fields; tiny and at once unless they say otherwise."""
        fields = {"latency": 0, "thumbnail": True, "interval": 0.02} | knobs
        self._patch.setenv("STUDIO_VIDEO_SIMULATED", json.dumps(fields))

    def live(self, url: str, keys: Iterable[str], secret: str = "key-of") -> None:
        """Go live, with a simulator as the world; each key is `secret` and its variable's name."""
        self._patch.setenv("STUDIO_ENV", "live")
        self._patch.setenv("STUDIO_SIMULATOR_URL", url)
        for name in keys:
            self._patch.setenv(name, f"{secret}-{name.lower()}")
        for name in ("LUMA", "KLING", "RUNWAY"):
            self._patch.setenv(f"STUDIO_VIDEO_{name}", '{"interval": 0.05}')

    def spec(self, text: str = COFFEE, name: str = "coffee") -> None:
        """Write a spec."""
        (self.specs / f"{name}.yaml").write_text(text)

    def edit(self, *changes: tuple[str, str], name: str = "coffee") -> None:
        """Replace words in a spec; each must stand there exactly once."""
        path = self.specs / f"{name}.yaml"
        text = path.read_text()
        for before, after in changes:
            assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in the spec"
            text = text.replace(before, after)
        path.write_text(text)

    @property
    def chosen(self) -> Chosen:
        """The production as `studio run coffee` finds it."""
        return choose("coffee")

    def run(self, *select: str, key: str | None = None, fresh: bool = False) -> Outcome:
        """What `studio run coffee` does, in this process; without a key in a new run."""
        return Making(self.chosen, key=key, select=select, fresh=fresh, quiet=True).make()

    def film(self, **knobs: Any) -> str:
        """Make a whole run that must not fail; its key."""
        if knobs:
            self.video(**knobs)
        made = self.run()
        assert () == made.failures
        return made.run

    @property
    def key(self) -> str:
        """The newest run's key."""
        newest = self.doers.runs.newest("coffee")
        assert newest is not None, "nothing was run yet"
        return newest.run

    def partition(self, key: str = "") -> str:
        """Add a run with that key to Dagster; without a key, the key of the newest one there is."""
        name = "coffee_runs"
        with DagsterInstance.get() as instance:
            if key:
                instance.add_dynamic_partitions(name, [key])
            return list(instance.get_dynamic_partitions(name))[-1]

    def again(self, *select: str, fresh: bool = False) -> str:
        """Go on with the newest run, which must not fail; its key."""
        made = self.run(*select, key=self.key, fresh=fresh)
        assert () == made.failures
        return made.run

    def launch(self, key: str, *assets: str, stage: str, **config: Any) -> None:
        """Materialise assets of a run with a launch config for one stage, as Dagster's UI does.

        Raises:
            AssertionError: a step failed; its words.
        """
        production, given = self.chosen.production, resources()
        definitions = Definitions(
            assets=translate(production, self.specs, given), resources=given, executor=in_process_executor
        )
        with DagsterInstance.get() as instance:
            done = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
                instance=instance,
                partition_key=key,
                asset_selection=[AssetKey([production.name, *asset.split("/")]) for asset in assets],
                run_config={"ops": {step_name(production.name, stage): {"config": config}}},
                raise_on_error=False,
            )
        failures = [
            event.event_specific_data for event in done.filter_events(lambda one: one.is_step_failure)
        ]
        assert done.success, failures

    def reexecute(self, strategy: str) -> DagsterRunStatus:
        """Re-execute the newest Dagster run as its UI does, in the process that its launcher starts.

        Args:
            strategy: `ALL_STEPS`, `FROM_FAILURE` or `FROM_ASSET_FAILURE`.
        """
        target = ModuleTarget("studio_assets.definitions", None, str(Path.cwd()), "studio")
        with DagsterInstance.get() as instance, WorkspaceProcessContext(instance, target) as process:
            workspace = process.create_request_context()
            location = workspace.get_code_location("studio")
            parent = instance.get_runs(limit=1)[0]
            selection = {AssetKey(key.path) for key in parent.asset_selection or ()}
            job = location.get_job(
                JobSubsetSelector(
                    location_name="studio",
                    repository_name="__repository__",
                    job_name=parent.job_name,
                    op_selection=None,
                    asset_selection=selection,
                )
            )
            child = instance.create_reexecuted_run(
                request_context=workspace,
                parent_run=parent,
                code_location=location,
                remote_job=job,
                strategy=ReexecutionStrategy(strategy),
                use_parent_run_tags=True,
            )
            instance.launch_run(child.run_id, workspace)
            while not (run := instance.get_run_by_id(child.run_id)) or not run.is_finished:
                time.sleep(0.1)
            return run.status

    def cli(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """The command line in a process of its own."""
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120, **options)

    def command(self, *words: str) -> list[str]:
        """The command line's words for another process."""
        return [sys.executable, "-c", "from studio_assets.cli.app import main; main()", *words]

    def exit_code(self, outcome: Outcome) -> int:
        """What `studio run` ends with after such an outcome."""
        try:
            finish(outcome, as_json=False)
        except click.exceptions.Exit as end:
            return int(end.exit_code)
        return 0

    @property
    def doers(self) -> Doers:
        """Ledger, takes, runs, artifacts: as the command line has them."""
        return doers()

    def sheet(self, key: str) -> CallSheet:
        """A call sheet of a run, to read its documents."""
        return sheet_of(self.doers, self.doers.runs.get("coffee", key))

    def document(
        self, key: str, kind: Kind, model: type[D], pilot: str | None = None, scene: str | None = None
    ) -> D:
        """A run's document of an asset."""
        return self.sheet(key).need(kind, model, pilot, scene)

    def clip(self, key: str, pilot: str, scene: str) -> Clip:
        """A run's clip."""
        return self.document(key, "clip", Clip, pilot, scene)

    def report(self, key: str, pilot: str, scene: str) -> QAReport:
        """A run's QA report."""
        return self.document(key, "qa_report", QAReport, pilot, scene)

    def greenlight(self, key: str) -> Greenlight:
        """A run's greenlight."""
        return self.document(key, "greenlight", Greenlight)

    def master(self, key: str) -> Master:
        """A run's master."""
        return self.document(key, "master", Master)

    def file(self, master: Master) -> Path:
        """The master's verified file."""
        assert master.media is not None, master.state
        return self.doers.artifacts.path(master.media)

    def invoices(self) -> list[Invoice]:
        """What the simulated providers bill: their own list, not ours."""
        sides = (
            SimulatedSide("video"),
            SimulatedSide("image"),
            SimulatedSide("speech"),
            SimulatedSide("music"),
        )
        return [one for side in sides for one in side.invoices()]

    def filmed(self) -> Counter[str]:
        """`pilot/scene` -> how many generations the video provider accepted, over all runs."""
        slates = (invoice.slate.split("/") for invoice in SimulatedSide("video").invoices())
        return Counter("/".join(parts[2:4]) for parts in slates)

    def takes(self, key: str) -> Sequence[Take]:
        """A run's takes in the journal."""
        return self.doers.takes.of_run("coffee", key)

    def balance(self, key: str) -> Balance:
        """A run's money."""
        return self.doers.ledger.balance(f"coffee/{key}")

    def check_money(self, *keys: str) -> None:
        """The books agree with themselves and with the provider's bill, and nothing is still reserved."""
        spent = ZERO
        for key in keys:
            balance = self.balance(key)
            assert () == self.doers.ledger.audit(f"coffee/{key}")
            assert balance.held == ZERO
            assert balance.spent <= balance.limit
            spent += balance.spent
        billed: Decimal = sum((invoice.price for invoice in self.invoices()), ZERO)
        assert billed == spent
        slates = [invoice.slate for invoice in self.invoices()]
        assert sorted(set(slates)) == sorted(slates)

    def versions(self, key: str) -> Mapping[str, str]:
        """Asset -> data version that Dagster has for a run."""
        found: dict[str, str] = {}
        with DagsterInstance.get() as instance:
            for node in Graph(self.chosen.production).nodes:
                tags = self._newest(instance, node.key, key)
                if tags is not None:
                    found["/".join(node.key[1:])] = tags["dagster/data_version"]
        return found

    def times(self, key: str) -> Mapping[str, float]:
        """Asset -> when it was last materialised in a run."""
        found: dict[str, float] = {}
        with DagsterInstance.get() as instance:
            for node in Graph(self.chosen.production).nodes:
                wanted = AssetRecordsFilter(asset_key=AssetKey(node.key), asset_partitions=[key])
                for record in instance.fetch_materializations(wanted, limit=1).records:
                    found["/".join(node.key[1:])] = record.timestamp
        return found

    @staticmethod
    def _newest(instance: DagsterInstance, asset: tuple[str, ...], key: str) -> Mapping[str, str] | None:
        wanted = AssetRecordsFilter(asset_key=AssetKey(asset), asset_partitions=[key])
        records = instance.fetch_materializations(wanted, limit=1).records
        event = records[0].asset_materialization if records else None
        return None if event is None else dict(event.tags or {})
