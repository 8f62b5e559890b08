"""Whatever crashes, a take is bought once and what is paid is fetched."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from resources.database.database import Database
from resources.errors import OutcomeUnknown
from tests.resources.takes.stage import Killed, Life, World

# How many steps a worker's life has from nothing to a fetched take: found by living one.
STEPS = 84


def _world(folder: str, **provider: bool) -> World:
    return World.new(Database(url=f"sqlite:///{folder}/s.db"), Path(folder), seconds=5, **provider)


def _live(world: World, ends: int | None) -> bool:
    """One worker's life; whether it reached the fetched take."""
    try:
        take = asyncio.run(world.obtain(life=Life(ends)))
    except Killed:
        return False
    assert take.state == "fetched"
    return True


def test_the_table_of_crashes_covers_a_whole_life() -> None:
    """The crash points that are tried reach from the first call to the last."""
    with tempfile.TemporaryDirectory() as folder:
        life = Life()
        asyncio.run(_world(folder).obtain(life=life))
    assert 40 < life.steps < STEPS


@pytest.mark.parametrize("point", range(0, STEPS))
def test_a_worker_that_dies_anywhere_costs_nothing_extra(point: int, tmp_path: Path) -> None:
    """A worker killed at any point leaves a take that the next worker finishes without paying again."""
    world = _world(str(tmp_path))
    if _live(world, point):
        return
    assert _live(world, None)
    assert len(world.invoices) == 1
    assert world.money == ("0.00", "1.50")
    assert [take.state for take in world.takes.of_run("coffee", "monday")] == ["fetched"]


@given(points=st.lists(st.integers(0, STEPS), min_size=2, max_size=4))
@example(points=[13, 13, 13])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_workers_that_die_one_after_another_pay_once(points: list[int]) -> None:
    """Several workers that die one after another still leave one invoice and a fetched take."""
    with tempfile.TemporaryDirectory() as folder:
        world = _world(folder)
        for point in points:
            _live(world, point)
        assert _live(world, None)
        assert len(world.invoices) == 1
        assert world.money == ("0.00", "1.50")


@pytest.mark.parametrize("point", range(0, 28))
def test_without_a_listing_a_lost_answer_is_never_asked_again(point: int, tmp_path: Path) -> None:
    """Where the provider cannot list, a lost answer is shown to a person and never paid twice."""
    world = _world(str(tmp_path), lists=False)
    _live(world, point)
    for _ in range(2):
        try:
            asyncio.run(world.obtain())
        except OutcomeUnknown as unknown:
            assert "studio takes give-up" in unknown.mend
            assert world.money == ("2.00", "0.00")
            assert len(world.invoices) <= 1
        else:
            assert len(world.invoices) == 1
            assert world.money == ("0.00", "1.50")
