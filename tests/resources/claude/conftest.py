"""A room with a desk, on a database file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import resources.ledger.tables
import resources.takes.tables  # noqa: F401 - registers its table
from resources.database.database import Database
from tests.resources.claude.oracle import Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A run in which nothing was asked yet, with the default settings."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STUDIO_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)
    return Room(Database(url=f"sqlite:///{tmp_path / 'studio.db'}"), tmp_path)
