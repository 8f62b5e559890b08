"""The dated table of what providers ask: `prices.yaml`, behind the user's own rows in STUDIO_PRICES.

A price that nobody wrote down is refused: what is not known is not bought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from resources.errors import NotConfigured
from resources.money import dollars
from resources.providers.port import Kind
from resources.providers.price import Certainty, Price, Unit, word
from resources.providers.price_rows import Entry, checked, entries, fault, own_file

__all__ = [
    "STUDIO_PRICES",
    "TABLE",
    "Certainty",
    "Price",
    "PriceTable",
    "Unit",
    "load",
    "price_of",
    "rows_of",
]

STUDIO_PRICES = "STUDIO_PRICES"
"""Environment variable that names the user's own file of rows; they win over ours."""

TABLE = Path(__file__).with_name("prices.yaml")
"""The table that ships with Studio."""


class PriceTable(BaseModel):
    """All rows, the user's own before ours.

    Args:
        rows: in this order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[Price, ...]

    def price_of(self, kind: Kind, provider: str, model: str, unit: Unit, **when: object) -> Price:
        """The price that holds for a request.

        The user's rows come first. Of the rows of one file that fit, the one with most conditions counts,
        and of two with as many the dearer one, so that no quote is too low by a tie.

        Args:
            kind: of the provider.
            provider: its name.
            model: its model.
            unit: what is counted.
            when: all that the price may depend on, for example `resolution="720p", duration=5`.

        Raises:
            NotConfigured: no row fits; the mend shows the row to add.
        """
        words = {key: word(value) for key, value in when.items()}
        known = [row for row in self.rows if (row.kind, row.provider, row.model) == (kind, provider, model)]
        fitting = [row for row in known if row.unit == unit and row.fits(words)]
        if not fitting:
            raise _unknown(kind, provider, model, unit, words, known)
        return max(fitting, key=lambda row: (row.own, len(row.when), row.amount))

    def age(self, today: date) -> int:
        """Days since the oldest price of the table was read.

        Args:
            today: the day to count to.
        """
        return max((row.age(today) for row in self.rows), default=0)


def load(path: Path | None = None) -> PriceTable:
    """The table that ships, behind the rows of the user's own file. Read once for each state of the files.

    Args:
        path: the user's own file; None means what STUDIO_PRICES names, if anything.

    Raises:
        NotConfigured: a file cannot be read or has faults, all of which are named with their lines.
    """
    return _table(*own_file(STUDIO_PRICES, path))


def price_of(kind: Kind, provider: str, model: str, unit: Unit, **when: object) -> Price:
    """The price that holds for a request; see `PriceTable.price_of`.

    Raises:
        NotConfigured: no row fits; the mend shows the row to add.
    """
    return load().price_of(kind, provider, model, unit, **when)


def rows_of(kind: Kind, provider: str) -> tuple[Price, ...]:
    """Everything that is known of a provider's prices, to be shown; answers have a table of their own.

    Args:
        kind: of the provider.
        provider: its name.

    Raises:
        NotConfigured: a table cannot be read.
    """
    media = tuple(row for row in load().rows if (row.kind, row.provider) == (kind, provider))
    if kind != "answer":
        return media
    from resources.claude.price_lines import lines_of  # here: who buys media reads no prices of answers

    return media + lines_of(provider)


@lru_cache(maxsize=8)
def _table(own: Path | None, changed: int) -> PriceTable:
    files = ([(own, True)] if own else []) + [(TABLE, False)]
    faults: list[str] = []
    rows = [row for file, mine in files for row in _rows(file, mine, faults)]
    checked(faults, "the prices")
    return PriceTable(rows=tuple(rows))


def _rows(file: Path, own: bool, faults: list[str]) -> list[Price]:
    rows: list[Price] = []
    seen: dict[object, Entry] = {}
    for entry in entries(file, faults):
        try:
            row = Price.model_validate(entry.values)
        except ValidationError as error:
            for one in error.errors():
                place = ".".join(str(part) for part in one["loc"])
                faults.append(fault(file, entry, f"{place}: {one['msg']}"))
            continue
        key = (row.kind, row.provider, row.model, row.unit, frozenset(row.when.items()))
        if key in seen:
            faults.append(fault(file, entry, f"it says again what line {seen[key].line} says"))
        seen.setdefault(key, entry)
        rows.append(row.owned() if own else row)
    return rows


def _unknown(
    kind: str, provider: str, model: str, unit: str, when: Mapping[str, str], known: Sequence[Price]
) -> NotConfigured:
    asked = sorted(when.items())
    terms = ", ".join(f"{key} {value}" for key, value in asked)
    others = "".join(f"\n  {dollars(row.amount)} per {row.unit}{row.terms()}" for row in known)
    row = f"kind: {kind}, provider: {provider}, model: {_scalar(model)}, unit: {unit}, amount: DOLLARS"
    if asked:
        row += f", when: {{{', '.join(f'{key}: {_scalar(value)}' for key, value in asked)}}}"
    row += ", source: WHERE YOU READ IT, date: YYYY-MM-DD, certainty: documented"
    return NotConfigured(
        f"The price of {provider} {model} ({kind}) per {unit}{f' for {terms}' if terms else ''} is not known."
        + (f" Known of it:{others}\n" if others else ""),
        mend=f"Add this row to a YAML file of your own and name it in {STUDIO_PRICES}:\n- {{{row}}}",
    )


def _scalar(text: str) -> str:
    plain = all(letter.isalnum() or letter in "._-" for letter in text)
    return text if plain else "'" + text.replace("'", "''") + "'"
