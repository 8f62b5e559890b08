"""Non-drop timecode."""

from __future__ import annotations

__all__ = ["COUNTED", "timecode"]

COUNTED = (24, 25, 30, 48, 50, 60)
"""Whole rates that editing programs count timecode in."""


def timecode(frames: int, fps: int) -> str:
    """Frames as `hours:minutes:seconds:frames`.

    OpenTimelineIO's own refuses rates that a spec may have, such as 12.

    Args:
        frames: from 0; a day has 24 hours, as on every recorder.
        fps: frames per second, below 100.
    """
    seconds, rest = divmod(frames, fps)
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"
