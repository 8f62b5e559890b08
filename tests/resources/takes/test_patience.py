"""A provider that takes minutes to answer a submit: the take stays its worker's, and no answer is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import PrivateAttr

from resources.database.database import Database
from resources.errors import OutcomeUnknown
from resources.providers.port import MediaSource, Request
from resources.takes import submission
from resources.takes.take import Take
from tests.resources.takes.stage import Filmer, World


class Slow(Filmer):
    """Answers a submit when it is told to, and cannot list what it took."""

    patience: ClassVar[float] = 60.0

    _told: asyncio.Event = PrivateAttr(default_factory=asyncio.Event)

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        await self._told.wait()
        return await super().submit(slate, request, media)


@pytest.fixture
def world(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world with a slow provider, in which leases are renewed every few milliseconds."""
    monkeypatch.setattr(submission, "ANSWER", 0.01)
    world = World.new(database, tmp_path)
    world.provider = Slow(lists=False)
    world.provider._clock = world.clock
    return world


async def _begun(world: World) -> asyncio.Task[Take]:
    """A first worker, whose submit is on its way."""
    first = asyncio.ensure_future(world.obtain(wait=3600))
    while not world.takes.unsettled():
        await asyncio.sleep(0)
    return first


async def _renewed(world: World) -> None:
    """Wait until the first worker has said that it is alive."""
    while world.takes.unsettled()[0].lease_until <= world.clock.now() + timedelta(minutes=2):
        await asyncio.sleep(0.001)


def _told(world: World) -> None:
    assert isinstance(world.provider, Slow)
    world.provider._told.set()


def test_nobody_takes_over_what_a_worker_still_waits_for(world: World) -> None:
    """While a submit waits for ten minutes a second worker waits beside it; both get the one paid take."""

    async def both() -> list[Take]:
        first = await _begun(world)
        second = asyncio.ensure_future(world.obtain(wait=3600))
        for _ in range(10):
            world.clock.advance(60)
            await _renewed(world)
            assert "intended" == world.takes.unsettled()[0].state
        _told(world)
        return list(await asyncio.gather(first, second))

    first, second = asyncio.run(both())
    assert (first.slate, [first.slate], ("0.00", "1.50")) == (second.slate, world.invoices, world.money)


def test_a_worker_that_was_asleep_still_hears_its_answer(world: World) -> None:
    """A worker slept longer than its lease: the answer that was under way counts, nothing is sent twice."""

    async def both() -> Take:
        first = await _begun(world)
        world.clock.advance(600)
        with pytest.raises(OutcomeUnknown):
            await world.obtain(wait=3600)
        await asyncio.sleep(0.05)  # several renewals are turned down meanwhile
        _told(world)
        return await first

    take = asyncio.run(both())
    assert ("fetched", [take.slate], ("0.00", "1.50")) == (take.state, world.invoices, world.money)
    assert take == asyncio.run(world.obtain())
