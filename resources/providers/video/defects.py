"""Defects that a simulated clip can have on demand, so that gates and reshoots have something to find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["DEFECTS", "Extent"]


class Extent(NamedTuple):
    """How long and how high a clip is.

    Args:
        frames: in the whole clip as ordered.
        fps: frames per second.
        height: pixels.
    """

    frames: int
    fps: int
    height: int


def _freeze(picture: Any, clip: Extent) -> Any:
    """The last three fifths stand still."""
    kept = max(1, clip.frames * 2 // 5)
    held = picture.filter("trim", end_frame=kept)
    return held.filter("tpad", stop_mode="clone", stop=clip.frames - kept)


def _black(picture: Any, clip: Extent) -> Any:
    """The middle half is black."""
    first, last = clip.frames // 4, clip.frames * 3 // 4
    return picture.filter(
        "drawbox", color="black", t="fill", w="iw", h="ih", enable=f"between(n,{first},{last})"
    )


def _flicker(picture: Any, clip: Extent) -> Any:
    """Every third frame is darker."""
    return picture.filter("eq", brightness="if(eq(mod(n,3),0),-0.22,0)", eval="frame")


def _short(picture: Any, clip: Extent) -> Any:
    """Two fifths are missing at the end."""
    return picture.filter("trim", end_frame=max(1, clip.frames * 3 // 5))


def _blur(picture: Any, clip: Extent) -> Any:
    """Everything is out of focus."""
    return picture.filter("gblur", sigma=round(clip.height / 90, 2))


DEFECTS: dict[str, Callable[[Any, Extent], Any]] = {
    "freeze": _freeze,
    "black": _black,
    "flicker": _flicker,
    "short": _short,
    "blur": _blur,
}
"""What each defect's name does to an ffmpeg-python picture stream, in the order that they are applied."""
