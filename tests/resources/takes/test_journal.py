"""Promises of the journal of takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from resources.artifacts.artifact import Artifact
from resources.database.database import Database
from resources.errors import StudioError
from tests.resources.takes.stage import World, wanted

FILE = Artifact(digest="a" * 64, suffix=".mp4", size=3)


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """$5 for the animated pilot; a take is quoted $2."""
    return World.new(database, tmp_path)


def _intend(world: World, worker: str = "w", **changes: object) -> tuple[str, bool]:
    take, mine = world.takes.intend(wanted(**changes), world.provider, world.clock, worker)
    return take.slate, mine


def test_an_intent_holds_its_quote(world: World) -> None:
    """An intended take holds its quote and says who pays, who submits and what will be sent."""
    slate, mine = _intend(world)
    take = world.takes.take(slate)
    assert (mine, take.state, take.account, take.worker) == (True, "intended", "animated", "w")
    assert (Decimal("2.00"), None, "2.00") == (take.quote, take.price, world.money[0])
    assert (take.request["duration"], take.request["rate"]) == ("5", "0.40")
    assert (slate, False) == _intend(world, "another")


def test_a_take_lives_through_its_states(world: World) -> None:
    """From intent to file each state is kept with its time, and repeating a step changes nothing."""
    slate, _ = _intend(world)
    for _ in range(2):
        world.takes.submitted(slate, "r1")
    for _ in range(2):
        world.takes.settle_ready(slate, Decimal("1.25"), ".mp4")
    for _ in range(2):
        world.takes.fetched(slate, FILE)
    take = world.takes.take(slate)
    assert ("fetched", FILE, "r1", Decimal("1.25")) == (take.state, take.artifact, take.remote_id, take.price)
    assert world.money == ("0.00", "1.25")
    assert world.takes.unsettled() == ()


def test_impossible_steps_are_refused(world: World) -> None:
    """A take cannot be fetched before it is ready, nor fail after it was paid, nor have two ids."""
    slate, _ = _intend(world)
    with pytest.raises(StudioError, match="intended cannot become fetched"):
        world.takes.fetched(slate, FILE)
    with pytest.raises(StudioError, match="intended cannot become ready"):
        world.takes.settle_ready(slate, Decimal(1))
    world.takes.submitted(slate, "r1")
    with pytest.raises(StudioError, match="paid twice"):
        world.takes.submitted(slate, "r2")
    world.takes.settle_ready(slate, Decimal(1))
    with pytest.raises(StudioError, match="ready cannot become failed"):
        world.takes.failed(slate, "late")
    assert world.money == ("0.00", "1.00")


def test_a_cancelled_take_gives_its_money_back(world: World) -> None:
    """A take that is given up for nothing holds nothing, and its place can be filled again."""
    slate, _ = _intend(world)
    world.takes.cancelled(slate, "The pilot was cancelled.")
    assert world.money == ("0.00", "0.00")
    again, mine = _intend(world)
    assert (mine, again.split("/")[-1]) == (True, "t2")


def test_a_living_submitter_is_not_declared_dead(world: World) -> None:
    """A submit is taken for lost only when its lease is over, and its worker can renew it."""
    slate, _ = _intend(world)
    world.clock.advance(170)
    world.takes.renew(slate, "w", world.clock.now())
    world.clock.advance(170)
    assert world.takes.lapse(slate, world.clock.now()).state == "intended"
    world.clock.advance(10)
    assert world.takes.lapse(slate, world.clock.now()).state == "unknown"
    assert world.money[0] == "2.00"


def test_workers_that_intend_at_once_get_one_take(world: World) -> None:
    """Many workers that intend the same take at once are given one, and one of them submits it."""
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda number: _intend(world, f"w{number}"), range(6)))
    assert (len({slate for slate, _ in got}), sum(mine for _, mine in got)) == (1, 1)
    assert world.money == ("2.00", "0.00")


def test_takes_are_numbered_by_scene(world: World) -> None:
    """Takes count up in their scene over all recipes; another scene begins at 1."""
    slates = [
        _intend(world, **change)[0].split("/")
        for change in ({"ordinal": 2}, {"direction": "B."}, {"scene": "desk", "accounts": ("contingency",)})
    ]
    assert [(slate[3], slate[5]) for slate in slates] == [("rain", "t1"), ("rain", "t2"), ("desk", "t1")]
    assert len(world.takes.of_scene("coffee", "monday", "animated", "rain")) == 2
    assert 3 == len(world.takes.of_run("coffee", "monday")) == len(world.takes.unsettled())


def test_words_of_a_provider_never_stop_a_settlement(world: World) -> None:
    """Whatever bytes a provider gives as a reason, the take is settled."""
    slate, _ = _intend(world)
    world.takes.failed(slate, "bad\x00 \udcff" + "x" * 9000, Decimal("0.10"))
    assert world.money == ("0.00", "0.10")
    assert world.takes.take(slate).reason.startswith("bad ?x")


def test_an_unknown_slate_is_told(world: World) -> None:
    """Asking for a take that is not there is an error with a mend."""
    with pytest.raises(StudioError, match="no such take") as refusal:
        world.takes.take("coffee/monday/a/b/c/t1")
    assert refusal.value.mend


def test_a_submit_under_way_is_not_given_up(world: World) -> None:
    """While a submit's answer may still come, nobody frees its money; once its lease is over one may."""
    slate, _ = _intend(world)
    with pytest.raises(StudioError, match="worker") as refusal:
        world.takes.cancelled(slate, "Given up.", at=world.clock.now())
    assert refusal.value.mend
    assert ("intended", ("2.00", "0.00")) == (world.takes.take(slate).state, world.money)
    world.clock.advance(200)
    assert "cancelled" == world.takes.cancelled(slate, "Given up.", at=world.clock.now()).state
