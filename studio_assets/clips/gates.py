"""How much of a shoot happens at once: one semaphore per limit."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from studio_assets.limits import Limits

__all__ = ["Gates"]


class Gates:
    """The limits of one shoot, held while something passes.

    Args:
        limits: how much happens at once.
    """

    def __init__(self, limits: Limits) -> None:
        self.generations = asyncio.Semaphore(limits.generations)
        self.reports = asyncio.Semaphore(limits.reports)
        self.cores = asyncio.Semaphore(limits.cores)
        self._pilots = asyncio.Semaphore(limits.pilots)
        self._scenes: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.scenes)
        )
        self._inside: defaultdict[str, int] = defaultdict(int)
        self._doors: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def scene(self, pilot: str) -> AsyncIterator[None]:
        """Hold one of the pilot's scenes; its first scene holds the pilot, its last one lets it go."""
        async with self._doors[pilot]:
            if self._inside[pilot] == 0:
                await self._pilots.acquire()
            self._inside[pilot] += 1
        try:
            async with self._scenes[pilot]:
                yield
        finally:
            self._inside[pilot] -= 1
            if self._inside[pilot] == 0:
                self._pilots.release()
