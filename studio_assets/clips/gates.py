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
        self._generations = asyncio.Semaphore(limits.generations)
        self._reports = asyncio.Semaphore(limits.reports)
        self._cores = asyncio.Semaphore(limits.cores)
        self._pilots = asyncio.Semaphore(limits.pilots)
        self._scenes: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.scenes)
        )
        self._inside: defaultdict[str, int] = defaultdict(int)
        self._doors: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def pilot(self, pilot: str) -> AsyncIterator[None]:
        """Hold the pilot: its first scene takes one of the pilots' places, its last one leaves it."""
        async with self._doors[pilot]:
            if self._inside[pilot] == 0:
                await self._pilots.acquire()
            self._inside[pilot] += 1
        try:
            yield
        finally:
            self._inside[pilot] -= 1
            if self._inside[pilot] == 0:
                self._pilots.release()

    @asynccontextmanager
    async def generation(self, pilot: str) -> AsyncIterator[None]:
        """Hold one of the pilot's scenes and one of all generations, while the provider is at work.

        Neither is held while a clip is fetched or judged: the provider would idle.
        """
        async with self._scenes[pilot], self._generations:
            yield

    @asynccontextmanager
    async def judgement(self) -> AsyncIterator[None]:
        """Hold one of the reports: from the look at the clip to the judge's last word."""
        async with self._reports:
            yield

    @asynccontextmanager
    async def look(self) -> AsyncIterator[None]:
        """Hold one of the processors while a clip is measured; not while a judge far away thinks."""
        async with self._cores:
            yield
