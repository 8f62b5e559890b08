"""Between rows of the journal and takes."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from resources.artifacts.artifact import Artifact
from resources.errors import StudioError
from resources.money import usd
from resources.takes.intent import Standing
from resources.takes.tables import TAKES
from resources.takes.take import Take, Wanted

__all__ = ["SCENE", "change", "clean", "locked", "media_suffix", "one", "scene_of", "standing_of", "take_of"]

SCENE = ("production", "run", "pilot", "scene")
"""Columns that name a scene of a run."""


def take_of(row: Row[Any]) -> Take:
    """A row as a take.

    Args:
        row: of the journal's table.
    """
    values = dict(row._mapping)
    digest, size = values.pop("digest"), values.pop("size")
    values.pop("asked")
    return Take(
        **{
            **values,
            "request": json.loads(values["request"]),
            "quote": usd(values["quote"]),
            "price": None if values["price"] is None else usd(values["price"]),
            "artifact": None
            if digest is None
            else Artifact(digest=digest, suffix=values["suffix"], size=size),
        }
    )


def clean(words: str) -> str:
    """A provider's words as every database can store them: a reason must never stop a settlement.

    Args:
        words: anything.

    Returns:
        At most 2,000 characters, without NUL and lone surrogates.
    """
    return words.replace("\x00", "").encode("utf-8", "replace").decode()[:2000]


def media_suffix(suffix: str) -> str:
    """A file suffix in small letters, as files are named, or nothing where it is none.

    Args:
        suffix: what the provider said, with its dot.
    """
    small = suffix.lower()
    return small if re.fullmatch(r"\.[a-z0-9]{1,10}", small) else ""


def one(connection: Connection, slate: str) -> Take:
    """One take.

    Raises:
        StudioError: the journal has no such take.
    """
    return _take(connection, slate, lock=False)


def locked(tx: Connection, slate: str) -> Take:
    """One take, locked until the transaction ends, so that its state changes once at a time.

    Raises:
        StudioError: the journal has no such take.
    """
    return _take(tx, slate, lock=True)


def change(tx: Connection, slate: str, **values: Any) -> Take:
    """Set columns of one take.

    Returns:
        The take as it is now.
    """
    tx.execute(update(TAKES).where(TAKES.c.slate == slate).values(**values))
    return one(tx, slate)


def scene_of(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    """The condition that rows belong to the scene of a wish."""
    return tuple(TAKES.c[name] == getattr(wanted, name) for name in SCENE)


def standing_of(tx: Connection, wanted: Wanted, recipe: str) -> list[Standing]:
    """All takes of one recipe in the scene of a wish."""
    columns = [TAKES.c[name] for name in Standing._fields]
    query = select(*columns).where(*scene_of(wanted), TAKES.c.recipe == recipe).order_by(TAKES.c.number)
    return [Standing(*row) for row in tx.execute(query)]


def _take(connection: Connection, slate: str, *, lock: bool) -> Take:
    query = select(TAKES).where(TAKES.c.slate == slate)
    # FOR UPDATE is for PostgreSQL; a SQLite write transaction has the whole file to itself.
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise StudioError("The journal has no such take.", mend="Look at the run's takes.", where=slate)
    return take_of(row)
