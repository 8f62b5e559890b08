"""Camera moves: only over stills."""

from __future__ import annotations

from studio_assets.spec.footage import is_still
from studio_assets.spec.reading import Reading
from studio_assets.spec.source import KeyPath
from studio_assets.spec.tier import STILLS

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check that each scene with a camera move is a still, in one pilot at least."""
    tiers = {pilot.tier for pilot in (reading.spec.pilots or {}).values()}
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
        elif scene.footage is None and tiers and not tiers.intersection(STILLS) and reading.whole("pilots"):
            reading.fault(
                (*path, "move"),
                f"the camera moves over stills alone, and no pilot makes them (tier {' or '.join(STILLS)})",
                "Say the move in `direction`, or give a picture as `footage`.",
                at_key=True,
            )
