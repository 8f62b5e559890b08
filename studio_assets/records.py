"""Dagster's records in SQLite, in Dagster's own files, kept open between two statements.

Dagster makes an engine for every statement and opens the file anew; whoever closes a file last writes its
log into it. Here each file keeps its engine, with what that has compiled, and its connection, until the
storage is disposed. Making and migrating the files stays Dagster's own code.

`dagster.yaml` names `Records`. Renaming it breaks the homes that were configured by it.
"""

from __future__ import annotations

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from alembic.runtime.migration import MigrationContext
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import (
    DagsterSqliteStorage,
    _event_logs_directory,
    _runs_directory,
    _schedule_directory,
)
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from resources.database.engine import identity

__all__ = ["OPEN", "SETTINGS", "Events", "Records", "Runs"]

OPEN = 16
"""Files that are kept open at most; each Dagster run has one, and a daemon sees thousands."""

SETTINGS = ("wal_autocheckpoint = 100",)
"""Pragmas of each connection. Nobody closes the file often now, so the log goes into it each 400 kB."""


class _Engines:
    """The engines of this process; the one used longest ago is closed first."""

    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        # A forked child may neither use nor close what its parents have open: it is held and left alone.
        self._parents = [*getattr(self, "_parents", ()), getattr(self, "_kept", None)]
        self._kept: OrderedDict[tuple[object, ...], Engine] = OrderedDict()
        self._lock = Lock()

    def of(self, url: str) -> Engine:
        """The engine of a file; another one, if the file was replaced."""
        key = identity(make_url(url))
        with self._lock:
            engine = self._kept.get(key) or _create(url)
            self._kept[key] = engine
            self._kept.move_to_end(key)
            closed = [self._kept.popitem(last=False)[1] for _ in range(len(self._kept) - OPEN)]
        for one in closed:
            one.dispose()
        return engine

    def close(self, folder: Path) -> None:
        """Close the files of a folder; what was compiled is kept."""
        with self._lock:
            engines = [one for one in self._kept.values() if Path(str(one.url.database)).parent == folder]
        for engine in engines:
            engine.dispose()


def _create(url: str) -> Engine:
    # No limit to connections at once, as Dagster has none: a thread that holds one may ask for another.
    made = create_engine(url, max_overflow=-1, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})
    event.listen(made, "connect", _prepare)
    return made


def _prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")


_engines = _Engines()


class Runs(SqliteRunStorage):
    """Dagster's runs, in `history/runs.db`."""

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """One transaction."""
        with _engines.of(self._conn_string).begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the file. Whoever goes on with this storage opens it again."""
        _engines.close(Path(str(make_url(self._conn_string).database)).parent)


class Events(SqliteEventLogStorage):
    """Dagster's events, in `history/runs`: a file for each Dagster run, and an index of them all."""

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; it may be older than this Dagster."""
        engine = _engines.of(self.conn_string_for_shard("index"))
        with engine.connect() as connection:
            return bool(engine.dialect.has_table(connection, table_name))

    def _initdb(self, engine: Engine, for_index_shard: bool = False) -> None:
        # Dagster would read its 89 migrations to find that there is nothing to do.
        made = None
        # Where another process makes the file at this moment, Dagster's code waits for it.
        with suppress(DatabaseError), engine.connect() as connection:
            made = MigrationContext.configure(connection).get_current_revision()
        if not made:
            super()._initdb(engine, for_index_shard)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        if shard not in self._initialized_dbs:
            with super()._connect(shard):
                pass  # the file is made, or found to be
        with self._db_lock, _engines.of(self.conn_string_for_shard(shard)).begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the files. Whoever goes on with this storage opens them again."""
        super().dispose()
        _engines.close(Path(self._base_dir))


class Records(DagsterSqliteStorage):
    """Dagster's storages, in the folders in which its `storage: {sqlite: ...}` has them.

    That of schedules is Dagster's: little is written there, and an instance never disposes it.

    Args:
        base_dir: the folder of all of them.
        inst_data: what `dagster.yaml` said.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        # Not what DagsterSqliteStorage does: it would open its own three.
        self.base_dir = base_dir
        self._run_storage = Runs.from_local(_runs_directory(base_dir))
        self._event_log_storage = Events(_event_logs_directory(base_dir))
        self._schedule_storage = SqliteScheduleStorage.from_local(_schedule_directory(base_dir))
        self._inst_data = inst_data

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> Records:
        """Made from `dagster.yaml`."""
        return cls.from_local(inst_data=inst_data, **config_value)
