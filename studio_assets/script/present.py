"""What the Dagster UI shows of a scene."""

from __future__ import annotations

from typing import Any

from studio_assets.figures import seconds
from studio_assets.script.scene import Scene

__all__ = ["scene_metadata"]


def scene_metadata(scene: Scene) -> dict[str, Any]:
    """What is seen and said, how long, and what the provider is told.

    Args:
        scene: the scene's document.
    """
    shown: dict[str, Any] = {
        "state": scene.state,
        "number": scene.number,
        "description": scene.description,
        "direction": scene.direction or "none",
        **seconds("duration", scene.duration),
        **seconds("filmed", scene.film_duration),
        "narration": scene.narration or "none",
        "begins_by": scene.transition.kind,
        "takes": scene.takes,
        "test_scene": scene.test,
    }
    if scene.overlay is not None:
        over = scene.overlay
        shown["overlay"] = f"{over.text} ({over.position}, {float(over.start):g} s to {float(over.end):g} s)"
    if scene.elements:
        shown["elements"] = ", ".join(scene.elements)
    if scene.continuity:
        shown["continuity"] = scene.continuity
    if scene.continues is not None:
        shown["continues"] = scene.continues
    if scene.footage is not None:
        shown["footage"] = scene.footage
    if scene.keep is not None:
        shown["keeps_take"] = scene.keep
    return shown
