"""One price of one provider: what an amount buys, when it holds, and how sure it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from resources.money import MICRO, Usd, dollars, usd
from resources.providers.port import Kind, Quote

__all__ = ["Certainty", "Price", "Unit", "word"]

Unit = Literal[
    "second",
    "minute",
    "generation",
    "credit",
    "1k_characters",
    "1m_characters",
    "1m_text_tokens_in",
    "1m_text_tokens_out",
    "1m_image_tokens_in",
    "1m_image_tokens_out",
]
"""What an amount buys; the names stand in users' files."""

Certainty = Literal["documented", "reported", "remembered"]
"""Read on the provider's own page, quoted by others from it, or from memory."""

_SIZES: Mapping[Unit, tuple[int, str, str]] = {
    "second": (1, "s", "s"),
    "minute": (1, "min", "min"),
    "generation": (1, "generation", "generation"),
    "credit": (1, "credits", "credit"),
    "1k_characters": (1_000, "characters", "1,000 characters"),
    "1m_characters": (1_000_000, "characters", "1,000,000 characters"),
    "1m_text_tokens_in": (1_000_000, "text tokens in", "1,000,000"),
    "1m_text_tokens_out": (1_000_000, "text tokens out", "1,000,000"),
    "1m_image_tokens_in": (1_000_000, "image tokens in", "1,000,000"),
    "1m_image_tokens_out": (1_000_000, "image tokens out", "1,000,000"),
}
"""How many things one amount buys, what a quantity counts, and how the unit is written after a slash."""


def _listed(conditions: object) -> object:
    if not isinstance(conditions, dict):
        return conditions
    return {key: values if isinstance(values, list) else [values] for key, values in conditions.items()}


Word = Annotated[str, Field(min_length=1)]
Conditions = Annotated[dict[Word, tuple[Word, ...]], BeforeValidator(_listed)]


class Price(BaseModel):
    """One row of the table.

    Args:
        kind: of the provider.
        provider: its name.
        model: its model.
        unit: what `amount` buys.
        amount: dollars, exact.
        when: what a request must be for the price to hold, each by the values that fit.
        source: where it was read.
        date: when it was read or published.
        certainty: how sure it is.
        note: what else a buyer should know.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    provider: Word
    model: Word
    unit: Unit
    amount: Annotated[Usd, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
    when: Conditions = {}
    source: Word
    date: datetime.date
    certainty: Certainty
    note: str = ""
    _own: bool = PrivateAttr(default=False)

    @property
    def own(self) -> bool:
        """Whether it is of the user's own file."""
        return self._own

    def owned(self) -> Price:
        """The same price as one of the user's own file."""
        price = self.model_copy()
        price._own = True
        return price

    def of(self, quantity: Decimal | int | Fraction) -> Quote:
        """The quote for a quantity, rounded up to whole micro-dollars.

        Args:
            quantity: seconds, minutes, generations, credits, characters or tokens: of the unit
                `1k_characters` it counts characters, not thousands of them.

        Returns:
            The amount, and how it was computed.

        Raises:
            TypeError: it is a float, which is not exact.
            ValueError: it is negative, or a part of what comes whole, such as a character: whoever
                divided by the thousands already would quote a thousandth.
        """
        if isinstance(quantity, float):
            raise TypeError("A quantity is exact: give an int, a Decimal or a Fraction.")
        exact = Fraction(quantity)
        if exact < 0:
            raise ValueError(f"A quantity of {quantity} cannot be bought.")
        many, counted, unit = _SIZES[self.unit]
        if exact.denominator != 1 and (many > 1 or self.unit == "generation"):
            raise ValueError(f"{counted.capitalize()} are counted whole, not as {_number(exact)}.")
        micros = exact / many * Fraction(self.amount) / Fraction(MICRO)
        amount = usd(-(-micros.numerator // micros.denominator))
        if self.unit == "generation" and exact != 1:
            counted = "generations"
        basis = f"{_number(exact)} {counted} x {_dollars(self.amount)}/{unit} ({self._where()})"
        return Quote(amount=amount, basis=basis)

    def age(self, today: datetime.date) -> int:
        """Days since the price was read.

        Args:
            today: the day to count to.
        """
        return (today - self.date).days

    def fits(self, when: Mapping[str, str]) -> bool:
        """Whether a request meets every condition.

        Args:
            when: what the request is, as words.
        """
        return all(when.get(key) in values for key, values in self.when.items())

    def terms(self) -> str:
        """The conditions in words, each after a comma; empty where there are none."""
        return "".join(f", {key} {' or '.join(values)}" for key, values in sorted(self.when.items()))

    def _where(self) -> str:
        table = "your price" if self.own else "price table"
        named = f"{self.provider} {self.model}{self.terms()}"
        return f"{named}, {table} of {self.date.isoformat()}, {self.certainty}"


def word(value: object) -> str:
    """What a request is, as the table writes it.

    Args:
        value: a text, a number or a yes or no.

    Returns:
        `true` or `false`, a number without needless digits, or the text.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | Fraction):
        return _number(Fraction(value)).replace(",", "")
    return str(value)


def _number(exact: Fraction) -> str:
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return format(decimal, "f") if Fraction(decimal) == exact else str(exact)


def _dollars(amount: Decimal) -> str:
    # A price can be finer than the micro-dollar that `dollars` rounds to.
    return dollars(amount) if amount % MICRO == 0 else f"${amount:f}"
