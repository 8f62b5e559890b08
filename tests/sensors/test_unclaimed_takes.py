"""What the sensor does with takes that were left behind: free, in bounded time, and in words."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance, DefaultSensorStatus, SensorResult, build_sensor_context

import sensors.unclaimed_takes
import studio_assets.claims
from resources.errors import NotConfigured
from resources.providers.video.simulated import SimulatedVideo
from sensors.unclaimed_takes import unclaimed_takes_sensor
from tests.studio_assets.cli.conftest import BOAT, House, live_in
from tests.studio_assets.cli.left_behind import LeftBehind


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LeftBehind:
    """A run of `boat` in a new house that nobody makes any more."""
    house = House(tmp_path)
    house.write("boat.yaml", BOAT)
    live_in(house, monkeypatch)
    return LeftBehind.begun(monkeypatch)


def tick(cursor: str | None = None) -> SensorResult:
    """One evaluation."""
    with DagsterInstance.ephemeral() as instance:
        result: Any = unclaimed_takes_sensor()(build_sensor_context(instance=instance, cursor=cursor))
    assert isinstance(result, SensorResult)
    return result


def words(result: SensorResult) -> str:
    """What the tick says in the UI."""
    assert result.skip_reason is not None
    assert not result.run_requests
    return str(result.skip_reason.skip_message)


def test_it_runs_from_the_start() -> None:
    """Nobody has to switch it on: what was paid comes home by itself."""
    made = unclaimed_takes_sensor()
    assert (DefaultSensorStatus.RUNNING, 120) == (made.default_status, made.minimum_interval_seconds)


def test_nothing_left_is_a_word(left: LeftBehind) -> None:
    """Where everything is settled the tick says so."""
    assert "Nothing was left behind." == words(tick())


def test_what_was_paid_comes_home(left: LeftBehind) -> None:
    """A clip that was ready at the provider is fetched by a tick, at no cost, and noted at its scene."""
    take = left.take()
    result = tick()
    assert ("fetched", ("0.00", "2.00"), 1) == (left.now(take).state, left.money, left.bills)
    assert "Left behind: 1 fetched." == words(result)
    (note,) = result.asset_events
    assert (["boat", "drawn", "launch_clip"], "monday") == (list(note.asset_key.path), note.partition)


def test_a_worker_at_work_is_left_alone(left: LeftBehind) -> None:
    """What a run follows right now is not asked for a second time."""
    take = left.take(ago=20)
    assert ("Nothing was left behind.", take) == (words(tick()), left.now(take))


def test_what_a_person_must_settle_is_told(left: LeftBehind) -> None:
    """A take that cannot be looked up stays as it is; the tick names the commands for a person."""
    take = left.lost()
    left.forget()
    said = words(tick())
    assert "Left behind: 1 unknown." in said
    assert f"studio takes claim {take.slate} --as ID" in said
    assert ("unknown", ("2.00", "0.00")) == (left.now(take).state, left.money)


def test_a_provider_without_a_key_is_told(left: LeftBehind, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing key fails no tick: its variable is named."""
    left.take()

    def bare(_: Any) -> None:
        raise NotConfigured("The video provider runway has no key.", mend="Set RUNWAYML_API_SECRET.")

    monkeypatch.setattr(SimulatedVideo, "check_configured", bare)
    assert "has no key. Set RUNWAYML_API_SECRET." in words(tick())


def test_a_setting_that_does_not_fit_is_told(left: LeftBehind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Misspelt settings fail no tick either."""
    left.take()
    monkeypatch.setenv("STUDIO_VIDEO_SIMULATED", "nonsense")
    assert "STUDIO_VIDEO_SIMULATED" in words(tick())


def test_a_slow_provider_holds_the_daemon_up_for_seconds_only(
    left: LeftBehind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that does not answer ends the tick's patience; the others' takes are fetched meanwhile."""
    slow, quick = left.take(), left.take(direction="A raft.")
    poll = SimulatedVideo.poll

    async def silent(self: Any, remote_id: str) -> Any:
        if remote_id == slow.remote_id:
            await asyncio.sleep(600)
        return await poll(self, remote_id)

    monkeypatch.setattr(SimulatedVideo, "poll", silent)
    monkeypatch.setattr(sensors.unclaimed_takes, "PATIENCE", 5.0)
    began = time.monotonic()
    assert "1 fetched, 1 generating" in words(tick())
    assert time.monotonic() - began < 60
    assert ("generating", "fetched") == (left.now(slow).state, left.now(quick).state)


def test_what_is_stuck_keeps_nothing_waiting(left: LeftBehind, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more takes than a tick looks at, the ticks go round: each take has its turn."""
    takes = [left.take(latency=9000, direction=f"Boat {number}.") for number in range(3)]
    monkeypatch.setattr(sensors.unclaimed_takes, "MOST", 2)
    cursors, looked = [None], []
    polled = SimulatedVideo.poll

    async def noted(self: Any, remote_id: str) -> Any:
        looked.append(remote_id)
        return await polled(self, remote_id)

    monkeypatch.setattr(SimulatedVideo, "poll", noted)
    for _ in range(3):
        result = tick(cursors[-1])
        cursors.append(result.cursor)
        assert "1 more at the next tick" in words(result)
    assert {str(take.remote_id): 2 for take in takes} == {one: looked.count(one) for one in set(looked)}


def test_takes_that_use_up_the_time_let_the_others_in_next(
    left: LeftBehind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one tick's time goes to takes that give no answer, the next tick begins behind them."""
    takes = sorted((left.take(direction=f"Boat {number}.") for number in range(2)), key=lambda one: one.slate)
    poll = SimulatedVideo.poll

    async def silent(self: Any, remote_id: str) -> Any:
        if remote_id == takes[0].remote_id:
            await asyncio.sleep(600)
        return await poll(self, remote_id)

    monkeypatch.setattr(SimulatedVideo, "poll", silent)
    for module in (sensors.unclaimed_takes, studio_assets.claims):
        monkeypatch.setattr(module, "AT_ONCE", 1)
    monkeypatch.setattr(sensors.unclaimed_takes, "PATIENCE", 3.0)
    tick(tick().cursor)
    assert ["generating", "fetched"] == [left.now(take).state for take in takes]
