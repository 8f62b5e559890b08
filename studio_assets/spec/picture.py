"""Pixels of a picture from its aspect ratio and resolution."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["pixels"]


def pixels(aspect_ratio: str, resolution: str) -> tuple[int, int]:
    """Width and height: the resolution is the shorter side, the longer one is rounded to an even number.

    Args:
        aspect_ratio: for example `16:9`.
        resolution: for example `720p`.

    Returns:
        For example (1280, 720) for 16:9 and (720, 1280) for 9:16.
    """
    wide, high = (int(part) for part in aspect_ratio.split(":"))
    short = int(resolution.removesuffix("p"))
    # Encoders with 4:2:0 colour take even sides only.
    long = 2 * round(Fraction(short * max(wide, high), 2 * min(wide, high)))
    return (long, short) if wide >= high else (short, long)
