"""Where the database is: from what a person writes to the address that SQLAlchemy connects to."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from resources.errors import NotConfigured
from resources.project import studio_home

__all__ = ["FILE", "address", "sqlite_file"]

FILE = "studio.db"
"""Name of the SQLite file in Studio's home."""


def address(url: str) -> URL:
    """The address of a database as the user wrote it.

    Args:
        url: empty, `sqlite:///file`, `postgresql://...` or `postgres://...`.

    Returns:
        The SQLite file by its absolute path, or the server with psycopg 3 as its driver.

    Raises:
        NotConfigured: the address cannot be read, forgets what was paid, or lacks its driver.
    """
    if not url:
        return URL.create("sqlite", database=str(studio_home() / FILE))
    try:
        given = make_url(url)
    except ArgumentError as mistake:
        raise NotConfigured(
            "The database's address cannot be read.",
            mend="Write it like `postgresql://user@host:5432/name`, or leave it empty for a local file.",
        ) from mistake
    backend = given.drivername.split("+")[0]
    if backend in ("postgresql", "postgres"):
        if importlib.util.find_spec("psycopg") is None:
            raise NotConfigured(
                "PostgreSQL needs its driver, psycopg.",
                mend="Install it: pip install 'studio-films[postgres]'.",
            )
        return given.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and given.database and given.database != ":memory:":
        return URL.create("sqlite", database=str(Path(given.database).expanduser().resolve()))
    raise NotConfigured(
        f"Money cannot be kept in {given.render_as_string(hide_password=True)!r}.",
        mend="Use a SQLite file (`sqlite:///studio.db`) or PostgreSQL (`postgresql://user@host/name`).",
    )


def sqlite_file(at: URL) -> Path | None:
    """The file of a SQLite address, None for a server.

    Args:
        at: what `address` gave.
    """
    return Path(at.database) if at.get_backend_name() == "sqlite" and at.database else None
