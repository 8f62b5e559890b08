"""What the simulator charges, as its page and its tests read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from resources.simulator.job import Job

__all__ = ["charges"]


def charges(jobs: Iterable[Job], now: datetime) -> list[dict[str, Any]]:
    """What every accepted submit is charged, as JSON values.

    Args:
        jobs: the generations.
        now: the time in UTC.
    """
    return [
        {
            "id": job.id,
            "provider": job.part,
            "model": job.model,
            "number": job.number,
            "accepted": job.accepted.isoformat(),
            "state": job.state(now),
            "charged": str(job.charged(now)),
        }
        for job in jobs
    ]
