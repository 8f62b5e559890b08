"""Money: `Decimal` dollars in code, integer micro-dollars in the database, never a float."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Annotated

from pydantic import PlainSerializer

__all__ = ["MICRO", "ZERO", "Usd", "dollars", "micros", "share", "usd"]

MICRO = Decimal("0.000001")
ZERO = Decimal(0)

Usd = Annotated[Decimal, PlainSerializer(lambda amount: format(amount, "f"), return_type=str)]
"""Dollars as an exact `Decimal`; written to JSON as a plain decimal string."""


def micros(amount: Decimal) -> int:
    """Dollars as whole micro-dollars, rounded half to even.

    Args:
        amount: dollars.

    Returns:
        Micro-dollars, the unit of every amount in the database.
    """
    return int((amount / MICRO).to_integral_value(ROUND_HALF_EVEN))


def usd(amount: int) -> Decimal:
    """Micro-dollars as exact dollars, without trailing zeros beyond the cents.

    Args:
        amount: micro-dollars.

    Returns:
        Dollars.
    """
    exact = Decimal(amount) * MICRO
    cents = exact.quantize(Decimal("0.01"))
    return cents if cents == exact else exact.normalize()


def share(amount: Decimal, part: Decimal) -> Decimal:
    """A part of an amount, rounded down to the micro-dollar so that shares never exceed the whole.

    Args:
        amount: dollars.
        part: a fraction, 0.75 for 75 %.

    Returns:
        Dollars, a whole number of micro-dollars.
    """
    return (amount * part).quantize(MICRO, ROUND_FLOOR)


def dollars(amount: Decimal) -> str:
    """An amount as people read it: two decimals, more only where the amount has them.

    Args:
        amount: dollars.

    Returns:
        For example `$12.50`, `-$0.35` or `$0.0125`.
    """
    exact = usd(micros(abs(amount)))
    text = format(exact, "f") if exact.as_tuple().exponent != 0 else f"{exact}.00"
    if "." in text and len(text.split(".")[1]) < 2:
        text += "0"
    return f"{'-' if amount < 0 else ''}${text}"
