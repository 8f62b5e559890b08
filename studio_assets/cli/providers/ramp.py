"""Measures how many generations a provider takes at once: 1, 2, 4, ... and how long each takes.

Our own limits do not count here, the provider is measured; the journal and the cap do count: each
generation's intent and reservation are committed before it is sent, as for a film.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from resources.errors import RateLimited, StudioError, TransientFailure, Unreachable
from resources.providers.port import Request
from resources.takes.development import fetch, settle
from resources.takes.errand import Errand
from resources.takes.look_up import record
from resources.takes.submission import Answer, submit
from resources.takes.take import Take
from studio_assets.cli.providers.purse import wanted

__all__ = ["Level", "Ramp", "Shot", "at_once", "first_turned_away", "latencies", "levels"]

WAITED = 1.5
"""How much longer than the fastest of its level a generation takes that waited in the provider's queue: it
takes about twice as long, and generations differ without any queue."""


@dataclass(frozen=True)
class Shot:
    """One generation of a measurement.

    Args:
        take: as it is at the end; None where nothing was written down.
        seconds: from the submit to its verdict; None where there is none.
        turned_away: whether the provider said that it has too much to do.
        problem: why it did not succeed otherwise.
    """

    take: Take | None
    seconds: float | None = None
    turned_away: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Level:
    """What happened with so many generations at once.

    Args:
        asked: how many were sent at once.
        shots: one each.
        waited: how many took so much longer than the fastest that they probably waited for another.
    """

    asked: int
    shots: tuple[Shot, ...]
    waited: int = 0

    @property
    def turned_away(self) -> int:
        """How many were answered with 429 or its like."""
        return sum(shot.turned_away for shot in self.shots)

    @property
    def problems(self) -> tuple[str, ...]:
        """What else went wrong, each once."""
        return tuple(dict.fromkeys(shot.problem for shot in self.shots if shot.problem))

    @property
    def ran(self) -> int:
        """How many the provider worked on at once."""
        return len([shot for shot in self.shots if shot.seconds is not None]) - self.waited


@dataclass(frozen=True)
class Ramp:
    """A measurement of one provider.

    Args:
        errand: the way to it, and to the journal.
        request: the same for all; seeds differ.
        run: whose budget pays.
        interval: seconds between two polls of one generation.
        wait: seconds after which a generation is left to be claimed later.
    """

    errand: Errand
    request: Request
    run: str
    interval: float
    wait: float

    async def climb(self, most: int) -> AsyncIterator[Level]:
        """Measure level after level, until something is turned away or goes wrong.

        Args:
            most: generations at once of the last level.

        Yields:
            Each level, once its generations have their verdicts and their media are fetched.
        """
        for asked in levels(most):
            shots = await asyncio.gather(*(self._shoot(asked, nth) for nth in range(1, asked + 1)))
            took = [shot.seconds for shot in shots if shot.seconds is not None]
            waited = sum(seconds > WAITED * min(took) for seconds in took)
            level = Level(asked, tuple(await asyncio.gather(*map(self._fetched, shots))), waited)
            yield level
            if level.turned_away or level.problems:
                return

    async def _shoot(self, asked: int, nth: int) -> Shot:
        errand, takes, clock = self.errand, self.errand.takes, self.errand.clock
        wish = wanted(errand.provider, self.request, self.run, f"at_once_{asked}", nth)
        try:
            take, mine = takes.intend(wish, errand.provider, clock, errand.worker, None)
        except StudioError as failure:
            return Shot(None, problem=str(failure))
        if not mine:
            return Shot(take, problem="Another measurement has this run.")
        began = clock.now()
        try:
            got = await submit(errand, take)
            if not isinstance(got, Answer):
                return Shot(got, problem=f"refused: {got.reason}")
            take = record(errand, take, got.remote_id)
            if got.stopped is not None:
                raise got.stopped
            return await self._verdict(take, began)
        except (RateLimited, Unreachable) as nothing:
            # Surely nothing was accepted; it is not sent again, for that is what is measured.
            ended = takes.failed(take.slate, nothing.what, worker=errand.worker, at=clock.now())
            busy = isinstance(nothing, RateLimited)
            return Shot(ended, turned_away=busy, problem="" if busy else str(nothing))
        except StudioError as failure:
            return Shot(takes.take(take.slate), problem=str(failure))

    async def _verdict(self, take: Take, began: datetime) -> Shot:
        clock, misses = self.errand.clock, 0
        deadline = began + timedelta(seconds=self.wait)
        while True:
            try:
                seen, misses = await settle(self.errand, take), 0
            except TransientFailure:
                seen, misses = take, misses + 1
            now = clock.now()
            if seen.state == "ready":
                return Shot(seen, seconds=(now - began).total_seconds())
            if seen.state != "generating":
                return Shot(seen, problem=f"{seen.state}: {seen.reason}")
            if now >= deadline:
                return Shot(seen, problem=f"no verdict within {self.wait:g} s")
            await clock.sleep(self.interval * min(2**misses, 16))

    async def _fetched(self, shot: Shot) -> Shot:
        """Keep the media, which are paid; what cannot be fetched now is claimed later."""
        if shot.take is None or shot.take.state != "ready":
            return shot
        try:
            return replace(shot, take=await fetch(self.errand, shot.take))
        except StudioError as failure:
            return replace(shot, problem=f"not fetched: {failure}")


def levels(most: int) -> tuple[int, ...]:
    """1, 2, 4, ... up to a number, which is the last one.

    Args:
        most: at least 1.
    """
    doubled = [2**power for power in range(most.bit_length()) if 2**power < most]
    return (*doubled, most)


def at_once(measured: Sequence[Level]) -> int:
    """How many generations the provider works on at once, as far as was measured; 0 where it took none."""
    return max((level.ran for level in measured), default=0)


def first_turned_away(measured: Sequence[Level]) -> int | None:
    """The level at which generations begin to be turned away, or None."""
    return next((level.asked for level in measured if level.turned_away), None)


def latencies(measured: Sequence[Level]) -> dict[str, float]:
    """Percentiles of the seconds from submit to verdict, over all generations, by the nearest rank.

    Returns:
        `p50`, `p90` and `p99`, to a hundredth; empty where nothing came to a verdict.
    """
    took = sorted(shot.seconds for level in measured for shot in level.shots if shot.seconds is not None)
    if not took:
        return {}
    return {f"p{part}": round(took[math.ceil(part / 100 * len(took)) - 1], 2) for part in (50, 90, 99)}
