"""Schedules from YAML: a fresh run each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance, build_schedule_context

from sensors.schedules import schedules
from studio_assets.spec.folder import load_specs

WHEN = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[DagsterInstance]:
    """Dagster's records on disk; a schedule's context takes no others."""
    with DagsterInstance.local_temp(str(tmp_path)) as instance:
        yield instance


def of(ticks: Any) -> Any:
    """The schedules of the folder."""
    return schedules(load_specs(ticks.folder).productions)


def test_only_who_asks_for_a_schedule_has_one(ticks: Any) -> None:
    """`automation.schedule` becomes a running schedule of that name in UTC; other specs have none."""
    ticks.write("boat", 'schedule: "0 6 * * 1"')
    ticks.write("calm")
    (one,) = of(ticks)
    assert ("boat_schedule", "0 6 * * 1", "UTC", "RUNNING") == (
        one.name, one.cron_schedule, one.execution_timezone, one.default_status.value)  # fmt: skip


def test_a_tick_asks_for_a_fresh_run(ticks: Any, stored: DagsterInstance) -> None:
    """Each tick adds a run named by its time and asks for it."""
    ticks.write("boat", 'schedule: "0 6 * * 1"')
    (one,) = of(ticks)
    request = one(build_schedule_context(stored, scheduled_execution_time=WHEN))
    assert ("2026-11-23_060000", "boat") == (request.partition_key, request.tags["studio/production"])
    assert ["2026-11-23_060000"] == list(stored.get_dynamic_partitions("boat_runs"))


def test_the_same_tick_twice_asks_for_one_run(ticks: Any, stored: DagsterInstance) -> None:
    """A tick that is evaluated twice, after a crash for example, is one run."""
    ticks.write("boat", 'schedule: "0 6 * * 1"')
    (one,) = of(ticks)
    first, second = (one(build_schedule_context(stored, scheduled_execution_time=WHEN)) for _ in range(2))
    assert (first.run_key, 1) == (second.run_key, len(stored.get_dynamic_partitions("boat_runs")))
