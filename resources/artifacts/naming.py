"""Which names may stand in the artifact store, and where they lie: no path leaves the tree."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from resources.errors import StoreFailed

__all__ = ["checked_digest", "checked_name", "checked_suffix", "note_name", "place"]

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,199}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def checked_name(name: str) -> str:
    """A name of parts with slashes between them, each of letters, digits, `_`, `-` and inner dots.

    Args:
        name: for example `coffee/2026-11-21_080534/animated/desk_clip`.

    Returns:
        The same name.

    Raises:
        StoreFailed: it could lie outside the store; give it plain parts.
    """
    parts = name.split("/")
    if len(name) > 1000 or not all(_PART.fullmatch(part) and ".." not in part for part in parts):
        raise StoreFailed(
            f"The name {name!r} cannot stand in the artifact store.",
            mend="Use parts of letters, digits, `_`, `-` and single dots, with `/` between them.",
        )
    return name


def checked_suffix(suffix: str) -> str:
    """A file suffix with its dot, for example `.mp4`.

    Raises:
        StoreFailed: it is something else; give a dot and up to 12 small letters or digits.
    """
    if not _SUFFIX.fullmatch(suffix):
        raise StoreFailed(
            f"{suffix!r} is no file suffix.", mend="Give a dot and up to 12 small letters or digits."
        )
    return suffix


def checked_digest(digest: str) -> str:
    """A sha256 in hex.

    Raises:
        StoreFailed: it is something else; give 64 hex digits.
    """
    if not _DIGEST.fullmatch(digest):
        raise StoreFailed(f"{digest!r} is no sha256.", mend="Give 64 small hex digits.")
    return digest


def note_name(key: str) -> str:
    """Where the store notes which artifact a key stands for."""
    name = hashlib.sha256(key.encode()).hexdigest()
    return f"derived/{name[:2]}/{name}.json"


def place(tree: Path, name: str) -> Path:
    """Where a checked name lies below a folder.

    Args:
        tree: the folder.
        name: the name, suffix included.

    Returns:
        The path; it may not exist.

    Raises:
        StoreFailed: the name is not plain, or a link in the tree leads out of it; remove the link.
    """
    path = tree / checked_name(name)
    if not path.resolve().is_relative_to(tree.resolve()):
        raise StoreFailed("A link leads out of the artifact store.", mend="Remove the link.", where=str(path))
    return path
