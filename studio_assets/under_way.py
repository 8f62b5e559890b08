"""Which Dagster runs make a production right now; those whose process died are ended in Dagster's records."""

from __future__ import annotations

import os
import socket

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus, RunsFilter

__all__ = ["PROCESS", "process_tag", "under_way"]

PROCESS = "studio/process"
"""Tag of a run that the command line makes in its own process: host and process number."""

_OPEN = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]


def process_tag() -> dict[str, str]:
    """The tag of a run that this process makes."""
    return {PROCESS: f"{socket.gethostname()}/{os.getpid()}"}


def under_way(instance: DagsterInstance, production: str) -> bool:
    """Whether anything makes this production right now.

    A `studio run` that was killed hard could not tell Dagster; its run would hold the production's place
    in the queue for ever, so it is ended here.

    Args:
        instance: Dagster's records.
        production: the production's name.
    """
    found = instance.get_runs(RunsFilter(tags={"studio/production": production}, statuses=_OPEN))
    dead = [run for run in found if _dead(run)]
    for run in dead:
        instance.report_run_failed(
            run, "Its process is gone. What it bought is kept and costs nothing again."
        )
    return len(found) > len(dead)


def _dead(run: DagsterRun) -> bool:
    host, _, number = run.tags.get(PROCESS, "").rpartition("/")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
