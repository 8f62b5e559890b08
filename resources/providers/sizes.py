"""Between pixels and the ratio and resolution words that wire protocols use."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["size_words"]


def size_words(ratios: Sequence[str], resolutions: Sequence[str]) -> dict[tuple[int, int], tuple[str, str]]:
    """Every size that some ratios and resolutions give.

    Args:
        ratios: words such as `16:9`.
        resolutions: words such as `720p`, whose number is the shorter side; `4k` is 2160.

    Returns:
        (width, height) in even pixels -> (ratio, resolution), in the given order.
    """
    table: dict[tuple[int, int], tuple[str, str]] = {}
    for resolution in resolutions:
        short = 2160 if resolution == "4k" else int(resolution.removesuffix("p"))
        for ratio in ratios:
            width, height = (int(part) for part in ratio.split(":"))
            long = 2 * round(Fraction(short * max(width, height), min(width, height)) / 2)
            size = (long, short) if width >= height else (short, long)
            table.setdefault(size, (ratio, resolution))
    return table
