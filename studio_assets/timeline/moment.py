"""Where a moment of a scene is seen in the film."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from studio_assets.edl.cut import Cut

__all__ = ["film_frame"]


def film_frame(cut: Cut, scene: str, at: Fraction) -> int | None:
    """The film frame at which a moment of a scene is seen first.

    A slowed event shows it later; an event that was trimmed before it shows it with its last frame.

    Args:
        cut: the film's.
        scene: the scene's name.
        at: seconds from the scene's start.

    Returns:
        The frame, or None where the cut leaves the scene out.
    """
    event = next((one for one in cut.events if one.scene == scene and one.card is None), None)
    if event is None:
        return None
    frame = floor(at * cut.fps)
    if event.spread is not None:
        frame = frame * event.spread // (event.source_out - event.source_in)
    return event.record_in + min(frame, event.frames - 1)
