"""Grants that fit what is spent already, and the keys under which decisions move money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.planning.grants import CONTINGENCY, decision_key, fit

MONEY = st.integers(0, 50_000_000).map(lambda micros: Decimal(micros) / 1_000_000)
ACCOUNTS = st.dictionaries(st.sampled_from(["ink", "photo", "stills"]), MONEY)


def test_wishes_that_fit_are_granted() -> None:
    """Where the money is there, every pilot gets what is wanted for it."""
    wanted = {"ink": Decimal(4), "photo": Decimal(5)}
    assert wanted == fit(wanted, {CONTINGENCY: Decimal(1)}, Decimal(10))


def test_nobody_gets_less_than_is_gone() -> None:
    """A pilot keeps what it spent, and the others share the rest by one part."""
    granted = fit({"ink": Decimal(1), "photo": Decimal(8)}, {"ink": Decimal(6)}, Decimal(10))
    assert {"ink": Decimal(6), "photo": Decimal(4)} == granted


@given(wanted=ACCOUNTS, floors=ACCOUNTS, reserved=MONEY, limit=MONEY)
def test_grants_never_exceed_the_limit(
    wanted: dict[str, Decimal], floors: dict[str, Decimal], reserved: Decimal, limit: Decimal
) -> None:
    """No grant is below what is gone or above the wish, and all of them stay within the limit."""
    granted = fit(wanted, floors | {CONTINGENCY: reserved}, limit)
    assert set(wanted) | set(floors) == set(granted)
    for name, amount in granted.items():
        least = floors.get(name, Decimal(0))
        assert least <= amount <= max(least, wanted.get(name, Decimal(0)))
    assert sum(granted.values()) + reserved <= max(limit, sum(floors.values()) + reserved)


@pytest.mark.parametrize(
    ("applied", "scope", "key"),
    [
        pytest.param([], "plan", "plan:a:1", id="the first"),
        pytest.param(["plan:a:1"], "plan", "plan:a:1", id="again"),
        pytest.param(["plan:a:1", "greenlight:b:2"], "plan", "plan:a:1", id="again after the greenlight"),
        pytest.param(["plan:a:1", "greenlight:a:2"], "greenlight", "greenlight:a:2", id="greenlight again"),
        pytest.param(["plan:b:1"], "plan", "plan:a:2", id="an edit"),
        pytest.param(["plan:a:1", "plan:b:2"], "plan", "plan:a:3", id="an edit taken back"),
        pytest.param(
            ["plan:b:1", "greenlight:a:2", "plan:c:3"], "greenlight", "greenlight:a:4", id="after a new plan"
        ),
    ],
)
def test_a_decision_that_stands_keeps_its_key(applied: list[str], scope: str, key: str) -> None:
    """The same decision moves money once, unless another decision came in between."""
    assert key == decision_key(applied, scope, "a")
