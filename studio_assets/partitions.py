"""Runs as partitions: one dynamic set per production, one key per run."""

from __future__ import annotations

from datetime import datetime

from dagster import DagsterInstance, DynamicPartitionsDefinition

__all__ = ["add_run", "new_run_key", "runs_of"]


def runs_of(production: str) -> DynamicPartitionsDefinition:
    """The runs of a production. The name is stored: renaming it breaks history.

    One set per production; in a shared one, every run would look missing in all other productions.
    """
    return DynamicPartitionsDefinition(name=f"{production}_runs")


def new_run_key(now: datetime, taken: list[str]) -> str:
    """A key for a new run, for example `2026-11-21_080534`.

    Args:
        now: the time in UTC.
        taken: keys that there are already.
    """
    key, number = f"{now:%Y-%m-%d_%H%M%S}", 2
    fresh = key
    while fresh in taken:
        fresh, number = f"{key}-{number}", number + 1
    return fresh


def add_run(instance: DagsterInstance, production: str, now: datetime, key: str | None = None) -> str:
    """Add a run to a production, or find the named one.

    Args:
        instance: Dagster's instance.
        production: the production's name.
        now: the time in UTC, from which a new key is made.
        key: the run's key, or None for a new one.

    Returns:
        The run's key.
    """
    name = runs_of(production).name
    assert name is not None, "dynamic partitions of runs are named"
    fresh = key or new_run_key(now, list(instance.get_dynamic_partitions(name)))
    instance.add_dynamic_partitions(name, [fresh])
    return fresh
