"""Promises of the database itself."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from resources.database.address import address
from resources.database.database import Database
from resources.database.migrate import MIGRATIONS, applied, newest
from resources.database.tables import METADATA, VERSION_TABLE
from resources.errors import NotConfigured, StoreFailed
from resources.ledger.tables import BUDGETS

ROW = {"budget": "p/r", "limit_micros": 5, "held": 0, "spent": 0, "opened": None}


def _row(name: str = "p/r") -> dict[str, object]:
    from datetime import UTC, datetime

    return {**ROW, "budget": name, "opened": datetime(2026, 1, 1, tzinfo=UTC)}


def test_tables_and_migrations_agree(database: Database) -> None:
    """What the migrations create is exactly what the code reads and writes."""
    with database.transaction() as tx:
        context = MigrationContext.configure(
            tx,
            opts={
                "version_table": VERSION_TABLE,
                "compare_type": True,
                "include_object": lambda thing, name, kind, *_: kind != "table" or name != VERSION_TABLE,
            },
        )
        assert compare_metadata(context, METADATA) == []
        assert newest() == applied(tx)


def test_migrations_are_numbered_without_gaps() -> None:
    """Migration files are numbered 0001, 0002, ... and each follows the one before."""
    files = sorted((MIGRATIONS / "versions").glob("0*.py"))
    for number, file in enumerate(files, 1):
        before = "None" if number == 1 else f'"{number - 1:04}"'
        assert f'revision = "{number:04}"\ndown_revision = {before}\n' in file.read_text()


def test_an_exception_leaves_nothing(database: Database) -> None:
    """A transaction that fails half-way leaves nothing written."""
    with pytest.raises(RuntimeError), database.transaction() as tx:
        tx.execute(insert(BUDGETS).values(**_row()))
        raise RuntimeError
    with database.reading() as connection:
        assert connection.execute(select(BUDGETS)).all() == []


def test_entries_are_append_only(database: Database) -> None:
    """No code, ours or another's, can change a line of the ledger."""
    from decimal import Decimal

    from resources.ledger.ledger import Ledger
    from resources.ledger.tables import ENTRIES

    Ledger(database=database).open("p/r", Decimal(1))
    for change in (update(ENTRIES).values(micros=0), ENTRIES.delete()):
        with pytest.raises((StoreFailed, DBAPIError), match="append-only"), database.transaction() as tx:
            tx.execute(change)


def test_sqlite_is_durable_and_patient(tmp_path: Path) -> None:
    """SQLite keeps a committed intent through a power cut and waits half a minute for a lock."""
    with Database(url=f"sqlite:///{tmp_path}/s.db").reading() as connection:
        told = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert told == ["wal", 2, 30000]


def test_default_is_a_file_in_studios_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address money is kept in studio.db in Studio's home, whose folders are made."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "a" / "b"))
    with Database().transaction():
        pass
    assert (tmp_path / "a" / "b" / "studio.db").is_file()


def test_a_deleted_file_is_not_written_to(tmp_path: Path) -> None:
    """When the state folder is deleted under a running process, later writes go to the new file."""
    database = Database(url=f"sqlite:///{tmp_path}/home/s.db")
    with database.transaction() as tx:
        tx.execute(insert(BUDGETS).values(**_row("old/1")))
    shutil.rmtree(tmp_path / "home")
    with database.transaction() as tx:
        tx.execute(insert(BUDGETS).values(**_row("new/1")))
    with sqlite3.connect(tmp_path / "home" / "s.db") as file:
        assert file.execute("SELECT budget FROM studio_budgets").fetchall() == [("new/1",)]


def test_a_newer_database_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that a newer Studio wrote is refused with a mend, not written to."""
    with database.transaction() as tx:
        tx.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    monkeypatch.setattr("resources.database.migrate._current", set())
    with pytest.raises(StoreFailed, match="version 9999") as refusal, database.transaction():
        pass
    monkeypatch.undo()
    with database.transaction() as tx:
        tx.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{newest()}'"))
    assert "newer Studio" in refusal.value.mend


def test_a_current_database_does_not_load_alembic(tmp_path: Path) -> None:
    """Opening an up-to-date database does not pay for loading the migration tool."""
    url = f"sqlite:///{tmp_path}/s.db"
    code = (
        "import sys; from resources.database.database import Database\n"
        f"with Database(url={url!r}).reading(): pass\nprint('alembic.command' in sys.modules)"
    )
    seen = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout for _ in "12"]
    assert seen == ["True\n", "False\n"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """A full disk is told in words with a mend, and nothing is half-written."""
    database = Database(url=f"sqlite:///{tmp_path}/s.db")
    with pytest.raises(StoreFailed, match="disk is full") as failure, database.transaction() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar()
        tx.execute(text(f"PRAGMA max_page_count = {pages}"))
        for number in range(1000):
            tx.execute(insert(BUDGETS).values(**_row(f"production_{number}/" + "r" * 150)))
    assert "Free some space" in failure.value.mend
    with database.transaction() as tx:
        tx.execute(text("PRAGMA max_page_count = 1000000"))
        assert tx.execute(select(BUDGETS)).all() == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """An impossible folder for the database is an error with a mend, not a traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreFailed) as failure, Database(url=f"sqlite:///{tmp_path}/file/s.db").reading():
        pass
    assert failure.value.mend


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """A file that is no database is refused and left as it is."""
    (tmp_path / "s.db").write_text("these are my holiday notes " * 40)
    with (
        pytest.raises(StoreFailed, match="damaged"),
        Database(url=f"sqlite:///{tmp_path}/s.db").transaction(),
    ):
        pass
    assert (tmp_path / "s.db").read_text().startswith("these are")


def test_an_absent_server_is_told_without_its_password() -> None:
    """A server that does not answer is named with a mend and without the password."""
    with (
        pytest.raises(StoreFailed, match="does not answer") as failure,
        Database(url="postgresql://ada:sesame@127.0.0.1:1/money").transaction(),
    ):
        pass
    assert "sesame" not in str(failure.value)


@pytest.mark.parametrize("url", ["sqlite://", "mysql://x/y", "nonsense", "sqlite:///:memory:"])
def test_forgetful_or_foreign_addresses_are_refused(url: str) -> None:
    """Money is kept in a SQLite file or on PostgreSQL; any other address is refused with a mend."""
    with pytest.raises(NotConfigured) as refusal:
        address(url)
    assert refusal.value.mend


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_every_postgres_address_uses_psycopg(scheme: str) -> None:
    """However a PostgreSQL address is written, the driver that Studio brings is used."""
    assert str(address(f"{scheme}://u@h/d")) == "postgresql+psycopg://u@h/d"


def _first_use(url: str, out: multiprocessing.Queue[str]) -> None:
    try:
        with Database(url=url).transaction() as tx:
            out.put(applied(tx))
    except BaseException as failure:
        out.put(repr(failure))


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    """Several processes that meet a new database at once all find it ready."""
    context = multiprocessing.get_context("fork")
    out: multiprocessing.Queue[str] = context.Queue()
    url = f"sqlite:///{tmp_path}/s.db"
    workers = [context.Process(target=_first_use, args=(url, out)) for _ in range(6)]
    for worker in workers:
        worker.start()
    seen = [out.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert [newest()] * 6 == seen


def test_a_forked_child_has_connections_of_its_own(database: Database) -> None:
    """A forked worker and its parent both keep writing without disturbing each other."""
    with database.transaction() as tx:
        tx.execute(insert(BUDGETS).values(**_row("parent/1")))
    context = multiprocessing.get_context("fork")
    out: multiprocessing.Queue[str] = context.Queue()
    child = context.Process(target=_first_use, args=(database.url, out))
    child.start()
    assert newest() == out.get(timeout=60)
    child.join()
    with database.transaction() as tx:
        assert len(tx.execute(select(BUDGETS)).all()) == 1
