"""The same production with its money, takes and runs in PostgreSQL."""

from __future__ import annotations

import pytest

from tests.productions.studio import Studio
from tests.resources.database.stores import server

__all__ = ["server"]


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
