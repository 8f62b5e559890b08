"""The clock as a port, so that tests wait for nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "ManualClock", "SystemClock"]


class Clock(Protocol):
    """Where the time comes from and how one waits."""

    def now(self) -> datetime:
        """The time in UTC, with its zone."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds without blocking other coroutines."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time in UTC, with its zone."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds without blocking other coroutines."""
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock that moves only when somebody sleeps on it or moves it: waiting takes no time.

    Args:
        start: the first `now()`, in UTC.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        """The time that the clock was moved to."""
        return self.time

    def advance(self, seconds: float) -> None:
        """Move the clock forward by so many seconds."""
        self.time += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Move the clock forward at once and let other coroutines run."""
        self.advance(seconds)
        await asyncio.sleep(0)
