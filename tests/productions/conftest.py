"""A studio for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.productions.studio import Studio


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """An empty studio in a folder of its own."""
    return Studio(tmp_path, monkeypatch)
