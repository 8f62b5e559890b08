"""Where finished segments and sounds are kept: whoever owns a store answers these two questions."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Protocol

from resources.media.whole_file import whole

__all__ = ["Cache", "FolderCache"]


class Cache(Protocol):
    """Files by the hash of everything that decides their bytes."""

    def get(self, key: str) -> Path | None:
        """The file of a key, or None."""
        ...

    def put(self, key: str, file: Path) -> Path:
        """Keep a copy of a file under a key and say where it is."""
        ...


class FolderCache:
    """A cache in one folder.

    A file carries the hash of its bytes in its name, so that a damaged one is made again and never used.

    Args:
        folder: made on first use.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Path | None:
        """The file of a key with its bytes as they were put, or None."""
        for file in sorted(self.folder.glob(f"{key}.*")):
            if _digest(file) == file.name.split(".")[1]:
                return file
            file.unlink(missing_ok=True)
        return None

    def put(self, key: str, file: Path) -> Path:
        """Keep a copy of a file under a key and say where it is."""
        kept = self.folder / f"{key}.{_digest(file)}{file.suffix}"
        with whole(kept) as beside:
            shutil.copyfile(file, beside)
        return kept


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
