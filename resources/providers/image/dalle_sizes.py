"""Which sizes OpenAI's image models draw."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["SIZES", "fits"]

_STEP = 16
"""Both sides are a multiple of so many pixels."""

_LONGEST = 3840
_LEAST, _MOST = 655_360, 3840 * 2160
"""Pixels in all (OpenAI's image guide for gpt-image-2, 2026; the least from memory)."""

_RATIOS = (Fraction(16, 9), Fraction(4, 3), Fraction(3, 2), Fraction(21, 9))
_SHORT = (720, 1024, 1080, 1440, 2160)


def fits(width: int, height: int) -> bool:
    """Whether the models draw a size.

    Args:
        width: pixels.
        height: pixels.
    """
    long, short = max(width, height), min(width, height)
    whole = width % _STEP == 0 and height % _STEP == 0
    return whole and long <= _LONGEST and long <= 3 * short and _LEAST <= width * height <= _MOST


def _sizes() -> tuple[tuple[int, int], ...]:
    common = [(1280, 720), (720, 1280), (1024, 1024), (1536, 1024), (1024, 1536), (1920, 1088), (1088, 1920)]
    for short in _SHORT:
        side = _STEP * round(Fraction(short, _STEP))
        common.append((side, side))
        for ratio in _RATIOS:
            long = _STEP * round(ratio * short / _STEP)
            common += [(long, side), (side, long)]
    return tuple(dict.fromkeys(size for size in common if fits(*size)))


SIZES = _sizes()
"""(width, height) of the common ratios and resolutions, each side rounded to a multiple of 16 pixels."""
