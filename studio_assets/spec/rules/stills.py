"""Camera moves: only over stills."""

from __future__ import annotations

from studio_assets.spec.footage import is_still
from studio_assets.spec.reading import Reading
from studio_assets.spec.source import KeyPath

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check that each scene with a camera move is a still, in one pilot at least."""
    moving = bool(reading.spec.pilots) and reading.whole("pilots") and not _drawn(reading)
    makers = [tier.name for tier in reading.tiers.values() if tier.stills]
    for index, scene in enumerate(reading.spec.script.scenes):
        path: KeyPath = ("script", "scenes", index)
        if scene.move is None or not reading.sound(*path, "footage"):
            continue
        if scene.footage is not None and not is_still(scene.footage):
            reading.fault(
                (*path, "move"),
                "the camera moves over stills alone, and this footage moves by itself",
                "Remove `move`, or give a picture.",
                at_key=True,
            )
        elif scene.footage is None and moving:
            reading.fault(
                (*path, "move"),
                f"the camera moves over stills alone, and no pilot makes them (tier {' or '.join(makers)})",
                "Say the move in `direction`, or give a picture as `footage`.",
                at_key=True,
            )


def _drawn(reading: Reading) -> bool:
    """Whether a pilot makes stills: its tier does, be it here or elsewhere, or its own providers do."""
    pilots = reading.spec.pilots or {}
    of_tier = any(reading.tiers[one.tier].stills for one in pilots.values() if one.tier in reading.tiers)
    videos = (reading.video_of(name) for name in pilots)
    return of_tier or any(video.stills for video in videos if video is not None)
