"""Progress of stages and clips: one logger that the terminal and Dagster's event log both read.

A stage says what it does with `report(...)`. The CLI shows it live; `dagster.yaml` lists the
logger among the managed ones, so that the same lines stand in the Dagster run's log.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["LOGGER", "Progress", "report"]

LOGGER = "studio.progress"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One step forward of one thing.

    Args:
        stage: `plan`, `write`, `shoot`, `judge`, `render`, ...
        subject: what moves, for example `animated/desk_at_night`.
        state: the new state in a word or two, for example `generating` or `filmed`.
        price: dollars settled by this step, if any.
        detail: a short sentence for people.
    """

    stage: str
    subject: str
    state: str
    price: Decimal | None = None
    detail: str = ""


def report(progress: Progress) -> None:
    """Tell whoever listens that something moved forward.

    Args:
        progress: what moved.
    """
    text = f"{progress.stage} {progress.subject}: {progress.state}"
    logging.getLogger(LOGGER).info(
        text + (f" ({progress.detail})" if progress.detail else ""), extra={"progress": progress}
    )
