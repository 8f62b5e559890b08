"""What one of Claude's models asks for its tokens: exact dollars, by the size of the whole prompt."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, PrivateAttr, model_validator

from resources.claude.answer import Usage
from resources.errors import Refused
from resources.money import MICRO, Usd, usd
from resources.providers.price import Certainty

__all__ = ["MILLION", "ModelPrice", "Tier", "round_up"]

MILLION = 1_000_000
"""Tokens that an amount of the table buys."""

Amount = Annotated[Usd, Field(ge=0, le=100_000, allow_inf_nan=False)]
Word = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tier(_Row):
    """Prices of a prompt of some size, in dollars per million tokens.

    Args:
        up_to: tokens of the prompt at most; None means any number.
        input: read anew.
        output: written by the model, thinking included.
        write_5m: written to the provider's memory for five minutes.
        write_1h: written to the provider's memory for an hour.
        read: read from that memory.
    """

    up_to: PositiveInt | None = None
    input: Amount
    output: Amount
    write_5m: Amount
    write_1h: Amount
    read: Amount

    def dollars(self, usage: Usage) -> Fraction:
        """What some tokens cost, not rounded."""
        parts = (
            usage.input * self.input,
            usage.written_5m * self.write_5m,
            usage.written_1h * self.write_1h,
            usage.read * self.read,
            usage.output * self.output,
        )
        return sum((Fraction(part) for part in parts), Fraction(0)) / MILLION


class ModelPrice(_Row):
    """One model of the table.

    Args:
        model: the provider's name of it.
        tiers: by ascending size of the prompt; the last one holds for any.
        batch: part of the price that a batch asks.
        context: tokens that prompt and answer have together at most.
        max_output: tokens of an answer at most.
        effort: whether it can be told how much to think.
        retires: the day from which it answers no more; None where none is known.
        successor: the model to ask instead.
        source: where it was read.
        date: when it was read.
        certainty: how sure it is.
        note: what else a buyer should know.
    """

    model: Word
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    batch: Annotated[Usd, Field(gt=0, le=1)] = Decimal("0.5")
    context: PositiveInt
    max_output: PositiveInt
    effort: bool = True
    retires: datetime.date | None = None
    successor: str = ""
    source: Word
    date: datetime.date
    certainty: Certainty
    note: str = ""
    _own: bool = PrivateAttr(default=False)

    @model_validator(mode="after")
    def _holds_for_any_prompt(self) -> ModelPrice:
        sizes = [tier.up_to for tier in self.tiers]
        if sizes[-1] is not None or any(size is None for size in sizes[:-1]):
            raise ValueError("only the last tier has no `up_to`, so that each prompt has its price")
        if any((one or 0) >= (two or 0) for one, two in pairwise(sizes[:-1])):
            raise ValueError("the tiers ascend by `up_to`")
        if self.retires is not None and not self.successor:
            raise ValueError("a model that retires names its `successor`")
        return self

    @property
    def own(self) -> bool:
        """Whether it is of the user's own file."""
        return self._own

    def owned(self) -> ModelPrice:
        """The same row as one of the user's own file."""
        row = self.model_copy()
        row._own = True
        return row

    def price(self, usage: Usage, *, batch: bool = False) -> Decimal:
        """The price of one answer.

        The tier is that of the whole prompt, read anew, written to memory and read from it together; it
        holds for all tokens of the request.

        Args:
            usage: tokens that were billed.
            batch: whether it came out of a batch.

        Returns:
            Dollars, rounded up to the whole micro-dollar as the prices of media are: the ledger is never
            below the invoice.
        """
        exact = self.tier(usage.input + usage.written_5m + usage.written_1h + usage.read).dollars(usage)
        return round_up(exact * (Fraction(self.batch) if batch else 1))

    def tier(self, prompt: int) -> Tier:
        """The prices of a prompt.

        Args:
            prompt: its tokens.
        """
        return next(tier for tier in self.tiers if tier.up_to is None or prompt <= tier.up_to)

    def within(self, prompt: int) -> tuple[Tier, ...]:
        """The tiers that a prompt of at most so many tokens can be of."""
        last = self.tiers.index(self.tier(prompt))
        return self.tiers[: last + 1]

    def age(self, today: datetime.date) -> int:
        """Days since it was read."""
        return (today - self.date).days

    def check_answers(self, today: datetime.date) -> None:
        """See that the model still answers.

        Raises:
            Refused: it is retired; the mend names its successor.
        """
        if self.retires is not None and today >= self.retires:
            raise Refused(
                f"{self.model} has answered no more since {self.retires}.", mend=f"Use {self.successor}."
            )


def round_up(exact: Fraction) -> Decimal:
    """Dollars as whole micro-dollars, rounded up."""
    micros = exact / Fraction(MICRO)
    return usd(-(-micros.numerator // micros.denominator))
