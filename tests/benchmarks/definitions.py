"""The same assets in steps of another size, for comparison with what the project does."""

from __future__ import annotations

import os

from dagster import Definitions, in_process_executor, multiprocess_executor

from resources.project import specs_folder
from studio_assets.spec.folder import load_specs
from studio_assets.translator import translate
from studio_assets.wiring import resources

_PRELOAD = [
    "tests.benchmarks.definitions",
    "dagster._core.storage.sqlite_storage",
    "dagster._core.storage.event_log",
    "dagster._core.storage.runs",
    "dagster._core.storage.schedules",
    "dagster._core.storage.local_compute_log_manager",
    "dagster._core.launcher.default_run_launcher",
    "dagster._core.workspace.context",
    "sqlalchemy.dialects.sqlite",
    "av",
    "numpy",
    "PIL.Image",
]
_SIZE = os.environ.get("BENCH_STEPS", "production")
_EXECUTORS = {
    "production": in_process_executor,
    "pilot": multiprocess_executor.configured(
        {"max_concurrent": 4, "start_method": {"forkserver": {"preload_modules": _PRELOAD}}}
    ),
    # Dagster's own default: a spawned process for each step, as many at once as there are cores.
    "asset": multiprocess_executor,
}
_doers = resources()

defs = Definitions(
    assets=[
        step
        for production in load_specs(specs_folder()).productions
        for step in translate(production, specs_folder(), _doers, size=_SIZE)  # type: ignore[arg-type]
    ],
    resources=_doers,
    executor=_EXECUTORS[_SIZE],
)
