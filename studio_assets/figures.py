"""How the UI shows figures: a number that plots over runs, and beside it the exact words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dagster import MetadataValue, TableColumn, TableRecord, TableSchema

from resources.money import dollars

__all__ = ["bullets", "escaped", "money", "reasons", "said", "score", "seconds", "table"]

_MARKUP = re.compile(r"([\\`*_\[\]<>!#|~])")


def money(name: str, amount: Decimal) -> dict[str, Any]:
    """An amount, exactly and as a number.

    Args:
        name: its key; the number gets `_dollars` behind it.
        amount: dollars.
    """
    return {name: dollars(amount), f"{name}_dollars": MetadataValue.float(float(amount))}


def seconds(name: str, length: Fraction) -> dict[str, Any]:
    """A length as a number.

    Args:
        name: its key, gets `_seconds` behind it.
        length: seconds.
    """
    return {f"{name}_seconds": MetadataValue.float(float(length))}


def score(points: Decimal | None) -> Any:
    """A score 0-100 as a number; `unjudged` where there is none, never an invented one."""
    return "unjudged" if points is None else MetadataValue.float(float(points))


def bullets(sentences: Iterable[str], *, empty: str = "none") -> Any:
    """Sentences as a list."""
    return MetadataValue.md("\n".join(f"- {one}" for one in sentences) or empty)


def said(sentences: Iterable[str], *, empty: str = "none") -> Any:
    """Sentences as a list; what a model wrote, or read in a picture, is words and never markup."""
    return bullets(map(escaped, sentences), empty=empty)


def reasons(found: Mapping[str, str]) -> Any:
    """Why, for each of some things: its name, then anybody's sentence, which is words and never markup.

    Args:
        found: name -> sentence; may be empty.
    """
    return bullets(f"**{name}** {escaped(why)}" for name, why in found.items())


def escaped(sentence: str) -> str:
    """A sentence as Markdown that shows just what it says."""
    return _MARKUP.sub(r"\\\1", sentence)


def table(rows: Sequence[Mapping[str, str]]) -> Any:
    """Rows as a table, shown at once whatever its length; a long text would hide behind a button.

    Args:
        rows: column -> text, the same columns in each; may be empty.
    """
    if not rows:
        return "none"
    columns = [TableColumn(name) for name in rows[0]]
    return MetadataValue.table([TableRecord(dict(row)) for row in rows], schema=TableSchema(columns))
