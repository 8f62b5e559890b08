"""The sha256 of a file, alone or while it is copied."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["copied", "digest_and_size"]

_CHUNK = 1 << 20


def digest_and_size(file: Path) -> tuple[str, int]:
    """A file's sha256 in hex, and its bytes."""
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return digest, file.stat().st_size


def copied(file: Path, part: Path) -> tuple[str, int]:
    """Copy a file, reading it once.

    Args:
        file: the source.
        part: the copy that is made.

    Returns:
        The sha256 of the copied bytes in hex, and how many they are.
    """
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source, part.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
