"""Dagster's records are Dagster's, whoever else has them open, and nothing stays open that was let go."""

from __future__ import annotations

import hashlib
import inspect
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import dagster
import pytest
from dagster import AssetKey, AssetMaterialization, DagsterInstance, materialize
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage

from studio_assets.records import Runs

OURS = {"custom": {"module": "studio_assets.records", "class": "Records", "config": {"base_dir": ""}}}

REPLACED: dict[str, tuple[Callable[..., Any], str]] = {
    "SqliteRunStorage.connect": (SqliteRunStorage.connect, "d343abae6e9b"),
    "SqliteEventLogStorage._connect": (SqliteEventLogStorage._connect, "b8435f266568"),
    "SqliteEventLogStorage._initdb": (SqliteEventLogStorage._initdb, "7a302d98eb61"),
    "SqliteEventLogStorage.has_table": (SqliteEventLogStorage.has_table, "577d801c70b2"),
    "SqliteEventLogStorage.__init__": (SqliteEventLogStorage.__init__, "264c15baa761"),
    "SqliteEventLogStorage.dispose": (SqliteEventLogStorage.dispose, "df16dafbfa84"),
    "DagsterSqliteStorage.__init__": (DagsterSqliteStorage.__init__, "bcf5aa27a5dd"),
    "DagsterSqliteStorage.from_config_value": (DagsterSqliteStorage.from_config_value, "7330f7b17b21"),
    "DagsterSqliteStorage.dispose": (DagsterSqliteStorage.dispose, "c1e535790c40"),
}
"""What `studio_assets/records.py` stands in for, and the digest of the source that it was written against."""


@dagster.asset
def boat() -> int:
    """What is made."""
    return 1


def instance(folder: Path, storage: dict[str, Any] | None = None) -> DagsterInstance:
    """Dagster with its records below a folder: ours, unless another storage is given."""
    folder.mkdir(exist_ok=True)
    custom = {"custom": {**OURS["custom"], "config": {"base_dir": str(folder)}}}
    settings = {"telemetry": {"enabled": False}, "storage": storage or custom}
    return DagsterInstance.from_ref(InstanceRef.from_dir(str(folder), overrides=settings))


def theirs(folder: Path) -> DagsterInstance:
    """The same with Dagster's own storage."""
    return instance(folder, {"sqlite": {"base_dir": str(folder)}})


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records that hold nothing yet."""
    folder = tmp_path_factory.mktemp("blank") / "home"
    with instance(folder):
        pass
    return folder


@pytest.fixture
def home(blank: Path, tmp_path: Path) -> Path:
    """A folder of such records."""
    return Path(shutil.copytree(blank, tmp_path / "home"))


@pytest.fixture
def records(home: Path) -> Iterator[DagsterInstance]:
    """Dagster with them."""
    with instance(home) as opened:
        yield opened


def open_below(folder: Path) -> set[str]:
    """The files below a folder that this process has open."""
    links = (link.resolve() for link in Path("/proc/self/fd").iterdir())
    return {link.name for link in links if link.is_relative_to(folder)}


def note(records: DagsterInstance, name: str, times: int = 1) -> None:
    """Write down that an asset was made, outside of any run."""
    for _ in range(times):
        records.report_runless_asset_event(AssetMaterialization(name))


def count(records: DagsterInstance, *names: str) -> list[int]:
    """How often each asset was made."""
    return [len(records.fetch_materializations(AssetKey(name), limit=1000).records) for name in names]


@pytest.mark.parametrize("name", REPLACED)
def test_dagster_is_the_one_that_this_was_written_against(name: str) -> None:
    """Whoever updates Dagster hears which of the methods that Studio replaces has changed."""
    replaced, known = REPLACED[name]
    digest = hashlib.sha256(inspect.getsource(replaced).encode()).hexdigest()[:12]
    assert known == digest, (
        f"Dagster {dagster.__version__} changed {name}. Read it, carry the change into "
        f"studio_assets/records.py, then write {digest!r} here."
    )


def told(opened: DagsterInstance) -> list[object]:
    """A life with Dagster, and what it answers to all sorts of questions on the way."""
    opened.add_dynamic_partitions("runs", ["a", "b", "c"])
    opened.delete_dynamic_partition("runs", "b")
    done = materialize(
        [boat], instance=opened, run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    )
    kinds = [event.event_type_value for event in done.all_events]
    answers: list[object] = [opened.get_dynamic_partitions("runs"), done.success, kinds]
    answers += [[entry.dagster_event_type for entry in opened.all_logs(done.run_id)]]
    answers += [opened.get_runs_count(), count(opened, "boat"), opened.all_asset_keys()]
    answers += [opened.event_log_storage.supports_global_concurrency_limits, opened.all_instigator_state()]
    opened.wipe_assets([AssetKey("boat")])
    opened.delete_run(done.run_id)
    answers += [opened.get_runs_count(), count(opened, "boat"), opened.all_logs(done.run_id)]
    opened.wipe()
    note(opened, "boat", 2)
    return [*answers, opened.get_runs_count(), count(opened, "boat")]


def test_they_answer_as_dagsters_own(tmp_path: Path) -> None:
    """Partitions, runs, events and deletions are what they are with Dagster's own storage."""
    with theirs(tmp_path / "theirs") as opened:
        expected = told(opened)
    with instance(tmp_path / "ours") as opened:
        assert expected == told(opened)
    files = [sorted(path.name for path in (tmp_path / one).rglob("index.db")) for one in ("theirs", "ours")]
    assert files[0] == files[1] == ["index.db"]


def test_a_home_of_dagsters_own_goes_on_here_and_back(tmp_path: Path) -> None:
    """What an older Studio wrote is read and continued, and an older Studio reads what came of it."""
    seen = []
    for opening in (theirs, instance, theirs):
        with opening(tmp_path / "home") as opened:
            note(opened, "boat")
            materialize([boat], instance=opened)
            seen.append((count(opened, "boat"), opened.get_runs_count()))
    assert [([2], 1), ([4], 2), ([6], 3)] == seen


def test_disposing_closes_every_file(records: DagsterInstance, home: Path) -> None:
    """After disposal no file of the records is open and none has a log; whoever goes on opens them again."""
    note(records, "boat")
    assert {"index.db", "index.db-wal"} <= open_below(home)
    records.dispose()
    assert set() == open_below(home)
    assert [] == list(home.rglob("*-wal"))
    note(records, "boat")
    assert [2] == count(records, "boat")


def test_few_files_are_open_at_once(
    records: DagsterInstance, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many Dagster runs are looked at, some files are open and the others are closed."""
    monkeypatch.setattr("studio_assets.records.OPEN", 3)
    for number in range(5):
        assert [] == records.all_logs(f"run-{number}")
    assert {"run-2.db", "run-3.db", "run-4.db"} == {name for name in open_below(home) if name.endswith(".db")}


def test_files_that_were_replaced_are_opened_anew(records: DagsterInstance, home: Path) -> None:
    """Nothing is written into a file that was deleted while it was open."""
    note(records, "boat")
    records.dispose()
    saved = shutil.copytree(home, home.with_name("saved"))
    note(records, "boat")
    shutil.rmtree(home)
    shutil.copytree(saved, home)
    note(records, "ship", 2)
    with theirs(home) as fresh:
        assert [1, 2] == count(fresh, "boat", "ship")


def test_threads_share_them(records: DagsterInstance) -> None:
    """Several threads of a process write and read at once, and nothing is lost."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: note(records, f"boat_{number % 2}", 4), range(8)))
        partitions = [f"run-{number}" for number in range(32)]
        list(pool.map(lambda key: records.add_dynamic_partitions("runs", [key]), partitions))
        list(pool.map(lambda _: records.get_runs_count(), range(32)))
    assert [16, 16] == count(records, "boat_0", "boat_1")
    assert sorted(partitions) == sorted(records.get_dynamic_partitions("runs"))


def _child(records: DagsterInstance, name: str) -> None:
    note(records, name, 40)


def test_processes_share_them(records: DagsterInstance, home: Path) -> None:
    """A parent that has the files open and its forked children write at once; nothing is lost or grows."""
    note(records, "parent")
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_child, args=(records, f"child_{number}")) for number in range(3)]
    for child in children:
        child.start()
    note(records, "parent", 39)
    largest = max(path.stat().st_size for path in home.rglob("*-wal"))
    for child in children:
        child.join(60)
    assert [0, 0, 0] == [child.exitcode for child in children]
    assert [40] * 4 == count(records, "parent", "child_0", "child_1", "child_2")
    logs = [path.stat().st_size for path in home.rglob("*-wal")]
    assert logs and max(largest, *logs) < 1 << 20


@pytest.mark.parametrize(
    ("storage", "kind"),
    [
        pytest.param({"sqlite": {"base_dir": "own"}}, SqliteRunStorage, id="sqlite"),
        pytest.param(None, Runs, id="ours"),
    ],
)
def test_only_who_asks_for_them_gets_them(storage: dict[str, Any] | None, kind: type, tmp_path: Path) -> None:
    """A Dagster that its owner configured keeps its own storage."""
    if storage:
        storage["sqlite"]["base_dir"] = str(tmp_path / "own")
    with instance(tmp_path / "home", storage) as opened:
        assert kind is type(opened.run_storage)
