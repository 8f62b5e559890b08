"""Promises of runs and picks, on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from resources.database.database import Database
from resources.errors import StudioError
from resources.runs.runs import Runs


@pytest.fixture
def runs(database: Database) -> Runs:
    """Coffee was begun on monday and tuesday, tea on monday."""
    runs = Runs(database=database)
    runs.start("coffee", "monday", '{"takes": 1}')
    runs.start("tea", "monday", "{}")
    runs.start("coffee", "a_tuesday", '{"takes": 1}')
    return runs


def test_a_run_that_has_begun_keeps_its_snapshot(runs: Runs) -> None:
    """Beginning a run again changes nothing."""
    first = runs.get("coffee", "monday")
    assert first == runs.start("coffee", "monday", '{"takes": 2}')
    assert first.snapshot == '{"takes": 1}'


def test_runs_are_listed_newest_first(runs: Runs) -> None:
    """Runs are told by their beginning, not by their names."""
    assert [run.run for run in runs.of("coffee")] == ["a_tuesday", "monday"]
    newest = runs.newest("coffee")
    assert newest is not None
    assert newest.run == "a_tuesday"
    assert runs.newest("cocoa") is None
    assert runs.productions() == ("coffee", "tea")


def test_only_the_newest_run_follows_the_spec(runs: Runs) -> None:
    """The newest run follows an edit; an older one keeps what it was made from."""
    assert runs.follow("coffee", "a_tuesday", "{}").snapshot == "{}"
    with pytest.raises(StudioError, match="older than a_tuesday") as refusal:
        runs.follow("coffee", "monday", "{}")
    assert refusal.value.mend
    assert runs.get("coffee", "monday").snapshot == '{"takes": 1}'


def test_the_latest_pick_counts_and_earlier_ones_stay(runs: Runs) -> None:
    """A person can pick again; every pick stays as history."""
    assert runs.picked("coffee", "monday") is None
    runs.pick("coffee", "monday", "safe", "policy", "Best estimate.")
    latest = runs.pick("coffee", "monday", "creative", "ada", "More rain.")
    assert (2, latest) == (latest.version, runs.picked("coffee", "monday"))
    assert [pick.cut for pick in runs.picks("coffee", "monday")] == ["safe", "creative"]


def test_people_who_pick_at_once_get_a_version_each(runs: Runs) -> None:
    """Picks that are made at once are all kept, in some order."""
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda who: runs.pick("tea", "monday", "safe", who, ""), "abcd"))
    assert sorted(pick.version for pick in made) == [1, 2, 3, 4]


def test_a_run_that_is_not_there_is_told(runs: Runs) -> None:
    """Asking for, following or picking in a run that is not there is an error with a mend."""
    for ask in (
        lambda: runs.get("coffee", "sunday"),
        lambda: runs.follow("coffee", "sunday", "{}"),
        lambda: runs.pick("coffee", "sunday", "safe", "ada", ""),
    ):
        with pytest.raises(StudioError, match="no such run") as refusal:
            ask()
        assert refusal.value.mend
