"""One SQLAlchemy engine per database and process, set up so that a committed intent survives."""

from __future__ import annotations

import os
import sqlite3

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

from resources.database.address import sqlite_file

__all__ = ["READING", "engine", "identity"]

READING = "studio_reading"
"""Execution option of a connection that only reads: it takes no write lock."""

PATIENCE = 30
"""Seconds that a writer waits for another one's lock before it fails."""

_engines: dict[tuple[int, URL, int], Engine] = {}


def identity(at: URL) -> tuple[int, URL, int]:
    """What an engine belongs to: process, address, and for SQLite the very file.

    A forked child must not speak on its parent's connections, hence the process. A file that was
    deleted while open would take writes and lose them, hence its inode.

    Args:
        at: the database's address.

    Returns:
        A key; the inode is 0 for a server or a file that does not exist yet.
    """
    file = sqlite_file(at)
    try:
        inode = file.stat().st_ino if file else 0
    except FileNotFoundError:
        inode = 0
    return os.getpid(), at, inode


def engine(at: URL) -> Engine:
    """This process's engine for a database.

    Args:
        at: the database's address; a SQLite file must exist, so that its engine can be told from
            that of a deleted one.

    Returns:
        The same engine for the same process, address and file.
    """
    key = identity(at)
    known = _engines.get(key)
    # An engine opens nothing until it is used, so a lost race here costs nothing; setdefault is atomic.
    return known or _engines.setdefault(key, _create(at))


def _create(at: URL) -> Engine:
    if sqlite_file(at) is None:
        return create_engine(
            at, isolation_level="READ COMMITTED", pool_pre_ping=True, connect_args={"connect_timeout": 10}
        )
    made = create_engine(at, connect_args={"timeout": PATIENCE, "isolation_level": None})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    _write_ahead(cursor)
    # FULL, not NORMAL: in WAL mode NORMAL survives kill -9, but not a power cut, which may take back
    # the last commits. The provider's invoice survives both, so the intent must too.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    stop=stop_after_delay(PATIENCE),
    wait=wait_random(0.005, 0.05),
    reraise=True,
)
def _write_ahead(cursor: sqlite3.Cursor) -> None:
    # Several processes that open a new file at once get "database is locked" here at once: SQLite
    # does not wait for the lock that changes the journal's mode.
    try:
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as failure:
        if failure.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise sqlite3.DatabaseError(*failure.args) from failure
        raise


def _begin(connection: Connection) -> None:
    # A deferred BEGIN that first reads and then writes dies with "database is locked" at once:
    # its snapshot is stale, and SQLite does not wait for that.
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
