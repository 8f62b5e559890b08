"""Rules that one value alone cannot break, each noting its faults in the reading."""

from __future__ import annotations

from studio_assets.spec.reading import Reading
from studio_assets.spec.rules import (
    delivery,
    filming,
    judging,
    lettering,
    narration,
    pilots,
    scenes,
    sound,
    stills,
    timing,
    wording,
)

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Note every mistake that needs more than one value to be seen.

    Args:
        reading: the spec; gets the faults, the rendered texts and the hashed files.
    """
    wording.check(reading)
    pilots.check(reading)
    scenes.check(reading)
    timing.check(reading)
    filming.check(reading)
    stills.check(reading)
    narration.check(reading)
    sound.check(reading)
    judging.check(reading)
    delivery.check(reading)
    lettering.check(reading)
