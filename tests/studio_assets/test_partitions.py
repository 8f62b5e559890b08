"""Runs as partitions."""

from __future__ import annotations

from datetime import UTC, datetime

from dagster import DagsterInstance
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.partitions import add_run, new_run_key, runs_of

NOW = datetime(2026, 11, 21, 8, 5, 34, tzinfo=UTC)


def test_each_production_has_runs_of_its_own() -> None:
    """A run that is added to one production is not in another, and adding it twice adds it once."""
    with DagsterInstance.ephemeral() as instance:
        key = add_run(instance, "coffee", NOW)
        assert "2026-11-21_080534" == key == add_run(instance, "coffee", NOW, key=key)
        assert [key] == list(instance.get_dynamic_partitions("coffee_runs"))
        assert [] == list(instance.get_dynamic_partitions("tea_runs"))
        assert "2026-11-21_080534-2" == add_run(instance, "coffee", NOW)
    assert "coffee_runs" == runs_of("coffee").name


@given(number=st.integers(0, 20))
def test_a_new_key_is_new(number: int) -> None:
    """Runs that begin in the same second get keys of their own, in the order of their beginning."""
    taken: list[str] = []
    for _ in range(number):
        taken.append(new_run_key(NOW, taken))
    assert len(set(taken)) == number
    assert new_run_key(NOW, taken) not in taken
