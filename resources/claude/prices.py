"""The dated table of what Claude's tokens cost: `prices.yaml`, behind the user's own STUDIO_CLAUDE_PRICES.

A model that nobody wrote a price down for is refused, never taken to be free.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from resources.claude.answer import Usage
from resources.claude.price import ModelPrice, Tier
from resources.errors import NotConfigured
from resources.providers.price_rows import checked, entries, own_file

__all__ = ["STUDIO_CLAUDE_PRICES", "TABLE", "ModelPrice", "PriceTable", "Tier", "load", "price", "price_of"]

STUDIO_CLAUDE_PRICES = "STUDIO_CLAUDE_PRICES"
"""Environment variable that names the user's own file of rows; they win over ours."""

TABLE = Path(__file__).with_name("prices.yaml")
"""The table that ships with Studio."""

_SNAPSHOT = re.compile(r"-\d{8}$")
"""The date at the end of a model's full name: the API answers with it where the short name was asked."""


@dataclass(frozen=True)
class PriceTable:
    """Every model with a known price.

    Args:
        rows: one a model, in the table's order; the user's own in place of ours.
    """

    rows: tuple[ModelPrice, ...]

    def of(self, model: str) -> ModelPrice:
        """The row of a model; a dated full name has the price of its short one.

        Raises:
            NotConfigured: there is none; the message names the nearest, the mend shows the row to add.
        """
        for name in (model, _SNAPSHOT.sub("", model)):
            for row in self.rows:
                if row.model == name:
                    return row
        raise _unknown(model, [row.model for row in self.rows])

    def lasting(self) -> tuple[str, ...]:
        """Names of the models whose end is not announced."""
        return tuple(row.model for row in self.rows if row.retires is None)

    def age(self, today: datetime.date) -> int:
        """Days since the oldest row was read.

        Args:
            today: the day to count to.
        """
        return max((row.age(today) for row in self.rows), default=0)


def load(path: Path | None = None) -> PriceTable:
    """The table that ships, with the user's own rows in it. Read once for each state of the files.

    Args:
        path: the user's own file; None means what STUDIO_CLAUDE_PRICES names, if anything.

    Raises:
        NotConfigured: a file cannot be read or has faults, all of which are named with their lines.
    """
    return _table(*own_file(STUDIO_CLAUDE_PRICES, path))


def price_of(model: str) -> ModelPrice:
    """The row of a model; see `PriceTable.of`.

    Raises:
        NotConfigured: its price is not known.
    """
    return load().of(model)


def price(model: str, usage: Usage, *, batch: bool = False) -> Decimal:
    """The price of one answer; see `ModelPrice.price`.

    Args:
        model: that answered.
        usage: tokens that were billed.
        batch: whether it came out of a batch.

    Raises:
        NotConfigured: the model's price is not known.
    """
    return price_of(model).price(usage, batch=batch)


@lru_cache(maxsize=8)
def _table(own: Path | None, changed: int) -> PriceTable:
    faults: list[str] = []
    rows = {row.model: row for row in _rows(TABLE, faults)}
    if own is not None:
        rows |= {row.model: row.owned() for row in _rows(own, faults)}
    checked(faults, "the prices of Claude")
    return PriceTable(tuple(rows.values()))


def _rows(file: Path, faults: list[str]) -> list[ModelPrice]:
    rows: dict[str, ModelPrice] = {}
    for entry in entries(file, faults):
        place = f"{file}:{entry.line}: {entry.values.get('model', 'a row without a model')}"
        try:
            row = ModelPrice.model_validate(entry.values)
        except ValidationError as error:
            for one in error.errors():
                where = ".".join(str(part) for part in one["loc"])
                faults.append(f"{place}: {f'{where}: ' if where else ''}{one['msg']}")
            continue
        if row.model in rows:
            faults.append(f"{place}: it stands there twice")
        rows[row.model] = row
    return list(rows.values())


def _unknown(model: str, known: list[str]) -> NotConfigured:
    near = get_close_matches(model, known, n=1, cutoff=0.0)
    return NotConfigured(
        f"The price of the model {model!r} is not known."
        + (f" The nearest that is known is {near[0]}." if near else ""),
        mend=(
            f"Use one of: {', '.join(known)}. Or add its row to a YAML file of your own and name that in "
            f"{STUDIO_CLAUDE_PRICES}:\n- {{model: {model or 'NAME'}, "
            "tiers: [{input: DOLLARS, output: DOLLARS, write_5m: DOLLARS, write_1h: DOLLARS, "
            "read: DOLLARS}], context: TOKENS, max_output: TOKENS, "
            "source: WHERE YOU READ IT, date: YYYY-MM-DD, certainty: documented}"
        ),
    )
