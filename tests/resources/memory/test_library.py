"""The library of episodes."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.errors import StoreFailed
from resources.memory.episode import Episode
from resources.memory.library import Memory

START = datetime(2026, 11, 21, 8, 5, 34, tzinfo=UTC)


def episode(key: str = "one", **other: object) -> Episode:
    """A fact about a take."""
    facts = {
        **{"namespace": "user:ada", "production": "coffee", "run": "r1", "subject": "tier:animated"},
        **{
            "text": "The desk lamp flickered in take 1.",
            "facts": {"score": 62, "price": "1.25"},
            "at": START,
        },
    }
    return Episode.model_validate({"key": key, **facts, **other})


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """An empty library."""
    return Memory(file=str(tmp_path / "library.db"))


def test_a_fact_comes_back_as_it_was(memory: Memory) -> None:
    """An episode is read back exactly as it was recorded."""
    assert memory.record(episode())
    assert [episode()] == memory.episodes()


def test_a_fact_is_recorded_once_and_never_rewritten(memory: Memory, tmp_path: Path) -> None:
    """Recording a key again changes nothing, and even SQL cannot rewrite an episode."""
    memory.record(episode())
    assert not memory.record(episode(text="Something else."))
    assert [episode()] == memory.episodes()
    with sqlite3.connect(tmp_path / "library.db") as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("UPDATE episodes SET text = 'else'")


def test_recall_finds_by_words_best_first(memory: Memory) -> None:
    """The episode that holds more of the words comes first; unrelated ones do not come."""
    memory.record(episode("a", text="A paper boat at sunset."))
    memory.record(episode("b", text="The lamp flickers, a flickering lamp."))
    memory.record(episode("c", text="The lamp was steady."))
    assert ["b", "c"] == [found.key for found in memory.recall("flickering lamps")]
    assert ["b"] == [found.key for found in memory.recall("flickering lamps", limit=1)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(words=st.text(max_size=30))
def test_any_words_may_be_asked(memory: Memory, words: str) -> None:
    """No text that a person types can break the search."""
    memory.recall(words)


@pytest.mark.parametrize("words", ['"', "a AND", "NEAR(", "text:lamp*", "' OR 1=1 --", "lamp)", "", "***"])
def test_query_syntax_means_nothing(memory: Memory, words: str) -> None:
    """Signs and operators of the search engine are plain words."""
    memory.record(episode(text="lamp"))
    assert (["one"] if "lamp" in words else []) == [found.key for found in memory.recall(words)]


def test_filters_fit_together_newest_first(memory: Memory) -> None:
    """Episodes are chosen by every given filter and come newest first."""
    berlin = timezone(timedelta(hours=1))
    memory.record(episode("old"))
    memory.record(episode("new", at=(START + timedelta(hours=1)).astimezone(berlin)))
    memory.record(episode("other", subject="tier:photorealistic", run="r2", production="tea", namespace="p"))
    assert ["new", "old"] == [found.key for found in memory.episodes(subject="tier:animated")]
    assert ["new"] == [found.key for found in memory.episodes(since=START + timedelta(minutes=1))]
    assert ["other"] == [found.key for found in memory.episodes(production="tea", run="r2", namespace="p")]
    assert [] == memory.episodes(production="tea", subject="tier:animated")
    assert ["new"] == [found.key for found in memory.episodes(limit=1)]


def _record(file: str, number: int) -> None:
    for turn in range(10):
        Memory(file=file).record(episode(f"{number}-{turn}"))
        Memory(file=file).record(episode(f"shared-{turn}"))


def test_processes_record_together(tmp_path: Path) -> None:
    """Several processes that begin a library at once lose nothing and double nothing."""
    file = str(tmp_path / "library.db")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_record, args=(file, number)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [0, 0, 0] == [worker.exitcode for worker in workers]
    assert 40 == len(Memory(file=file).episodes())


def test_a_damaged_library_is_told_with_a_mend(tmp_path: Path) -> None:
    """A file that is no library is an error with a mend."""
    (tmp_path / "library.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreFailed) as caught:
        Memory(file=str(tmp_path / "library.db")).episodes()
    assert caught.value.mend


def test_a_newer_library_is_left_alone(tmp_path: Path) -> None:
    """A library of a newer Studio is not touched."""
    with sqlite3.connect(tmp_path / "library.db") as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreFailed, match="newer"):
        Memory(file=str(tmp_path / "library.db")).record(episode())
