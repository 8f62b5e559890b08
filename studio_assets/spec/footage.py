"""Footage that is a take: `take:<slate>` instead of a file."""

from __future__ import annotations

__all__ = ["TAKE", "taken"]

TAKE = "take:"
"""What footage begins with where it is a take of any production."""


def taken(footage: str) -> str:
    """The slate of a take that is used as footage; empty where the footage is a file.

    Args:
        footage: as the spec has it, or a file's digest.
    """
    return footage.removeprefix(TAKE) if footage.startswith(TAKE) else ""
