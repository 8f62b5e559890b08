"""Whose turn it is: when a generation runs that has others of the same key before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from resources.simulator.job import Job

__all__ = ["moved_up", "starts"]

_DELAY = 0.2
"""Share of the latency that a generation with a free place spends queued."""


def starts(now: datetime, busy: Sequence[Job], limit: int, latency: float) -> datetime:
    """When a generation begins to run.

    Args:
        now: when it is accepted.
        busy: generations of the same key that wait or run.
        limit: how many run at once.
        latency: seconds from a start with a free place to the verdict.
    """
    if len(busy) < limit:
        return now + timedelta(seconds=latency * _DELAY)
    # So many have ended by then that one less than the limit is left.
    return sorted(job.ends for job in busy)[len(busy) - limit]


def moved_up(waiting: Sequence[Job], now: datetime, limit: int, latency: float) -> Iterator[Job]:
    """Generations that run earlier because one before them is gone.

    Args:
        waiting: those of one key that wait or run, in the order in which they were accepted.
        now: the time.
        limit: how many run at once.
        latency: seconds, see `starts`.
    """
    ahead: list[Job] = []
    for job in waiting:
        begins = min(job.starts, starts(now, ahead, limit, latency))
        if begins < job.starts:
            job = job.model_copy(update={"starts": begins, "ends": job.ends - (job.starts - begins)})
            yield job
        ahead.append(job)
