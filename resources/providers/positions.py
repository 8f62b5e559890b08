"""Positions such as `1,3-4` or `*`: which of a count a thing happens to."""

from __future__ import annotations

__all__ = ["POSITIONS", "among"]

POSITIONS = r"^(\*|\d+(-\d+)?(,\d+(-\d+)?)*)?$"
"""What positions look like."""


def among(number: int, positions: str) -> bool:
    """Whether a number is named by positions.

    Args:
        number: counted from 1.
        positions: `1,3-4`, `*` for all, or empty for none.
    """
    if positions in ("", "*"):
        return positions == "*"
    spans = (part.partition("-") for part in positions.split(","))
    return any(int(first) <= number <= int(last or first) for first, _, last in spans)
