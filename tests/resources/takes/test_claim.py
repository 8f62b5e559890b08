"""Takes that were left behind are claimed for nothing, and nothing is ever bought by it."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pytest

from resources.database.database import Database
from resources.errors import NotConfigured, OutcomeUnknown, TransientFailure
from resources.project import Environment
from resources.providers.port import Generation
from resources.takes.claim import Claimed, claim
from resources.takes.errand import Errand
from tests.resources.takes.stage import Filmer, World


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """A world where nothing was filmed yet."""
    return World.new(database, tmp_path)


def claimed(world: World) -> Claimed:
    """Claim the only take."""
    (take,) = world.takes.of_run("coffee", "monday")
    errand = Errand(world.provider, world.takes, world.artifacts, world.clock, "claimer")
    return asyncio.run(claim(errand, take))


def test_a_generation_whose_worker_timed_out_is_fetched_later(world: World) -> None:
    """What finished after the step's timeout is paid once, fetched and attached to its scene."""
    world.hire(seconds=900)
    with pytest.raises(TransientFailure):
        asyncio.run(world.obtain(wait=60))
    world.clock.advance(1200)
    got = claimed(world)
    assert ("fetched", 1, ("0.00", "1.50")) == (got.take.state, len(world.invoices), world.money)
    assert got.take.artifact is not None
    assert got.take == asyncio.run(world.obtain())


def test_a_take_that_somebody_follows_is_left_to_them(world: World) -> None:
    """A claim does not disturb a worker that is alive."""
    world.hire(seconds=900)
    with pytest.raises(TransientFailure):
        asyncio.run(world.obtain(wait=60))
    got = claimed(world)
    assert ("generating", "followed by worker-1") == (got.take.state, got.did)


def test_a_lost_answer_is_found_by_its_token(world: World) -> None:
    """A submit whose answer was lost is found in the listing and claimed."""
    world.provider._after = [OSError("lost")]
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    world.clock.advance(600)
    assert ("fetched", 1) == (claimed(world).take.state, len(world.invoices))


def test_a_submit_that_never_arrived_gives_its_reservation_back(world: World) -> None:
    """Where a complete listing does not name it, the money is free again, and nothing is submitted."""
    world.provider._before = [OSError("lost on the way")]
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    early = claimed(world)
    assert ("unknown", "not listed yet", ("2.00", "0.00")) == (early.take.state, early.did, world.money)
    world.clock.advance(600)
    got = claimed(world)
    assert ("failed", [], ("0.00", "0.00")) == (got.take.state, world.invoices, world.money)


def test_what_cannot_be_looked_up_says_what_a_person_can_do(world: World) -> None:
    """Without a listing an unknown take stays as it is, its money held, with words for a person."""
    world.hire(lists=False)
    world.provider._after = [OSError("lost")]
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    world.clock.advance(600)
    got = claimed(world)
    assert ("unknown", ("2.00", "0.00")) == (got.take.state, world.money)
    assert f"studio takes claim {got.take.slate} --as" in got.mend


def test_a_failure_is_settled_at_its_price(world: World) -> None:
    """A generation that failed while nobody watched gives its money back, or is charged what it cost."""
    world.hire(seconds=900)
    with pytest.raises(TransientFailure):
        asyncio.run(world.obtain(wait=60))
    world.clock.advance(1200)
    world.provider._verdict = Generation(state="refused", price=Decimal("0.40"), reason="Moderation.")
    assert ("refused", ("0.00", "0.40")) == (claimed(world).take.state, world.money)


def test_a_settled_take_is_left_as_it_is(world: World) -> None:
    """Claiming what is fetched does nothing."""
    take = asyncio.run(world.obtain())
    assert Claimed(take, "fetched") == claimed(world)


def test_takes_are_found_by_words(world: World) -> None:
    """A take is found by any words of its direction, scene or provider, in any case."""
    take = asyncio.run(world.obtain())
    search = world.takes.search
    assert (take,) == search(["COFFEE", "rain"]) == search(["filmer"]) == search()
    assert () == search(["tea"]) == search(["coffee"], states=("refused",)) == search(production="tea")


def test_drift_between_quote_and_price_is_recorded(world: World) -> None:
    """What was quoted and what was settled stand side by side for each provider's model."""
    asyncio.run(world.obtain())
    (drift,) = world.takes.drift()
    assert ("filmer", "m1", 1, Decimal("2.00"), Decimal("1.50")) == (
        drift.provider, drift.model, drift.takes, drift.quoted, drift.settled)  # fmt: skip


def test_the_other_environment_neither_follows_nor_claims_a_take(world: World) -> None:
    """A real take that is unknown stays so where only a simulated provider of its name is there."""

    class Real(Filmer):
        environment: ClassVar[Environment] = "live"

    world.provider = Real()
    world.provider._clock = world.clock
    world.provider._after = [OSError("lost")]
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    real = world.provider
    world.hire()
    world.clock.advance(600)
    with pytest.raises(NotConfigured, match="real money"):
        asyncio.run(world.obtain())
    got = claimed(world)
    assert ("unknown", "STUDIO_ENV" in got.mend, []) == (got.take.state, True, world.invoices)
    world.provider = real
    assert ("fetched", 1) == (claimed(world).take.state, len(world.invoices))


def test_the_list_of_another_account_proves_nothing(world: World) -> None:
    """A lost submit that another key's list does not name stays unknown; the key that bought it finds it."""

    class Payer(Filmer):
        account: str = "mine"

        def payer(self) -> str:
            return self.account

    def hire(account: str) -> Payer:
        world.provider = Payer(account=account)
        world.provider._clock = world.clock
        return world.provider

    mine = hire("mine")
    mine._after = [OSError("lost")]
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    world.clock.advance(600)
    theirs = hire("theirs")
    assert ("unknown", ("2.00", "0.00"), []) == (claimed(world).take.state, world.money, theirs._invoices)
    world.provider = mine
    assert ("fetched", 1) == (claimed(world).take.state, len(mine._invoices))
