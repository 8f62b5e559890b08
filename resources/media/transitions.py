"""How one shot may give way to the next: every name with what draws it and what the trade calls it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import AfterValidator

__all__ = ["TRANSITIONS", "Drawn", "TransitionKind"]


class Drawn(NamedTuple):
    """One transition.

    Args:
        xfade: ffmpeg's name of it; empty for a cut.
        wipe: number of the SMPTE wipe pattern nearest to it, for CMX 3600; None where none is.
        seen: what is seen, in a few words.
    """

    xfade: str
    wipe: int | None
    seen: str


TRANSITIONS: dict[str, Drawn] = {
    "cut": Drawn("", None, "one frame to the next"),
    "dissolve": Drawn("fade", None, "both mixed"),
    "fade": Drawn("fadeblack", None, "through black"),
    "fade_white": Drawn("fadewhite", None, "through white"),
    "wipe": Drawn("wipeleft", 1, "an edge that moves from right to left"),
    "wipe_right": Drawn("wiperight", 1, "an edge that moves from left to right"),
    "wipe_up": Drawn("wipeup", 2, "an edge that moves from the bottom to the top"),
    "wipe_down": Drawn("wipedown", 2, "an edge that moves from the top to the bottom"),
    "slide": Drawn("slideleft", None, "the new picture pushes the old one to the left"),
    "slide_right": Drawn("slideright", None, "the new picture pushes the old one to the right"),
    "slide_up": Drawn("slideup", None, "the new picture pushes the old one upwards"),
    "slide_down": Drawn("slidedown", None, "the new picture pushes the old one downwards"),
    "smooth_wipe": Drawn("smoothleft", 1, "a soft edge that moves from right to left"),
    "iris": Drawn("circleopen", 119, "a circle that opens"),
    "iris_close": Drawn("circleclose", 119, "a circle that closes"),
    "clock": Drawn("radial", 201, "a hand that turns like a clock's"),
    "zoom": Drawn("zoomin", None, "into the old picture"),
    "pixelize": Drawn("pixelize", None, "both in coarse squares"),
}
"""Name in a spec -> what it is. Names are stored in cuts: renaming one breaks them. A cut is no transition,
but stands here so that there is one list of words."""


def _known(name: str) -> str:
    if name not in TRANSITIONS:
        raise ValueError(f"{name!r} is no transition; there are {', '.join(TRANSITIONS)}")
    return name


TransitionKind = Annotated[str, AfterValidator(_known)]
"""A name in `TRANSITIONS`."""
