"""A run with the snapshot that it is made from, and a pick of one of its cuts."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

__all__ = ["Pick", "Run"]


class Run(BaseModel):
    """One making of a production.

    Args:
        production: its name.
        run: the run's name, a Dagster partition key.
        created: when it began, in UTC.
        snapshot: JSON text of the production that it is made from.
        updated: when the snapshot was last replaced.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    production: str
    run: str
    created: datetime
    snapshot: str
    updated: datetime


class Pick(BaseModel):
    """A choice of one cut, by a person or by policy.

    Args:
        production: its name.
        run: the run's name.
        version: 1 for the run's first pick; the latest counts.
        cut: name of the cut.
        picked_by: `policy` or who picked.
        reason: in a sentence.
        at: when, in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    production: str
    run: str
    version: int
    cut: str
    picked_by: str
    reason: str
    at: datetime
