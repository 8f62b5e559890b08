"""How many generations are under way at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from resources.database.database import Database
from resources.takes.follow import obtain
from tests.resources.takes.stage import Filmer, World, wanted


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """A world where nothing was filmed yet."""
    return World.new(database, tmp_path)


def test_a_slot_is_free_again_before_the_fetch(world: World) -> None:
    """A slow download keeps no other generation waiting."""
    told: list[str] = []

    @asynccontextmanager
    async def slot() -> AsyncIterator[None]:
        told.append("taken")
        yield
        told.append("free")

    class Slow(Filmer):
        async def fetch(self, remote_id: str, into: Path) -> None:
            told.append("fetching")
            await super().fetch(remote_id, into)

    provider = Slow()
    provider._clock = world.clock
    asyncio.run(
        obtain(
            wanted(),
            provider=provider,
            takes=world.takes,
            artifacts=world.artifacts,
            clock=world.clock,
            worker="one",
            wait=600,
            slots=slot(),
        )
    )
    assert told == ["taken", "free", "fetching"]


def test_a_slot_is_free_again_after_a_failure(world: World) -> None:
    """A generation that fails leaves its slot to the next one."""
    slots = asyncio.Semaphore(1)

    async def two() -> list[BaseException | object]:
        wishes = [world_obtain(world, slots, direction) for direction in ("Rain.", "Snow.")]
        return list(await asyncio.gather(*wishes, return_exceptions=True))

    world.provider._after.append(OSError("lost"))
    first, second = asyncio.run(two())
    assert isinstance(first, Exception)
    assert getattr(second, "state", None) == "fetched"


async def world_obtain(world: World, slots: asyncio.Semaphore, direction: str) -> object:
    """Obtain a take of a direction within the slots."""
    return await obtain(
        wanted(direction=direction),
        provider=world.provider,
        takes=world.takes,
        artifacts=world.artifacts,
        clock=world.clock,
        worker=direction,
        wait=600,
        slots=slots,
    )
