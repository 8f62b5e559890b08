"""How long Dagster takes to load the code location with many specs."""

from __future__ import annotations

from tests.benchmarks.house import house
from tests.benchmarks.specs import contest
from tests.benchmarks.table import Row

__all__ = ["rows"]

COUNTS = (1, 10, 100, 1000)
_LOAD = """
import time
began = time.process_time()
import studio_assets.translator, studio_assets.wiring, sensors.specs, studio_assets.spec.folder
imported = time.process_time()
from studio_assets.definitions import defs
built = time.process_time()
from dagster import Definitions
Definitions.validate_loadable(defs)
validated = time.process_time()
keys = defs.resolve_asset_graph().get_all_asset_keys()
print(len(keys), imported - began, built - imported, validated - built)
"""


def rows() -> list[Row]:
    """`studio_assets.definitions`, loaded and validated, with more and more specs of 58 assets."""
    found = []
    for count in COUNTS:
        with house() as home:
            for number in range(count):
                name = f"film_{number:04}"
                home.spec(name, contest(name, pilots=3, scenes=5))
            cost = home.run("python", "-c", _LOAD)
        assets, imported, built, validated = cost.output.split()[-4:]
        met = float(imported) + float(built)
        goal = {100: f"100 specs in 4 s: {met < 4} ({met:.1f})", 1000: f"under 1 GB: {cost.peak < 1024}"}
        split = f"CPU s: import {imported:.4}, build {built:.4}, validate {validated:.4}"
        found.append(Row(f"{count} specs, {assets} assets", cost, goal.get(count, ""), split))
    return found
