"""Money is exact on every way between dollars, micro-dollars and people's eyes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from resources.money import MICRO, Usd, dollars, micros, share, usd

AMOUNTS = st.integers(min_value=-(10**15), max_value=10**15)
POSITIVE = st.integers(min_value=0, max_value=10**15).map(usd)
PARTS = st.decimals(min_value=0, max_value=1, places=6)


@given(AMOUNTS)
def test_an_amount_survives_the_database(amount: int) -> None:
    """Dollars that go into the database come out as the same dollars."""
    assert amount == micros(usd(amount))


@given(POSITIVE, PARTS)
def test_a_share_is_never_more_than_its_part(amount: Decimal, part: Decimal) -> None:
    """A share is rounded down: it is never more than its part, and less by under one micro-dollar."""
    part_of_it = share(amount, part)
    assert part_of_it <= amount * part < part_of_it + MICRO


@given(POSITIVE, st.lists(PARTS, min_size=1, max_size=8))
def test_shares_never_exceed_the_whole(amount: Decimal, parts: list[Decimal]) -> None:
    """Shares whose parts sum to at most 100 % never sum to more than the amount."""
    whole = max(Decimal(1), sum(parts, Decimal(0)))
    assert sum(share(amount, part / whole) for part in parts) <= amount


@given(AMOUNTS)
def test_dollars_can_be_read_back(amount: int) -> None:
    """What people read is the exact amount, with at least its cents."""
    text = dollars(usd(amount))
    assert amount == micros(Decimal(text.replace("$", "")))
    assert len(text.split(".")[1]) >= 2


@pytest.mark.parametrize(
    ("expected", "amount"),
    [("$12.50", "12.5"), ("$25.00", "25"), ("$0.00", "0"), ("-$0.35", "-0.35"), ("$0.000885", "0.000885"),
     ("$1000.00", "1E+3"), ("$0.0125", "0.01250")],
)  # fmt: skip
def test_dollars_look_as_people_write_them(expected: str, amount: str) -> None:
    """Amounts have two decimals, and more only where the amount has them."""
    assert expected == dollars(Decimal(amount))


@pytest.mark.parametrize(("expected", "amount"), [(0, "0.0000005"), (2, "0.0000015"), (1, "0.0000011")])
def test_half_a_micro_dollar_is_rounded_to_the_even_one(expected: int, amount: str) -> None:
    """Half a micro-dollar goes to the even neighbour, so that many roundings do not add up."""
    assert expected == micros(Decimal(amount))


@given(AMOUNTS)
def test_json_keeps_an_amount_exact(amount: int) -> None:
    """An amount in a document is a plain decimal, never in powers of ten, and reads back exactly."""
    adapter = TypeAdapter(Usd)
    text = adapter.dump_json(usd(amount))
    assert b"E" not in text
    assert usd(amount) == adapter.validate_json(text)
