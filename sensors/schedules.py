"""A Dagster schedule for each production that asks for one: a fresh run each time."""

from __future__ import annotations

from collections.abc import Iterable

from dagster import (
    AssetSelection,
    DefaultScheduleStatus,
    RunRequest,
    ScheduleDefinition,
    ScheduleEvaluationContext,
    schedule,
)

from studio_assets.partitions import add_run
from studio_assets.spec.production import Production

__all__ = ["production_schedule", "schedules"]


def schedules(productions: Iterable[Production]) -> list[ScheduleDefinition]:
    """The schedules of all productions that have `automation.schedule`."""
    return [production_schedule(one) for one in productions if one.automation.schedule]


def production_schedule(production: Production) -> ScheduleDefinition:
    """The schedule of one production, running from the moment it is loaded.

    Args:
        production: one with `automation.schedule`, a cron line in UTC.
    """

    @schedule(
        name=f"{production.name}_schedule",
        cron_schedule=production.automation.schedule or "",
        target=AssetSelection.key_prefixes([production.name]),
        default_status=DefaultScheduleStatus.RUNNING,
        execution_timezone="UTC",
        description=f"Starts a fresh run of {production.name}.",
    )
    def fresh_run(context: ScheduleEvaluationContext) -> RunRequest:
        when = context.scheduled_execution_time
        # The tick's own time is the key: a tick that is evaluated twice asks for one run.
        run = add_run(context.instance, production.name, when, key=f"{when:%Y-%m-%d_%H%M%S}")
        return RunRequest(
            run_key=run,
            partition_key=run,
            tags={"studio/production": production.name, "studio/run": run},
        )

    return fresh_run
