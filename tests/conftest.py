"""Dagster's records, opened once a making rather than once a statement: the suite makes a hundred films."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster import DagsterInstance
from dagster._core.storage import sql
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from sqlalchemy import Engine, create_engine, event, make_url

STORAGES = (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage)
OPEN = 16
"""Engines that are kept at most; the one used longest ago is forgotten."""


class Engines:
    """Stands in for the `create_engine` of Dagster's storages, which would forget each compiled statement."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, int], Engine] = OrderedDict()

    def __call__(self, url: str, poolclass: Any = None, **options: Any) -> Engine:
        file = Path(make_url(url).database or "")
        # A file that was replaced is another one, whatever its name.
        key = (url, file.stat().st_ino if file.is_file() else 0)
        if key not in self.kept:
            self.kept[key] = engine = create_engine(url, **options)
            event.listen(engine, "connect", _trust_the_machine)
            engine.dispose = lambda close=True: None  # type: ignore[method-assign] # Dagster does it each time
        self.kept.move_to_end(key)
        while len(self.kept) > OPEN:
            Engine.dispose(self.kept.popitem(last=False)[1])
        return self.kept[key]

    def close(self) -> None:
        """Close every file; what was compiled is kept."""
        for engine in list(self.kept.values()):
            Engine.dispose(engine)


def _trust_the_machine(connection: Any, _record: object) -> None:
    """A killed process loses nothing by it, only a power cut would: no waiting for the disk."""
    connection.execute("PRAGMA synchronous = OFF")


class Migrations:
    """Stands in for the `ScriptDirectory` of Dagster's storages, which reads 89 files for each new one."""

    @staticmethod
    @cache
    def from_config(config: Config) -> ScriptDirectory:
        """Dagster's migrations, read once."""
        return ScriptDirectory.from_config(config)


@pytest.fixture(scope="session", autouse=True)
def quick_records() -> Iterator[None]:
    """Dagster's own records of this process are quick to write; other processes have them as shipped."""
    engines, dispose = Engines(), DagsterInstance.dispose

    def ended(instance: DagsterInstance) -> None:
        dispose(instance)
        # A file that stays open here would let the log of another process grow.
        engines.close()

    with pytest.MonkeyPatch.context() as patch:
        for storage in STORAGES:
            patch.setattr(storage, "create_engine", engines)
        patch.setattr(sql, "ScriptDirectory", Migrations)
        patch.setattr(DagsterInstance, "dispose", ended)
        yield
