"""Insert a row once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["insert_once"]


def insert_once(tx: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same unique key is there.

    Args:
        tx: an open write transaction.
        table: where to.
        row: column -> value.

    Returns:
        True where it was inserted, False where it was there before. On PostgreSQL a row that another
        transaction has inserted and not yet committed is waited for.
    """
    insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    # Asked for the row's key and not for a row count: drivers count an insert with a conflict differently.
    once = insert(table).values(**row).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return tx.execute(once).first() is not None
