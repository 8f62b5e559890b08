"""The one set of tables of money, takes and runs, and how times are stored in it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Dialect, MetaData, String
from sqlalchemy.types import TypeDecorator

__all__ = ["METADATA", "VERSION_TABLE", "Instant"]

METADATA = MetaData()
"""Every table of Studio. Names begin with `studio_`, so that Dagster may share the server."""

VERSION_TABLE = "studio_version"
"""Where the number of the last applied migration stands; Dagster keeps its own `alembic_version`."""


class Instant(TypeDecorator[datetime]):
    """A time in UTC, stored as ISO 8601 text of one width, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text, in UTC.

        Args:
            value: a time with its zone, or None.
            dialect: not used; both databases store the same text.

        Returns:
            For example `2026-01-01T00:00:00.000000+00:00`.
        """
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From text.

        Args:
            value: what `process_bind_param` gave.
            dialect: not used.

        Returns:
            The time in UTC, or None.
        """
        return None if value is None else datetime.fromisoformat(value)
