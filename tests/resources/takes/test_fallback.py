"""The next provider is asked only where nothing can still come of the one before."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import PrivateAttr

from resources.database.database import Database
from resources.errors import (
    BudgetReached,
    OutcomeUnknown,
    RateLimited,
    Refused,
    TransientFailure,
    Unreachable,
)
from resources.money import dollars
from resources.providers.port import Generation, MediaSource, Request
from resources.takes.fallback import Option, obtain_first
from resources.takes.follow import obtain
from resources.takes.take import Take
from tests.resources.takes.stage import BUDGET, Filmer, World, wanted


class Second(Filmer):
    """Another provider with an invoice of its own."""

    name: ClassVar[str] = "second"


class Slow(Filmer):
    """Says no, but not at once."""

    _said: list[str] = PrivateAttr(default_factory=list)

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        self._said.append(slate)
        for _ in range(9):
            await asyncio.sleep(0)
        return await super().submit(slate, request, media)


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


def film(world: World, second: Second, *, wait: float = 600, **changes: object) -> Take:
    """Film one scene with a fallback."""
    return asyncio.run(filming(world, second, wait=wait, **changes))


async def filming(world: World, second: Second, *, wait: float = 600, **changes: object) -> Take:
    """A worker that films one scene with a fallback."""
    world.workers += 1
    worker = f"worker-{world.workers}"

    async def one(option: Option) -> Take:
        return await obtain(
            option.wanted,
            provider=option.provider,
            takes=world.takes,
            artifacts=world.artifacts,
            clock=world.clock,
            worker=worker,
            wait=wait,
        )

    options = [Option(wanted(**changes), provider) for provider in (world.provider, second)]
    return await obtain_first(options, world.takes, one)


def bills(world: World, second: Second) -> tuple[int, int]:
    """Generations that each provider accepted."""
    return len(world.invoices), len(second._invoices)


def test_a_refusal_goes_to_the_next_provider_once(world: World, second: Second) -> None:
    """What one provider refuses the next one films; a second launch asks nobody anew."""
    world.provider._before = [Refused("Moderation.", mend="Write otherwise.")]
    take = film(world, second)
    assert ("second", (0, 1)) == (take.provider, bills(world, second))
    assert take == film(world, second)
    assert (0, 1) == bills(world, second)


def test_a_failed_generation_goes_to_the_next_provider(world: World, second: Second) -> None:
    """A terminal failure at one provider is filmed by the next; a second launch buys nothing."""
    world.provider._verdict = Generation(state="failed", price=Decimal(0), reason="inside")
    assert ("second", (1, 1)) == (film(world, second).provider, bills(world, second))
    assert (1, 1) == (film(world, second) and bills(world, second))


@pytest.mark.parametrize("nothing", [Unreachable, RateLimited])
def test_a_provider_that_takes_nothing_is_left_for_the_next(
    world: World, second: Second, nothing: type[TransientFailure]
) -> None:
    """Where nothing was accepted within the time, the next provider films."""
    world.provider._before = [nothing("Not now.", mend="Wait.") for _ in range(500)]
    assert ("second", (0, 1)) == (film(world, second, wait=120).provider, bills(world, second))


def test_an_unknown_outcome_never_goes_to_the_next_provider(world: World, second: Second) -> None:
    """While a submit may be paid, no other provider is asked: not now, not at the next launch."""
    world.hire(lists=False)
    world.provider._after = [OSError("lost")]
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            film(world, second)
    assert (1, 0) == bills(world, second)


def test_a_generation_that_takes_longer_than_the_step_is_waited_for(world: World, second: Second) -> None:
    """A timeout of the step is no verdict: the next launch takes the same generation, from the first."""
    world.hire(seconds=900)
    with pytest.raises(TransientFailure, match="still generating"):
        film(world, second, wait=60)
    assert (1, 0) == bills(world, second)
    assert ("filmer", (1, 0)) == (film(world, second, wait=3600).provider, bills(world, second))


def test_the_cap_holds_across_the_fallback(world: World, second: Second) -> None:
    """A failure that was charged leaves less for the next provider, and the cap refuses it."""
    world.provider._verdict = Generation(state="failed", price=Decimal("3.50"), reason="inside, charged")
    with pytest.raises(BudgetReached):
        film(world, second)
    assert ((1, 0), ("0.00", "3.50")) == (bills(world, second), world.money)


def test_where_all_refuse_the_last_refusal_is_told(world: World, second: Second) -> None:
    """A scene that nobody films says why, and costs nothing."""
    for provider in (world.provider, second):
        provider._before = [Refused(f"{provider.name} says no.", mend="Write otherwise.")]
    take = film(world, second)
    assert ("refused", "second says no.", ("0.00", "0.00")) == (take.state, take.reason, world.money)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (RateLimited("busy", mend="Wait.", retry_after=1), "failed"),
        (Unreachable("no route", mend="Wait."), "failed"),
        (TransientFailure("overloaded", mend="Wait."), "failed"),
        (Refused("words", mend="Others."), "refused"),
        (OutcomeUnknown("reset", mend="Look."), "unknown"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_who_stops_a_launch_buys_nothing_after_it(
    world: World, second: Second, said: Exception, state: str
) -> None:
    """A submit that is answered by a no after Ctrl-C is neither sent again nor sent to another provider."""
    world.provider = slow = Slow()
    slow._clock = world.clock
    slow._before.append(said)

    async def stopped() -> None:
        work = asyncio.ensure_future(filming(world, second))
        while not slow._said:
            await asyncio.sleep(0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(stopped())
    assert ((0, 0), 1) == (bills(world, second), len(slow._said))
    (take,) = world.takes.of_run("coffee", "monday")
    assert (state, "$2.00" if state == "unknown" else "$0.00") == (take.state, dollars(held(world)))


def held(world: World) -> Decimal:
    """Dollars that are reserved."""
    return world.takes.ledger.balance(BUDGET).held
