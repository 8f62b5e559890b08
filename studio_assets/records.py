"""Dagster's records in SQLite, in Dagster's own files, without an engine made anew for each statement.

Dagster makes an engine for every statement, and with it everything that an engine learns: what its database
can do, and each statement compiled. Here an engine is kept for each file. A connection is not: it is opened
and closed for each transaction as Dagster does it, so no file stays open between two of them.

`dagster.yaml` names `Records`. Renaming it breaks the homes that were configured by it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
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
from sqlalchemy import Connection, Engine, NullPool, create_engine

__all__ = ["Events", "Records", "Runs", "Schedules"]


@lru_cache(maxsize=16)  # a file for each Dagster run: a daemon sees thousands
def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})


# A thread of the parent may hold an engine's lock at that moment, and nobody would ever release the copy.
os.register_at_fork(after_in_child=_engine.cache_clear)


class Runs(SqliteRunStorage):
    """Dagster's runs, in `history/runs.db`."""

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """One transaction."""
        with _engine(self._conn_string).begin() as connection:
            yield connection


class Schedules(SqliteScheduleStorage):
    """Dagster's ticks, in `schedules/schedules.db`."""

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """One transaction."""
        with _engine(self._conn_string).begin() as connection:
            yield connection


class Events(SqliteEventLogStorage):
    """Dagster's events, in `history/runs`: a file for each Dagster run, and an index of them all."""

    def _initdb(self, engine: Engine, for_index_shard: bool = False) -> None:
        # Dagster would read its 89 migrations to find that there is nothing to do.
        with engine.connect() as connection:
            made = MigrationContext.configure(connection).get_current_revision()
        if not made:
            super()._initdb(engine, for_index_shard)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = _engine(self.conn_string_for_shard(shard))
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection


class Records(DagsterSqliteStorage):
    """All three, in the folders in which Dagster's `storage: {sqlite: ...}` has them.

    Args:
        base_dir: the folder of all of them.
        inst_data: what `dagster.yaml` said.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        # Not what DagsterSqliteStorage does: it would open its own three.
        self.base_dir = base_dir
        self._run_storage = Runs.from_local(_runs_directory(base_dir))
        self._event_log_storage = Events(_event_logs_directory(base_dir))
        self._schedule_storage = Schedules.from_local(_schedule_directory(base_dir))
        self._inst_data = inst_data

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> Records:
        """Made from `dagster.yaml`."""
        return cls.from_local(inst_data=inst_data, **config_value)
