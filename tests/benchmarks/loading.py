"""How long Dagster takes to load the code location with many specs."""

from __future__ import annotations

from tests.benchmarks.house import house
from tests.benchmarks.specs import contest
from tests.benchmarks.table import Row

__all__ = ["rows"]

COUNTS = (1, 10, 100, 1000)
_LOAD = (
    "from studio_assets.definitions import defs; from dagster import Definitions;"
    "Definitions.validate_loadable(defs);"
    "print(len(defs.resolve_asset_graph().get_all_asset_keys()))"
)


def rows() -> list[Row]:
    """`studio_assets.definitions`, loaded and validated, with more and more specs of 58 assets."""
    found = []
    for count in COUNTS:
        with house() as home:
            for number in range(count):
                name = f"film_{number:04}"
                home.spec(name, contest(name, pilots=3, scenes=5))
            cost = home.run("python", "-c", _LOAD)
        assets = int(cost.output.strip().splitlines()[-1])
        goal = {100: f"100 specs in 4 s: {cost.wall < 4}", 1000: f"under 1 GB: {cost.peak < 1024}"}
        found.append(
            Row(
                f"{count} specs, {assets} assets",
                cost,
                goal.get(count, ""),
                f"{cost.cpu / count:.3f} CPU s per spec",
            )
        )
    return found
