"""Whether the file holds the frames that it promises."""

from __future__ import annotations

from resources.media.measure.scales import Part, rate
from resources.media.probe import Probe

__all__ = ["integrity"]


def integrity(clip: Probe, *, good: int, promised: int) -> dict[str, Part]:
    """The share of promised frames that are missing, damaged or skipped.

    Args:
        clip: what the packets say.
        good: frames that were decoded without an error.
        promised: frames that the container's index names; 0 where it names none.

    Returns:
        Integrity.
    """
    expected = max(promised, clip.frames, 1)
    lost = max(0, expected - good) + max(0, clip.largest_gap - 1)
    return {"integrity": rate("integrity", min(1.0, lost / expected))}
