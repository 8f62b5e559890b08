"""Moments of the film: a scene that there is, and seconds within it."""

from __future__ import annotations

from fractions import Fraction

from studio_assets.spec.fault import nearest
from studio_assets.spec.reading import Reading
from studio_assets.spec.slots import scene_names
from studio_assets.spec.source import KeyPath
from studio_assets.spec.values import duration_text

__all__ = ["check_moment", "check_scene"]


def check_scene(reading: Reading, path: KeyPath, scene: str | None) -> bool:
    """Check that a scene is there.

    Args:
        reading: gets the fault.
        path: where it is named.
        scene: its id, or None for none.

    Returns:
        Whether nothing is wrong with it.
    """
    if scene is None or scene in scene_names(reading.spec):
        return True
    # Where scenes themselves are faulty, any of them may be the one that is meant.
    if reading.whole("script") and reading.sound("duration"):
        reading.fault(path, f"there is no scene `{scene}`", nearest(scene, scene_names(reading.spec)))
    return False


def check_moment(reading: Reading, path: KeyPath, scene: str, at: Fraction, what: str) -> None:
    """Check a `scene` and an `at` that stand beside each other.

    Args:
        reading: gets the fault.
        path: of the mapping that holds both.
        scene: the scene's id.
        at: seconds from its start.
        what: what happens then, such as `the effect begins`.
    """
    if not check_scene(reading, (*path, "scene"), scene) or not reading.sound(*path, "at"):
        return
    seconds = next((one.duration for one in reading.spec.script.scenes if one.id == scene), None)
    if seconds is not None and at >= seconds:
        reading.fault(
            (*path, "at"),
            f"{what} at {duration_text(at)}, after its scene of {duration_text(seconds)}",
            f"Write less than `{duration_text(seconds)}`.",
        )
