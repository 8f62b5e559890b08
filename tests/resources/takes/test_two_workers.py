"""Two workers at one scene: whatever their timing, one of them pays and both get the same take."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import ClassVar

import pytest

from resources.database.database import Database
from resources.errors import NotConfigured, RateLimited, TransientFailure
from resources.project import Environment
from resources.providers.port import Generation, Request, VideoRequest
from resources.takes.errand import Errand
from resources.takes.fallback import Option, obtain_first
from resources.takes.follow import obtain
from resources.takes.look_up import look_up
from resources.takes.slots import Room
from resources.takes.take import Take
from tests.resources.takes.stage import Filmer, World, wanted


class Second(Filmer):
    """Another provider with an invoice of its own."""

    name: ClassVar[str] = "second"


class Costly(Filmer):
    """The same provider where it is paid with real money."""

    environment: ClassVar[Environment] = "live"


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """A world where nothing was filmed yet."""
    return World.new(database, tmp_path)


@pytest.fixture
def second(world: World) -> Second:
    """The fallback."""
    provider = Second()
    provider._clock = world.clock
    return provider


async def film(world: World, second: Second, worker: str, **changes: object) -> Take:
    """What one worker does for a scene with a fallback."""

    async def one(option: Option) -> Take:
        return await obtain(
            option.wanted,
            provider=option.provider,
            takes=world.takes,
            artifacts=world.artifacts,
            clock=world.clock,
            worker=worker,
            wait=3600,
        )

    options = [Option(wanted(**changes), provider) for provider in (world.provider, second)]
    return await obtain_first(options, world.takes, one)


@pytest.mark.parametrize("fresh", ["", "launch-1"])
def test_a_failure_that_two_workers_see_is_filmed_anew_once(world: World, second: Second, fresh: str) -> None:
    """Where two workers wait for one generation that fails, one scene is delivered and paid once."""
    world.provider._verdict = Generation(state="failed", price=Decimal(0), reason="inside")

    async def both() -> list[Take | BaseException]:
        workers = (film(world, second, name, fresh=fresh) for name in ("one", "two"))
        return await asyncio.gather(*workers, return_exceptions=True)

    done = asyncio.run(both())
    assert ["second", "second"] == [take.provider for take in done if isinstance(take, Take)], done
    assert (1, 1) == (len(world.invoices), len(second._invoices))
    assert 1 == len({take.slate for take in done if isinstance(take, Take)})


def test_a_rival_that_began_meanwhile_is_waited_for(world: World, second: Second) -> None:
    """A worker that comes to the first provider when the fallback has the scene already buys nothing."""
    begun = False

    async def one(option: Option) -> Take:
        nonlocal begun
        if not begun:  # another worker went on to the fallback between the look and the purchase
            begun = True
            await obtain(
                wanted(),
                provider=second,
                takes=world.takes,
                artifacts=world.artifacts,
                clock=world.clock,
                worker="other",
                wait=600,
            )
        return await obtain(
            option.wanted,
            provider=option.provider,
            takes=world.takes,
            artifacts=world.artifacts,
            clock=world.clock,
            worker="one",
            wait=600,
        )

    options = [Option(wanted(), provider) for provider in (world.provider, second)]
    take = asyncio.run(obtain_first(options, world.takes, one))
    assert ("second", 0, 1) == (take.provider, len(world.invoices), len(second._invoices))


def test_two_workers_that_are_turned_away_at_once_both_wait(world: World) -> None:
    """Two 429s in one moment are both written down; neither take is left behind unknown."""
    takes, now = world.takes, world.clock.now()
    slates = []
    for words in ("One.", "Two."):
        take, _ = takes.intend(wanted(direction=words), world.provider, world.clock, words, None)
        slates.append((take.slate, words))
    for _ in range(10):
        start = Barrier(2)

        def turned_away(slate: str, worker: str, start: Barrier = start) -> Take:
            start.wait()
            return takes.turned_away(
                slate, "It is busy.", world.provider, worker=worker, now=now, wait=1.0, busy=True
            )

        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(turned_away, *one) for one in slates]
        assert ["It is busy."] * 2 == [one.result().reason for one in waiting]


def test_two_environments_that_begin_a_run_at_once_do_not_mix_money(world: World) -> None:
    """Of two workers that begin one run with real and with play money, one is refused."""
    takes = world.takes
    for turn in range(10):
        start = Barrier(2)
        run = {"run": f"run-{turn}", "budget": f"coffee/run-{turn}"}
        takes.ledger.open(run["budget"], Decimal(10))

        def begin(provider: Filmer, direction: str, start: Barrier, run: dict[str, str]) -> Take | None:
            wish = wanted(direction=direction, scene=direction, accounts=("contingency",), **run)
            start.wait()
            try:
                return takes.intend(wish, provider, world.clock, direction, Room(100, None))[0]
            except NotConfigured:
                return None

        with ThreadPoolExecutor(2) as pool:
            both = [
                pool.submit(begin, provider, words, start, run)
                for provider, words in ((Filmer(), "play"), (Costly(), "real"))
            ]
        assert 1 == len([one for one in both if one.result() is not None])


def test_a_take_that_queues_to_be_sent_again_stays_its_workers(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A worker that waits long for a slot after a 429 keeps its take, holds no slot, and sends it again."""
    (tmp_path / "settings.yaml").write_text("limits: {generations: 1}\n")
    monkeypatch.setenv("STUDIO_SETTINGS", str(tmp_path / "settings.yaml"))
    takes, clock = world.takes, world.clock
    world.provider._before = [RateLimited("busy", mend="Wait.")]

    async def another() -> None:
        while not any(take.reason for take in takes.of_run("coffee", "monday")):
            await asyncio.sleep(0)
        snow = wanted(direction="Snow.")
        holder, _ = takes.intend(snow, world.provider, clock, "another", Room(1, None))
        takes.submitted(holder.slate, "remote-0", at=clock.now())
        end = clock.now() + timedelta(minutes=10)
        while clock.now() < end:
            takes.watch(holder.slate, clock.now())
            for take in takes.unsettled():
                takes.lapse(take.slate, clock.now())
            await clock.sleep(5)
        takes.failed(holder.slate, "over", at=clock.now())

    async def both() -> Take:
        return (await asyncio.gather(world.obtain(), another()))[0]

    take = asyncio.run(both())
    assert ("fetched", 1, [take.slate]) == (take.state, take.number, world.invoices)


class Wordy(Filmer):
    """Knows takes by their words only, as a provider without names and seeds does."""

    def token(self, slate: str, request: Request) -> str:
        assert isinstance(request, VideoRequest)
        return request.direction


def test_a_lost_take_does_not_take_what_another_is_being_sent(world: World) -> None:
    """Of two takes with the same words, the lost one waits until the other one's answer is written down."""
    provider, takes, clock = Wordy(), world.takes, world.clock
    provider._clock = clock
    lost, _ = takes.intend(wanted(), provider, clock, "one", None)
    lost = takes.unknown(lost.slate, "cut off")
    clock.advance(200)
    sent, _ = takes.intend(wanted(ordinal=2), provider, clock, "two", None)
    provider._taken["remote-1"] = ("Coffee beans fall like rain.", clock.now())
    errand = Errand(provider, takes, world.artifacts, clock, "one")
    with pytest.raises(TransientFailure, match="same words"):
        asyncio.run(look_up(errand, lost))
    takes.submitted(sent.slate, "remote-1", at=clock.now())
    assert asyncio.run(look_up(errand, lost)).absent
