"""Clocks: one that waits, one that does not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from resources.clock import ManualClock, SystemClock

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_manual_clock_stands_still() -> None:
    """Time does not pass by itself on a manual clock."""
    clock = ManualClock(START)
    assert [START, START] == [clock.now(), clock.now()]


def test_sleeping_on_a_manual_clock_takes_no_time() -> None:
    """An hour of waiting is over at once, and the clock shows it."""
    clock = ManualClock(START)
    asyncio.run(clock.sleep(3600))
    assert START + timedelta(hours=1) == clock.now()


def test_others_run_while_somebody_sleeps() -> None:
    """Who sleeps on a manual clock lets the others work, so that polling loops can be tested."""
    clock, seen = ManualClock(START), []

    async def sleeper(name: str) -> None:
        for _ in range(2):
            await clock.sleep(1)
            seen.append(name)

    async def both() -> None:
        await asyncio.gather(sleeper("a"), sleeper("b"))

    asyncio.run(both())
    assert ["a", "b", "a", "b"] == seen


def test_the_systems_clock_is_in_utc() -> None:
    """The time of takes and runs is in UTC, wherever the machine stands."""
    assert timedelta(0) == SystemClock().now().utcoffset()


def test_the_systems_clock_lets_others_run() -> None:
    """While somebody waits on the machine's clock, others get their work done."""
    seen: list[str] = []

    async def sleeper() -> None:
        await SystemClock().sleep(2)
        seen.append("slept")

    async def other() -> float:
        began = asyncio.get_running_loop().time()
        asleep = asyncio.create_task(sleeper())
        for number in range(3):
            await asyncio.sleep(0)
            seen.append(f"work {number}")
        asleep.cancel()
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(other()) < 2
    assert ["work 0", "work 1", "work 2"] == seen
