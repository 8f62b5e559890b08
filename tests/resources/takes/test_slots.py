"""How many generations are under way at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from resources.database.database import Database
from resources.providers.port import Kind
from resources.takes import slots
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
    room = asyncio.Semaphore(1)

    async def two() -> list[BaseException | object]:
        wishes = [world_obtain(world, room, direction) for direction in ("Rain.", "Snow.")]
        return list(await asyncio.gather(*wishes, return_exceptions=True))

    world.provider._after.append(OSError("lost"))
    first, second = asyncio.run(two())
    assert isinstance(first, Exception)
    assert getattr(second, "state", None) == "fetched"


async def world_obtain(world: World, room: asyncio.Semaphore, direction: str) -> object:
    """Obtain a take of a direction within the slots."""
    return await obtain(
        wanted(direction=direction),
        provider=world.provider,
        takes=world.takes,
        artifacts=world.artifacts,
        clock=world.clock,
        worker=direction,
        wait=600,
        slots=room,
    )


class Model(Filmer):
    """Answers questions."""

    name: ClassVar[str] = "model"
    kind: ClassVar[Kind] = "answer"


class Batches(Model):
    """Answers them when it likes."""

    name: ClassVar[str] = "batches"
    gathers: ClassVar[bool] = True


@pytest.mark.parametrize("asked, others, fits", [
    (Filmer, {Filmer: 2}, False), (Filmer, {Filmer: 1, Model: 9, Batches: 9}, True),
    (Model, {Model: 3}, False), (Model, {Model: 2, Batches: 9, Filmer: 9}, True),
    (Batches, {Batches: 9, Model: 9, Filmer: 9}, True),
], ids=["film-full", "film-free", "ask-full", "ask-free", "batch-free"])  # fmt: skip
def test_questions_take_no_generations_slot(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    asked: type[Filmer], others: dict[type[Filmer], int], fits: bool,
) -> None:  # fmt: skip
    """Films are counted with films and questions with questions; what waits in a batch is not counted."""
    (tmp_path / "settings.yaml").write_text("limits: {generations: 2, questions: 3}\n")
    monkeypatch.setenv("STUDIO_SETTINGS", str(tmp_path / "settings.yaml"))
    monkeypatch.setattr(
        slots, "under_way", lambda *_, **__: {(one.kind, one.name): count for one, count in others.items()}
    )
    with world.takes.ledger.database.transaction() as tx:
        provider = asked()
        room = slots.room_at(provider, "m1")
        if fits:
            slots.claim_slot(tx, provider, room, world.clock.now())
            return
        things = "questions" if provider.kind == "answer" else "generations"
        with pytest.raises(slots.NoRoom, match=f"{things} are under way"):
            slots.claim_slot(tx, provider, room, world.clock.now())
