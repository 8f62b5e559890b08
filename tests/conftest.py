"""Dagster's records wait for no disk in the tests' own process: the suite makes a hundred films."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studio_assets import records


@pytest.fixture(scope="session", autouse=True)
def quick_records() -> Iterator[None]:
    """A killed process loses nothing by it, only a power cut would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "SETTINGS", (*records.SETTINGS, "synchronous = OFF"))
        yield
