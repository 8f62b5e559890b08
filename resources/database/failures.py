"""What went wrong at the database, in words with a mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from resources.errors import StoreFailed

__all__ = ["explained"]

_MENDS = (
    (("disk is full", "no space left"), "The disk is full.", "Free some space and run again"),
    (
        ("readonly", "read-only", "permission denied", "unable to open"),
        "The database cannot be written.",
        "Make the file and its folder writable for this user, or set another address, and run again",
    ),
    (
        ("is locked", "lock timeout", "lock_not_available"),
        "Another process kept the database locked.",
        "Let it finish or stop it, and run again",
    ),
    (
        ("not a database", "malformed"),
        "The database file is damaged.",
        "Put back a copy of it; with a new file Studio would not know what is already paid",
    ),
    (
        ("connection", "connect", "server closed", "could not translate", "timeout", "terminating"),
        "The database server does not answer.",
        "Start it or correct its address, and run again",
    ),
)


@contextmanager
def explained(at: URL) -> Iterator[None]:
    """Turn what a database or disk says into `StoreFailed`.

    Broken constraints pass: they are answers that the journal of takes knows how to read.

    Args:
        at: the database's address.

    Raises:
        StoreFailed: with the cause's words, the address without its password, and a mend.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError) as failure:
        cause = failure.orig if isinstance(failure, DBAPIError) else failure
        words = " ".join(str(cause).split())
        what, mend = next(
            ((what, mend) for signs, what, mend in _MENDS if any(sign in words.lower() for sign in signs)),
            ("The database failed.", "Mend what it says and run again"),
        )
        raise StoreFailed(
            f"{what} ({words[:500]})",
            mend=f"{mend}; nothing was half-written.",
            where=at.render_as_string(hide_password=True),
        ) from failure
