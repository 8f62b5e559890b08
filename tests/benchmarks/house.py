"""A state folder and a specs folder for one benchmark, and commands that run in them."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.process import Cost, measured

__all__ = ["House", "house"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """Where a benchmark keeps its films.

    Args:
        folder: of state and specs.
        camera: fields of the simulated video provider.
    """

    folder: Path
    camera: Mapping[str, Any]

    @property
    def environment(self) -> dict[str, str]:
        """Variables that make Studio work in this house."""
        return {
            "STUDIO_HOME": str(self.folder / "home"),
            "STUDIO_SPECS": str(self.folder / "specs"),
            "STUDIO_ENV": "simulated",
            "STUDIO_VIDEO_SIMULATED": json.dumps(self.camera),
            "DAGSTER_HOME": "",
            "PYTHONPATH": str(ROOT),
        }

    def spec(self, name: str, text: str) -> None:
        """Write a spec."""
        (self.folder / "specs").mkdir(exist_ok=True)
        (self.folder / "specs" / f"{name}.yaml").write_text(text)

    def run(self, *command: str, **variables: str) -> Cost:
        """Run a command in this house."""
        return measured(command, {**self.environment, **variables}, ROOT, str(self.folder))

    def film(self, name: str, *words: str) -> tuple[Cost, dict[str, Any]]:
        """`studio run`, and what it printed as JSON."""
        cost = self.run(str(Path(sys.executable).with_name("studio")), "run", name, "--json", *words)
        begin = 0 if cost.output.startswith("{") else cost.output.index("\n{")
        return cost, json.loads(cost.output[begin:])

    def invoices(self) -> int:
        """How many generations the simulated camera has taken money for."""
        return len(list((self.folder / "home" / "simulated" / "video").glob("*.json")))


@contextmanager
def house(**camera: Any) -> Iterator[House]:
    """A house that is gone afterwards.

    Args:
        camera: fields of the simulated video provider, for example `latency=20`.
    """
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        yield House(Path(folder), camera)
