"""Footage of the user's: a file, a still over which the camera moves, or `take:<slate>`, a take."""

from __future__ import annotations

from pathlib import PurePath

__all__ = ["PICTURES", "TAKE", "is_still", "taken"]

TAKE = "take:"
"""What footage begins with where it is a take of any production."""

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
"""Suffixes of footage that is a still."""


def taken(footage: str) -> str:
    """The slate of a take that is used as footage; empty where the footage is a file.

    Args:
        footage: as the spec has it, or a file's digest.
    """
    return footage.removeprefix(TAKE) if footage.startswith(TAKE) else ""


def is_still(footage: str) -> bool:
    """Whether footage is a picture.

    Args:
        footage: as the spec has it: a path or `take:<slate>`.
    """
    return not taken(footage) and PurePath(footage).suffix.lower() in PICTURES
