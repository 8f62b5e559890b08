"""Tables of runs and of picked cuts."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from resources.database.tables import METADATA, Instant

__all__ = ["PICKS", "RUNS"]

RUNS = Table(
    "studio_runs",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("production", String(80), nullable=False),
    Column("run", String(80), nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    UniqueConstraint("production", "run", name="studio_runs_name"),
)
"""`id` is the order of creation; two runs may begin in one microsecond."""

PICKS = Table(
    "studio_picks",
    METADATA,
    Column("production", String(80), primary_key=True),
    Column("run", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("cut", String(80), nullable=False),
    Column("picked_by", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["production", "run"], ["studio_runs.production", "studio_runs.run"]),
)
"""Every pick that was made; the latest version counts."""
