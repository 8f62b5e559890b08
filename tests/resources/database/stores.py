"""The databases that every promise about money is tested on: a SQLite file, and PostgreSQL where it runs."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

import resources.ledger.tables
import resources.runs.tables
import resources.takes.tables  # noqa: F401 - registers its table
from resources.database.database import Database
from resources.database.tables import METADATA

__all__ = ["database", "server"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL database of its own for this session."""
    url = os.environ.get("STUDIO_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("STUDIO_TEST_POSTGRES_URL is not set")
    name = f"studio_test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield Database(url=f"sqlite:///{tmp_path / 'home' / 'studio.db'}")
        return
    database = Database(url=request.getfixturevalue("server"))
    with database.transaction() as tx:
        names = ", ".join(table.name for table in METADATA.sorted_tables)
        tx.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    yield database
