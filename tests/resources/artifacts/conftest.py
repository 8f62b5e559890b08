"""A store of every kind: whatever is added here passes the same contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from resources.artifacts.store import Artifacts

STORES: dict[str, Callable[[Path], Artifacts]] = {
    "local": lambda folder: Artifacts(root=str(folder / "store"))
}


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Artifacts:
    """An empty store of each kind."""
    return STORES[request.param](tmp_path)
