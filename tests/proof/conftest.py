"""The worlds that money is proved in: one on a SQLite file, one on PostgreSQL where it runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from resources.database.database import Database
from resources.database.tables import METADATA
from tests.proof.figures import LINES
from tests.proof.matrix import Case
from tests.proof.nursery import Nursery, nursery
from tests.proof.world import World, world
from tests.resources.database.stores import server

__all__ = ["server"]


@pytest.fixture(scope="session")
def workers() -> Iterator[Nursery]:
    """Where workers come from."""
    with nursery() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, workers: Nursery
) -> Iterator[World]:
    """A world on each kind of database, for one file of tests; its runs have names of their own."""
    folder = tmp_path_factory.mktemp("proof")
    url = f"sqlite:///{folder}/studio.db" if request.param == "sqlite" else request.getfixturevalue("server")
    database = Database(url=url)
    with database.transaction() as tx:
        if request.param == "postgresql":  # the same server for all files of tests
            names = ", ".join(table.name for table in METADATA.sorted_tables)
            tx.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    with world(folder, database, workers) as made:
        yield made


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make proof` what PostgreSQL does not change: kills beside its own commits."""
    for item in items:
        given = getattr(item, "callspec", None)
        case = given.params.get("case") if given is not None else None
        if given is None or given.params.get("stage") != "postgresql":
            continue
        beside = isinstance(case, Case) and not case.boundary.endswith("committed")
        if beside or item.path.name == "test_random_kills.py":
            item.add_marker(pytest.mark.proof)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the proof measured."""
    if LINES:
        terminalreporter.section("proof")
        width = max(len(what) for what, _ in LINES)
        for what, much in LINES:
            terminalreporter.write_line(f"{what:<{width}}  {much}")
