"""How a camera moves over a still picture: which part of the picture each frame shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from resources.media.timeline import Format

__all__ = ["MOVES", "Box", "Move", "boxes", "suits"]

Move = Literal["push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "still"]

MOVES: Mapping[Move, str] = {
    "push_in": "the picture comes nearer",
    "pull_out": "the picture draws back",
    "pan_left": "the camera goes to the left",
    "pan_right": "the camera goes to the right",
    "tilt_up": "the camera goes upwards",
    "tilt_down": "the camera goes downwards",
    "still": "the camera stands",
}
"""Stored names: they stand in specs and in the keys of finished clips."""

_ZOOM = 0.02  # a second
_ZOOM_LEAST, _ZOOM_MOST = 1.05, 1.15  # a picture's own margin, of 7 % at each side, stays in sight
_GLIDE = 0.06  # of the frame a second, where the picture has the room
_ROOM = 0.02  # of the frame a second, where the picture has to be cut for it
_ROOM_LEAST, _ROOM_MOST = 0.05, 0.12
_EASE, _EASE_MOST = 0.5, 0.25  # seconds to come up to speed, and their share of the clip at most
_SHAPE = 1.2  # how much wider than the frame a picture is that the camera pans over


@dataclass(frozen=True)
class Box:
    """The part of the picture that one frame shows, in its pixels; never outside of it.

    Args:
        left: from the picture's left edge.
        top: from its upper edge.
        right: from its left edge.
        bottom: from its upper edge.
    """

    left: float
    top: float
    right: float
    bottom: float


def suits(width: int, height: int, form: Format, number: int) -> Move:
    """A move that suits a picture: along it where it is longer than the frame, else nearer or back.

    Args:
        width: of the picture in pixels.
        height: of the picture in pixels.
        form: the film's format.
        number: of the scene, so that neighbours differ.
    """
    shape = width * form.height / (height * form.width)
    odd = number % 2 == 1
    if shape >= _SHAPE:
        return "pan_right" if odd else "pan_left"
    if shape <= 1 / _SHAPE:
        return "tilt_down" if odd else "tilt_up"
    return "push_in" if odd else "pull_out"


def boxes(move: Move, width: int, height: int, form: Format, frames: int) -> tuple[Box, ...]:
    """The part of the picture that each frame shows.

    The speed comes up from rest, stays the same, and goes down to rest.

    Args:
        move: how the camera moves.
        width: of the picture in pixels.
        height: of the picture in pixels.
        form: the film's format.
        frames: how many, 1 or more.

    Returns:
        One box a frame, all of the frame's shape.
    """
    seconds = frames / form.fps
    begin, end = _ends(move, width, height, form, seconds)
    ease = min(_EASE_MOST, _EASE / seconds)
    return tuple(
        _between(begin, end, _eased(number / max(1, frames - 1), ease), width, height)
        for number in range(frames)
    )


def _ends(move: Move, width: int, height: int, form: Format, seconds: float) -> tuple[Box, Box]:
    shape = form.width / form.height
    wide, high = min(width, height * shape), min(height, width / shape)
    if move in ("push_in", "pull_out"):
        zoom = min(_ZOOM_MOST, max(_ZOOM_LEAST, 1 + _ZOOM * seconds))
        far, near = _at(width, height, wide, high), _at(width, height, wide / zoom, high / zoom)
        return (far, near) if move == "push_in" else (near, far)
    if move == "still":
        whole = _at(width, height, wide, high)
        return whole, whole
    across = move in ("pan_left", "pan_right")
    least = min(_ROOM_MOST, max(_ROOM_LEAST, _ROOM * seconds))
    has = width / wide - 1 if across else height / high - 1
    if has < least:
        wide, high = (side * (1 + has) / (1 + least) for side in (wide, high))
    most = (width - wide) / wide if across else (height - high) / high
    way = min(most, max(least, _GLIDE * seconds)) / 2
    step = way * wide if across else way * high
    before, after = (
        _at(width, height, wide, high, x=side * step if across else 0, y=0 if across else side * step)
        for side in (-1, 1)
    )
    return (before, after) if move in ("pan_right", "tilt_down") else (after, before)


def _at(width: int, height: int, wide: float, high: float, x: float = 0, y: float = 0) -> Box:
    """A box of a size, so far from the picture's middle, and not over its edge by a rounding."""
    left = max(0.0, min((width - wide) / 2 + x, width - wide))
    top = max(0.0, min((height - high) / 2 + y, height - high))
    return Box(left, top, min(left + wide, float(width)), min(top + high, float(height)))


def _between(begin: Box, end: Box, share: float, width: int, height: int) -> Box:
    """The box on the way; sizes change by the same factor in the same time, so that it looks even."""
    wide = _scaled(begin.right - begin.left, end.right - end.left, share)
    high = _scaled(begin.bottom - begin.top, end.bottom - end.top, share)
    x, y = (
        (one[0] + one[1] + (two[0] + two[1] - one[0] - one[1]) * share) / 2 - side / 2
        for one, two, side in (
            ((begin.left, begin.right), (end.left, end.right), width),
            ((begin.top, begin.bottom), (end.top, end.bottom), height),
        )
    )
    return _at(width, height, wide, high, x, y)


def _scaled(one: float, two: float, share: float) -> float:
    return float(one * (two / one) ** share)


def _eased(share: float, ease: float) -> float:
    """How far the camera is: at rest at both ends, of one speed between."""
    speed = 1 / (1 - ease)
    if share < ease:
        return speed * share * share / (2 * ease)
    if share > 1 - ease:
        return 1 - speed * (1 - share) ** 2 / (2 * ease)
    return speed * (share - ease / 2)
