"""Bring a database to the version of this code, once per process, by numbered migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text

from resources.database.engine import READING, identity
from resources.database.tables import VERSION_TABLE
from resources.errors import StoreFailed

__all__ = ["MIGRATIONS", "applied", "bring_up_to_date", "newest"]

MIGRATIONS = Path(__file__).parent / "migrations"
"""The folder of migrations; they ship inside the package."""

_LOCK = 0x53545544494F
"""Key of the advisory lock that migrating processes queue at on PostgreSQL; reads STUDIO in ASCII."""

_current: set[tuple[int, URL, int]] = set()


def newest() -> str:
    """The number of the newest migration that this code has, for example `0003`."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def applied(connection: Connection) -> str:
    """The number of the last migration that a database has seen.

    Args:
        connection: an open connection to it.

    Returns:
        For example `0003`, or an empty string for a new database.
    """
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() or ""  # noqa: S608 - our own constant


def bring_up_to_date(engine: Engine, at: URL) -> None:
    """Migrate a database that is behind; a current one costs one look per process.

    Args:
        engine: this process's engine.
        at: the database's address.

    Raises:
        StoreFailed: the database was written by a newer Studio.
    """
    key = identity(at)
    if key in _current:
        return
    with engine.connect().execution_options(**{READING: True}) as connection:
        behind = _behind(connection, at)
    if behind:
        with engine.begin() as tx:  # SQLite: BEGIN IMMEDIATE lets one process in
            if tx.dialect.name == "postgresql":
                tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if _behind(tx, at):  # another process may have been faster
                _upgrade(tx)
    _current.add(key)


def _behind(connection: Connection, at: URL) -> bool:
    have, want = applied(connection), newest()
    if have > want:
        raise StoreFailed(
            f"The database is at version {have}; this Studio knows versions up to {want}.",
            mend="Install the newer Studio that wrote it, or set another database.",
            where=at.render_as_string(hide_password=True),
        )
    return have < want


def _upgrade(tx: Connection) -> None:
    from alembic import command  # imported late: a current database never needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = tx
    command.upgrade(config, "head")
