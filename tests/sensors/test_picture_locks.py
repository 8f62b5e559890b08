"""A film goes on when its cut is picked, by whatever way the choice came."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInstance, build_sensor_context

from sensors.picture_locks import picture_locks_sensor
from studio_assets.edl.cut import Cut, PictureLock
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.render.master_document import Master
from studio_assets.spec.folder import load_specs
from studio_assets.timeline.film_timeline import FilmTimeline
from studio_assets.wiring import doers

SPEC = """\
production: boat
concept: A paper boat crosses a puddle at sunset.
duration: 5s
budget: $10
edit: {pick: ask}
"""
BEHIND = {"picture_lock", "narration", "timeline", "captions", "master", "dailies"}
WAITING = PictureLock(state="waiting: a person picks", cut=None, picked_by="", reason="")


def locked(name: Any, version: int) -> PictureLock:
    """A lock by a person's pick."""
    cut = Cut(name=name, events=(), fps=24, frames=0, estimated_quality=None, reason="")
    return PictureLock(state="locked", cut=cut, picked_by="ada", reason="", version=version)


class House:
    """One run of one production, and the sensor over time."""

    def __init__(self, folder: Path, instance: DagsterInstance) -> None:
        (folder / "boat.yaml").write_text(SPEC)
        (self.production,) = load_specs(folder).productions
        self.instance, self.cursor = instance, ""
        self.run = doers().runs.start("boat", "one", self.production.model_dump_json())

    def left(self, kind: Any, document: Any) -> None:
        """What the run left of an asset."""
        sheet = sheet_of(doers(), self.run)
        doers().artifacts.write_document(sheet.path(sheet.graph.key(kind)), document.model_dump_json())

    def tick(self) -> list[set[str]]:
        """What a tick launches: the assets of each Dagster run."""
        context = build_sensor_context(instance=self.instance, cursor=self.cursor)
        result: Any = picture_locks_sensor([self.production])(context)
        self.cursor = result.cursor or self.cursor
        requests = result.run_requests or []
        assert all(request.partition_key == "one" for request in requests)
        return [{key.path[-1] for key in request.asset_selection} for request in requests]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A house with one run that waits for a pick."""
    (tmp_path / "specs").mkdir()
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_SPECS", str(tmp_path / "specs"))
    with DagsterInstance.ephemeral() as instance:
        made = House(tmp_path / "specs", instance)
        made.left("picture_lock", WAITING)
        made.left("timeline", FilmTimeline(state="held: no picture lock", lock=WAITING.identity))
        yield made


def test_nothing_goes_on_before_somebody_picks(house: House) -> None:
    """A run that waits for a person waits, tick after tick."""
    assert [[], []] == [house.tick(), house.tick()]


def test_runs_that_nobody_picked_a_cut_of_cost_a_tick_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred waiting runs are not read again every fifteen seconds."""
    read: list[str] = []
    monkeypatch.setattr(type(doers().artifacts), "read_document", lambda _, name: read.append(name))
    assert ([], []) == (house.tick(), read)


def test_a_pick_lets_the_film_go_on_once(house: House) -> None:
    """After a pick the lock and what follows from it are made, once, and nothing else."""
    doers().runs.pick("boat", "one", "safe", "ada", "calm")
    assert [BEHIND] == house.tick()
    assert [] == house.tick()


def test_an_older_run_that_cannot_be_read_keeps_no_newer_one_waiting(house: House) -> None:
    """The newest run's pick is followed, whatever an upgrade left behind it."""
    doers().runs.start("boat", "0_broken", "{}")
    house.run = doers().runs.start("boat", "two", house.production.model_dump_json())
    house.left("picture_lock", WAITING)
    for run in ("0_broken", "two"):
        doers().runs.pick("boat", run, "safe", "ada", "calm")
    result: Any = picture_locks_sensor([house.production])(build_sensor_context(instance=house.instance))
    assert ["two"] == [request.partition_key for request in result.run_requests or []]


def test_another_pick_goes_on_again(house: House) -> None:
    """Each new pick is a new version, and the film follows it."""
    doers().runs.pick("boat", "one", "safe", "ada", "calm")
    house.tick()
    house.left("picture_lock", locked("safe", 1))
    house.left("timeline", FilmTimeline(state="fitted", lock=locked("safe", 1).identity))
    doers().runs.pick("boat", "one", "creative", "bob", "wild")
    assert [BEHIND] == house.tick()


def test_a_lock_in_the_launchpad_is_gone_on_from(house: House) -> None:
    """A cut that was locked alone, in the UI, is rendered without another click; it is not locked again."""
    doers().runs.pick("boat", "one", "safe", "launch config", "")
    house.left("picture_lock", locked("safe", 1))
    assert [BEHIND - {"picture_lock"}] == house.tick()


def test_a_film_of_an_older_version_is_left_alone(house: House) -> None:
    """An upgrade by itself renders nothing anew."""
    doers().runs.pick("boat", "one", "safe", "ada", "")
    sheet = sheet_of(doers(), house.run)
    name = sheet.path(sheet.graph.key("timeline"))
    doers().artifacts.file(f"documents/{name}.json").unlink()  # type: ignore[union-attr]
    film = Master(state="rendered", fps=24, width=2, height=2, spend=Decimal(1), simulated=True)
    house.left("master", film)
    assert [] == house.tick()
