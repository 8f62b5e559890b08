"""Temporary folders on the store's own file system, swept when their process has died."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["scratch_folder", "sweep"]

_UNFINISHED = 3600.0
"""Seconds after which an unfinished document's file is stale; writing one takes far less."""


@contextmanager
def scratch_folder(below: Path) -> Iterator[Path]:
    """A temporary folder that is removed afterwards.

    Its process holds a lock on the folder itself. The system drops the lock with the process, however
    it dies, so that `sweep` can tell a stale folder without trusting process numbers.

    Args:
        below: the folder that it is made in.
    """
    below.mkdir(parents=True, exist_ok=True)
    folder, lock = _locked_folder(below)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(below: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=below))
        try:
            lock = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue  # a sweep took it between its making and its locking
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return folder, lock
        os.close(lock)


def sweep(below: Path) -> int:
    """Remove the temporary folders and unfinished files whose process has died.

    Args:
        below: the folder that they lie in; it need not exist.

    Returns:
        How many folders were removed.
    """
    removed = 0
    for folder in sorted(below.iterdir()) if below.is_dir() else ():
        if folder.suffix == ".part":
            if time.time() - folder.stat().st_mtime > _UNFINISHED:
                folder.unlink(missing_ok=True)
            continue
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
        except BlockingIOError:
            pass
        finally:
            os.close(lock)
    return removed
