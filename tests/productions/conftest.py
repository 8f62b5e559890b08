"""A studio for each test; the slow beginnings are made once and copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from dagster import DagsterInstance

from tests.productions.studio import Studio


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A studio whose databases are there and empty."""
    folder = tmp_path_factory.mktemp("prepared") / "studio"
    with pytest.MonkeyPatch.context() as patch:
        empty = Studio(folder, patch)
        assert () == empty.doers.runs.productions()
        with DagsterInstance.get() as instance:
            assert [] == list(instance.get_dynamic_partitions("coffee_runs"))
    return folder


@pytest.fixture(scope="session")
def made(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A studio that has made one run of the coffee film."""
    folder = tmp_path_factory.mktemp("made") / "studio"
    with pytest.MonkeyPatch.context() as patch:
        first = Studio(folder, patch, like=prepared)
        first.spec()
        first.film()
    return folder


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: Path) -> Studio:
    """An empty studio in a folder of its own."""
    return Studio(tmp_path / "studio", monkeypatch, like=prepared)


@pytest.fixture
def filmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Path) -> Studio:
    """A studio in a folder of its own that has made one run of the coffee film."""
    return Studio(tmp_path / "studio", monkeypatch, like=made)
