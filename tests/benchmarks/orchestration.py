"""How much the orchestration adds to what the providers take: 3 pilots x 12 scenes."""

from __future__ import annotations

import math

from tests.benchmarks.house import House, house
from tests.benchmarks.process import Cost
from tests.benchmarks.specs import contest
from tests.benchmarks.table import Row

__all__ = ["rows"]

PILOTS, SCENES, LATENCY = 3, 12, 20
RUN = "bench"
ASSETS = 1 + PILOTS + 3 * PILOTS * SCENES + 1 + PILOTS + 6
"""Plan, pilots, scenes with clip and report, greenlight, critiques, and the six of the film's end."""


def critical(at_once: int) -> int:
    """Seconds on the critical path: the test clips, then the others.

    Args:
        at_once: how many clips are made at once.
    """
    waves = math.ceil(PILOTS / at_once) + math.ceil(PILOTS * (SCENES - 1) / at_once)
    return LATENCY * waves


AT_ONCE = {
    "production": 10,  # `Limits.generations`
    "pilot": PILOTS * 5,  # `Limits.scenes` in each of the pilots' processes
    "asset": 2,  # processes of Dagster's default executor on two cores
}

SMALL = contest("contest", pilots=PILOTS, scenes=SCENES, resolution="360p", seconds=1)
"""Clips of one second as thumbnails, so that the figure is orchestration and not media."""


def rows() -> list[Row]:
    """The project's steps with thumbnails, and other step sizes for comparison."""
    found = []
    for size, words in (
        ("production", "one process per production (ours)"),
        ("pilot", "a step per pilot and stage, preloaded fork server"),
        ("asset", "a step per asset, Dagster's default executor"),
    ):
        with house(latency=LATENCY, thumbnail=True) as home:
            home.spec("contest", SMALL)
            _prepare(home)
            cost = home.film("contest", "--run", RUN)[0] if size == "production" else _materialize(home, size)
            found.append(_row(words, cost, size))
    return found


def full_size() -> list[Row]:
    """The same with 720p media: wall against latency plus the work of making and judging over two cores."""
    with house(latency=LATENCY) as home:
        home.spec("contest", contest("contest", pilots=PILOTS, scenes=SCENES))
        cost, _ = home.film("contest")
    bound = critical(AT_ONCE["production"]) + cost.cpu / 2
    return [
        Row(
            "the same in 720p (ours)",
            cost,
            f"wall / (latency + CPU / 2 cores = {bound:.0f} s): {cost.wall / bound:.2f}",
            f"{cost.cpu / ASSETS:.2f} CPU s per asset",
        )
    ]


def _prepare(home: House) -> None:
    """Make the databases and the run, as any second run of a house finds them."""
    home.run(
        "python",
        "-c",
        "from datetime import UTC, datetime; import os; os.environ.pop('DAGSTER_HOME');"
        "from studio_assets.cli.home import dagster_home; dagster_home();"
        "from dagster import DagsterInstance; from studio_assets.partitions import add_run;"
        f"add_run(DagsterInstance.get(), 'contest', datetime.now(UTC), '{RUN}');"
        "from studio_assets.wiring import doers; doers().runs.productions()",
    )


def _materialize(home: House, size: str) -> Cost:
    dagster = {"DAGSTER_HOME": str(home.folder / "home" / "dagster"), "BENCH_STEPS": size}
    return home.run(
        "python", "-m", "dagster", "asset", "materialize", "--select", "*", "--partition", RUN,
        "-m", "tests.benchmarks.definitions", **dagster,
    )  # fmt: skip


def _row(what: str, cost: Cost, size: str) -> Row:
    path = critical(AT_ONCE[size])
    return Row(
        f"{ASSETS} assets, {what}",
        cost,
        f"wall / critical path {path} s: {cost.wall / path:.2f} (goal 1.10)",
        f"{cost.cpu / ASSETS:.2f} CPU s per asset",
    )
