"""A provider that is busy or out of reach: the same take is sent again, and nothing is paid twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from resources.database.database import Database
from resources.errors import AccountRefused, RateLimited, Unreachable
from resources.ledger.balance import CONTINGENCY
from resources.takes.slots import COOL_OFF, NoRoom, Room, claim_slot
from tests.resources.takes.stage import World, wanted


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """A world where nothing was filmed yet."""
    return World.new(database, tmp_path)


def busy(retry_after: float | None = None) -> RateLimited:
    """A 429."""
    return RateLimited("It is busy.", mend="Wait.", retry_after=retry_after)


def test_a_429_never_fails_a_clip(world: World) -> None:
    """A take that is turned away five times is sent again each time, and is paid once."""
    world.provider._before = [busy() for _ in range(5)]
    take = asyncio.run(world.obtain())
    assert ("fetched", 1, [take.slate]) == (take.state, take.number, world.invoices)
    assert ("0.00", "1.50") == world.money


def test_retry_after_is_honoured_up_to_its_cap(world: World) -> None:
    """A take is sent again after the 60 seconds that were asked for; a day is cut to two minutes."""
    for asked, least, most in ((60.0, 60, 80), (86_400.0, 120, 150)):
        world.provider._before = [busy(asked)]
        before = world.clock.now()
        take = asyncio.run(world.obtain(wanted(direction=f"Wait {asked}.")))
        assert take.submitted is not None
        waited = (take.submitted - before).total_seconds()
        assert least <= waited <= most


def test_a_429_lowers_the_providers_limit_for_a_while(world: World) -> None:
    """After a 429 with two others under way, a third one gets no slot until the cool-off is over."""
    now, room, provider = world.clock.now(), Room(10, 5), world.provider
    for direction in ("One.", "Two."):
        world.takes.intend(wanted(direction=direction), provider, world.clock, direction, room)
    third = wanted(direction="Three.", accounts=(CONTINGENCY,))
    take, _ = world.takes.intend(third, provider, world.clock, "three", room)
    said = {"worker": "three", "now": now, "wait": 1.0, "busy": True}
    world.takes.turned_away(take.slate, "It is busy.", provider, **said)
    with pytest.raises(NoRoom, match="2 generations are under way at filmer"):
        world.takes.again(take.slate, provider, worker="three", now=now, room=room)
    later = now + COOL_OFF
    assert "" == world.takes.again(take.slate, provider, worker="three", now=later, room=room).reason


def test_no_connection_is_tried_again_and_then_costs_nothing(world: World) -> None:
    """Five attempts without a connection end the take at no cost; one failed attempt does not."""
    gone = Unreachable("There is no connection.", mend="See to the network.")
    world.provider._before = [gone]
    assert "fetched" == asyncio.run(world.obtain()).state
    world.provider._before = [gone] * 5
    with pytest.raises(Unreachable):
        asyncio.run(world.obtain(wanted(direction="Rain.")))
    assert ("0.00", "1.50") == world.money
    assert ["fetched", "failed"] == [take.state for take in world.takes.of_run("coffee", "monday")]


def test_an_account_that_is_turned_away_is_not_asked_again(world: World) -> None:
    """A refused key or an empty balance ends the take at once, at no cost, for a person to mend."""
    world.provider._before = [AccountRefused("No balance.", mend="Top it up.")] * 2
    with pytest.raises(AccountRefused):
        asyncio.run(world.obtain())
    assert (1, ("0.00", "0.00")) == (len(world.provider._before), world.money)
    world.provider._before = []
    assert "fetched" == asyncio.run(world.obtain()).state


def test_the_time_to_wait_ends_even_for_a_busy_provider(world: World) -> None:
    """A provider that is busy for ever fails the step after its timeout, at no cost."""
    world.provider._before = [busy(100.0) for _ in range(99)]
    start = world.clock.now()
    with pytest.raises(RateLimited):
        asyncio.run(world.obtain(wait=300))
    assert world.clock.now() - start <= timedelta(seconds=300)
    assert ("0.00", "0.00") == world.money


def test_a_worker_that_dies_while_it_waits_to_send_again_leaves_nothing_unknown(world: World) -> None:
    """What was turned away was never accepted: after its worker's death it is free to be bought."""
    world.hire(lists=False)
    left, _ = world.takes.intend(wanted(), world.provider, world.clock, "the dead", None)
    said = {"worker": "the dead", "now": world.clock.now(), "wait": 60.0, "busy": True}
    world.takes.turned_away(left.slate, "It is busy.", world.provider, **said)
    take = asyncio.run(world.obtain(wait=3600))
    assert ("fetched", [take.slate], ("0.00", "1.50")) == (take.state, world.invoices, world.money)
    assert "failed" == world.takes.take(left.slate).state


def test_slots_are_counted_over_workers_and_end_with_the_watcher(world: World) -> None:
    """A generation holds its slot while somebody polls it, and no longer than its lease after that."""
    room, now = Room(1, None), world.clock.now()
    take, _ = world.takes.intend(wanted(), world.provider, world.clock, "one", room)
    world.takes.submitted(take.slate, "remote-1", at=now)
    database = world.takes.ledger.database
    with database.transaction() as tx, pytest.raises(NoRoom, match="1 generations are under way"):
        claim_slot(tx, world.provider, room, now + timedelta(minutes=2))
    world.takes.watch(take.slate, now + timedelta(minutes=2))
    with database.transaction() as tx, pytest.raises(NoRoom):
        claim_slot(tx, world.provider, room, now + timedelta(minutes=4))
    with database.transaction() as tx:
        claim_slot(tx, world.provider, room, now + timedelta(minutes=6))


def test_a_full_house_makes_a_wish_wait_and_not_fail(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With one generation allowed in all, two workers film one after the other."""
    (tmp_path / "settings.yaml").write_text("limits: {generations: 1}\n")
    monkeypatch.setenv("STUDIO_SETTINGS", str(tmp_path / "settings.yaml"))

    async def two() -> list[str]:
        wishes = (world.obtain(wanted(direction=words)) for words in ("One.", "Two."))
        return [take.state for take in await asyncio.gather(*wishes)]

    assert ["fetched", "fetched"] == asyncio.run(two())
    first, second = sorted(taken for _, taken in world.provider._taken.values())
    assert second - first >= timedelta(seconds=world.provider.seconds)
