"""A whole studio in a folder: specs as YAML, a real Dagster, a real ledger, and the simulated provider."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from dagster import AssetKey, AssetRecordsFilter, DagsterInstance

from resources.ledger.balance import Balance
from resources.money import ZERO
from resources.providers.simulated_side import Invoice, SimulatedSide
from resources.runs.run import Run
from resources.takes.take import Take
from studio_assets.call_sheet import CallSheet, Doers
from studio_assets.cli.choose import Chosen, choose
from studio_assets.cli.home import dagster_home
from studio_assets.cli.make import Making, Outcome
from studio_assets.clips.clip import Clip
from studio_assets.document import Document
from studio_assets.graph import Graph, Kind
from studio_assets.greenlight.decision import Greenlight
from studio_assets.partitions import add_run
from studio_assets.qa.report import QAReport
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.render.master_document import Master
from studio_assets.wiring import doers

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


class Studio:
    """A studio of its own: state, specs and Dagster's home lie in one folder.

    Args:
        folder: an empty folder.
        patch: sets the environment of this process and its children.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.specs, self._patch = folder / "home", folder / "specs", patch
        self.specs.mkdir()
        patch.setenv("STUDIO_HOME", str(self.home))
        patch.setenv("STUDIO_SPECS", str(self.specs))
        patch.setenv("DAGSTER_HOME", str(folder / "dagster"))
        patch.setenv("STUDIO_ENV", "simulated")
        patch.delenv("STUDIO_DATABASE_URL", raising=False)
        (folder / "dagster").mkdir()
        (folder / "dagster" / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
        self.video()
        patch.setenv("STUDIO_SPEECH_SIMULATED", json.dumps({"latency": 0}))

    def video(self, **knobs: Any) -> None:
        """Set the simulated video provider's fields; tiny and at once unless they say otherwise."""
        fields = {"latency": 0, "thumbnail": True, "interval": 0.02} | knobs
        self._patch.setenv("STUDIO_VIDEO_SIMULATED", json.dumps(fields))

    def spec(self, text: str = COFFEE, name: str = "coffee", **words: str) -> None:
        """Write a spec; each of `words` replaces `key: ...` lines of the text by its value, see `edited`."""
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
        assert made.failures == ()
        return made.run

    def cli(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """The command line in a process of its own."""
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120, **options)

    def command(self, *words: str) -> list[str]:
        """The command line's words for another process."""
        return [sys.executable, "-m", "studio_assets.cli.app", *words]

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
        return [*SimulatedSide("video").invoices(), *SimulatedSide("speech").invoices()]

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
