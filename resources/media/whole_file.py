"""A file is written beside its name and takes the name last, so that nobody sees half a file."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from resources.errors import StoreFailed

__all__ = ["whole"]


@contextmanager
def whole(into: Path) -> Iterator[Path]:
    """Lend a path beside `into`; rename it to `into` at the end, delete it after any exception.

    Args:
        into: the final name; its folder is made.

    Yields:
        The path to write to, with the same suffix.

    Raises:
        StoreFailed: the disk did not take the file; make room or mend the folder's rights.
    """
    beside = into.with_name(f".{into.stem}.{uuid4().hex}{into.suffix}")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        beside.replace(into)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreFailed(
            "The disk is full." if full else f"The file cannot be written: {error.strerror}.",
            mend="Make room and run again." if full else "Mend the rights of its folder and run again.",
            where=str(into),
        ) from error
    finally:
        with suppress(OSError):  # the first failure is the one that people can mend
            beside.unlink(missing_ok=True)
