"""When a provider is asked again: its own interval, backing off with jitter, until the time is over."""

from __future__ import annotations

import random
from datetime import timedelta

from resources.clock import Clock
from resources.http.verdict import LONGEST_WAIT

__all__ = ["Rhythm"]

_LONGEST_PAUSE = 30.0
"""Seconds between two tries of what keeps failing; the first pauses are shorter."""

_JITTER = 0.1
"""Part by which pauses differ, so that many workers do not ask in step."""


class Rhythm:
    """The pauses of one pursuit.

    Args:
        clock: the time, and how to wait.
        interval: seconds between two polls as the provider advises.
        wait: seconds until the time is over, counted from now.
    """

    def __init__(self, clock: Clock, interval: float, wait: float) -> None:
        self.clock = clock
        self.interval = interval
        self.deadline = clock.now() + timedelta(seconds=wait)
        self.misses = 0

    def over(self, more: float = 0.0) -> bool:
        """Whether the time is over, or will be in so many seconds more."""
        return self.clock.now() + timedelta(seconds=more) >= self.deadline

    def heard(self) -> None:
        """An answer came: the next miss is a first one again."""
        self.misses = 0

    async def pause(self) -> None:
        """Wait until the next poll."""
        await self._sleep(self.interval)

    async def miss(self, asked: float | None = None) -> None:
        """Wait after no answer: twice as long each time, or as long as the provider asked.

        Args:
            asked: seconds that it asked to wait, or None.
        """
        self.misses += 1
        doubled = min(self.interval * 2**self.misses, _LONGEST_PAUSE)
        await self._sleep(max(doubled, min(asked or 0.0, LONGEST_WAIT)))

    async def queue(self) -> None:
        """Wait for a slot, and let no time of the deadline pass meanwhile."""
        before = self.clock.now()
        await self.clock.sleep(self._jittered(max(0.2, min(self.interval, 2.0))))
        self.deadline += self.clock.now() - before

    def back_off(self, times: int, asked: float | None) -> float:
        """Seconds until something that was turned away is sent again.

        Args:
            times: how often it was turned away in a row, from 1.
            asked: seconds that the provider asked to wait; None where it did not say.
        """
        own = self._jittered(min(2.0 ** (times - 1), _LONGEST_PAUSE))
        return own if asked is None else min(max(asked, 0.0), LONGEST_WAIT) * (1 + _JITTER * random.random())  # noqa: S311 - spreads load, hides nothing

    async def _sleep(self, seconds: float) -> None:
        left = (self.deadline - self.clock.now()).total_seconds()
        await self.clock.sleep(max(0.05, min(self._jittered(seconds), left)))

    def _jittered(self, seconds: float) -> float:
        return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load, hides nothing
