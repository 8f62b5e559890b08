"""How many scenes and pilots a spec has, known from the YAML alone, so that the graph is static."""

from __future__ import annotations

from fractions import Fraction

from studio_assets.spec.model import ProductionSpec

__all__ = ["PILOT_SLOTS", "SECONDS_A_SCENE", "open_slots", "scene_count", "scene_names"]

PILOT_SLOTS = ("pilot_a", "pilot_b", "pilot_c")
"""Slots that the producer fills where the spec names no pilot."""

SECONDS_A_SCENE = Fraction(5)
"""A scene's length where neither scenes nor their count are given."""


def scene_count(spec: ProductionSpec) -> int:
    """How many scenes the film has.

    Args:
        spec: the production as written.

    Returns:
        The count as written, else the number of given scenes, else one for each 5 seconds; at least 1.
    """
    if spec.script.count is not None:
        return spec.script.count
    if spec.script.scenes:
        return len(spec.script.scenes)
    return max(1, int(spec.duration / SECONDS_A_SCENE + Fraction(1, 2)))


def open_slots(spec: ProductionSpec) -> int:
    """How many scenes still need a duration: given ones without, and those the writer adds."""
    untimed = sum(scene.duration is None for scene in spec.script.scenes)
    return untimed + max(0, scene_count(spec) - len(spec.script.scenes))


def scene_names(spec: ProductionSpec) -> tuple[str, ...]:
    """Names of all scenes: the given ids, then `scene_N` for each slot, N being its place in the film."""
    names = [scene.id for scene in spec.script.scenes]
    for number in range(len(names) + 1, scene_count(spec) + 1):
        name = f"scene_{number}"
        while name in names:  # the user may have named a scene so
            name = f"{name}_more"
        names.append(name)
    return tuple(names)
