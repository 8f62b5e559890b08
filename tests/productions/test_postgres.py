"""The same production with its money, takes and runs in PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.productions.studio import Studio


@pytest.fixture
def server() -> Iterator[str]:
    """A PostgreSQL database of its own."""
    url = os.environ.get("STUDIO_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("STUDIO_TEST_POSTGRES_URL is not set")
    name = f"studio_film_{uuid.uuid4().hex[:12]}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_a_production_on_postgresql(studio: Studio, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """With the ledger on PostgreSQL a film is made, paid once, and the same again for nothing."""
    monkeypatch.setenv("STUDIO_DATABASE_URL", server)
    (studio.home / "studio.db").unlink(missing_ok=True)
    studio.spec()
    key = studio.film()
    studio.edit(("They throw both arms up.", "They leap onto the table."))
    studio.again()
    bill, entries = studio.invoices(), studio.doers.ledger.entries(f"coffee/{key}")
    assert 6 == len(bill)
    assert not studio.master(key).partial
    studio.check_money(key)
    studio.again()
    assert (bill, entries) == (studio.invoices(), studio.doers.ledger.entries(f"coffee/{key}"))
    assert not (studio.home / "studio.db").exists()
