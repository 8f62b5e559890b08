"""The journal's table: one row per take, for ever."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from resources.database.tables import METADATA, Instant

__all__ = ["TAKES"]

_SCENE = ("production", "run", "pilot", "scene")
_LIVING = "state NOT IN ('failed', 'cancelled')"
_FRESH = f"fresh <> '' AND {_LIVING}"

TAKES = Table(
    "studio_takes",
    METADATA,
    Column("slate", String(400), primary_key=True),
    Column("production", String(80), nullable=False),
    Column("run", String(80), nullable=False),
    Column("pilot", String(80), nullable=False),
    Column("scene", String(80), nullable=False),
    Column("recipe", String(16), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("provider", String(80), nullable=False),
    Column("model", String(200), nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("request", Text, nullable=False),
    Column("fresh", String(200), nullable=False),
    Column("asked", Integer, nullable=False),
    Column("budget", String(200), nullable=False),
    Column("account", String(80), nullable=False),
    Column("quote", BigInteger, nullable=False),
    Column("price", BigInteger),
    Column("remote_id", Text),
    Column("suffix", String(16), nullable=False),
    Column("digest", String(64)),
    Column("size", BigInteger),
    Column("reason", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("submitted", Instant),
    Column("settled", Instant),
    Column("worker", String(200), nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("payer", String(16), nullable=False, server_default=""),
    UniqueConstraint(*_SCENE, "number", name="studio_takes_number"),
    # The promise "never bought twice", kept by the database itself: a place of a recipe (`ordinal`)
    # has one living take, and a fresh launch's wish (`asked`) is answered once.
    Index(
        "studio_takes_slot",
        *_SCENE,
        "recipe",
        "ordinal",
        unique=True,
        sqlite_where=text(_LIVING),
        postgresql_where=text(_LIVING),
    ),
    Index(
        "studio_takes_fresh",
        *_SCENE,
        "recipe",
        "fresh",
        "asked",
        unique=True,
        sqlite_where=text(_FRESH),
        postgresql_where=text(_FRESH),
    ),
    Index("studio_takes_state", "state"),
)
