"""Writing files so that a crash leaves the old bytes or the new ones, never a half."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from resources.errors import StoreFailed

__all__ = ["settle", "store_errors", "write_bytes"]

_REASONS = {
    errno.ENOSPC: ("The disk is full.", "Free space there, then do the same again."),
    errno.EDQUOT: ("The disk quota is used up.", "Free space or raise the quota, then do the same again."),
    errno.EFBIG: (
        "The file is larger than this process may write.",
        "Raise the file size limit (ulimit -f).",
    ),
    errno.EROFS: (
        "The file system is read-only.",
        "Mount it writable, or set STUDIO_HOME to another folder.",
    ),
    errno.EACCES: ("Permission is denied.", "Give this user the right to the folder, or set STUDIO_HOME."),
    errno.EPERM: ("Permission is denied.", "Give this user the right to the folder, or set STUDIO_HOME."),
    errno.ENOENT: ("The file or folder is not there.", "See that the path is right, then do the same again."),
}


@contextmanager
def store_errors(where: Path) -> Iterator[None]:
    """Turn an operating system's error into one that a person can mend.

    Args:
        where: the file or folder that is read or written.

    Raises:
        StoreFailed: the disk did not take or give the file; the mend names the way out.
    """
    try:
        yield
    except OSError as error:
        what, mend = _REASONS.get(
            error.errno or 0,
            (f"The disk said: {error.strerror or error}.", "See to the disk, then do the same again."),
        )
        raise StoreFailed(what, mend=mend, where=str(where)) from error


def settle(part: Path, final: Path) -> None:
    """Give a finished file its final name, durably: its bytes first, then the name, then the folder.

    Args:
        part: a complete file on the same file system.
        final: the name that it gets; an older file there is replaced in one step.
    """
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    final.parent.mkdir(parents=True, exist_ok=True)
    part.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_bytes(final: Path, data: bytes, parts: Path | None = None) -> None:
    """Write a whole small file in one durable step.

    Args:
        final: the file's name.
        data: all its bytes.
        parts: folder on the same file system for the unfinished file; beside `final` unless given.

    Raises:
        StoreFailed: the disk did not take it; whatever stood at `final` still does.
    """
    folder = parts or final.parent
    part = folder / f".{uuid.uuid4().hex}.part"
    with store_errors(final):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            settle(part, final)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
