"""The database of money, takes and runs: SQLite by default, PostgreSQL for several machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dagster import ConfigurableResource
from pydantic import Field
from sqlalchemy import URL, Connection, Engine

from resources.database.address import address, sqlite_file
from resources.database.engine import READING, engine
from resources.database.failures import explained
from resources.database.migrate import bring_up_to_date

__all__ = ["Database"]


class Database(ConfigurableResource):  # type: ignore[type-arg]
    """Short transactions on one database; tables come up to date on first use.

    Args:
        url: empty for the SQLite file `studio.db` in Studio's home, or `postgresql://user@host/name`.
            SQLite belongs on a local disk; several machines need PostgreSQL.
    """

    url: str = Field(
        default="",
        description=(
            "Where money, takes and runs are kept: empty for the SQLite file `studio.db` in Studio's home, "
            "or `postgresql://user@host:5432/name` where several machines work."
        ),
    )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One write transaction: all of it is committed, or nothing. Never await inside.

        Yields:
            The connection to execute on. Leaving with an exception rolls back.

        Raises:
            StoreFailed: disk full, read-only, locked, damaged or unreachable; nothing was half-written.
            NotConfigured: the address is wrong or its driver is missing.
        """
        at = address(self.url)
        with explained(at), self._engine(at).begin() as tx:
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the database that waits for no writer.

        Yields:
            The connection to select on.

        Raises:
            StoreFailed: damaged or unreachable.
            NotConfigured: the address is wrong or its driver is missing.
        """
        at = address(self.url)
        with explained(at), self._engine(at).connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            else:
                connection.execution_options(**{READING: True})
            with connection.begin():
                yield connection

    def _engine(self, at: URL) -> Engine:
        file = sqlite_file(at)
        if file is not None and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        made = engine(at)
        bring_up_to_date(made, at)
        return made
