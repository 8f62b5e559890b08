"""The ledger's tables, in whole micro-dollars."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from resources.database.tables import METADATA, Instant

__all__ = ["ACCOUNTS", "BUDGETS", "ENTRIES"]

BUDGETS = Table(
    "studio_budgets",
    METADATA,
    Column("budget", String(200), primary_key=True),
    Column("limit_micros", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    Column("opened", Instant, nullable=False),
    CheckConstraint("limit_micros >= 0 AND held >= 0 AND spent >= 0", name="studio_budgets_signs"),
)
"""One row per budget. Every change of money locks it first, so a budget's changes stand in one order."""

ACCOUNTS = Table(
    "studio_accounts",
    METADATA,
    Column("budget", String(200), ForeignKey("studio_budgets.budget"), primary_key=True),
    Column("account", String(80), primary_key=True),
    Column("granted", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    CheckConstraint("granted >= 0 AND held >= 0 AND spent >= 0", name="studio_accounts_signs"),
)
"""Parts of a budget; what they are granted adds up to the limit."""

ENTRIES = Table(
    "studio_entries",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("budget", String(200), nullable=False),
    Column("account", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("micros", BigInteger, nullable=False),
    Column("slate", String(400), nullable=False),
    Column("key", String(500), nullable=False),
    Column("memo", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["budget", "account"], ["studio_accounts.budget", "studio_accounts.account"]),
    UniqueConstraint("key", name="studio_entries_key"),
    Index("studio_entries_budget", "budget", "id"),
)
"""Append-only: triggers of the database refuse to change or delete a line."""
