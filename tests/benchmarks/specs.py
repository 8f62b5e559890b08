"""Specs that benchmarks make films of."""

from __future__ import annotations

__all__ = ["contest", "pair"]


def contest(name: str, *, pilots: int, scenes: int, resolution: str = "720p", seconds: int = 5) -> str:
    """A production in which all pilots film all scenes, whatever their score.

    Args:
        name: the production's name.
        pilots: how many compete.
        scenes: how many each films.
        resolution: of the film.
        seconds: of each scene.
    """
    tiers = ("static_images", "motion_graphics", "animated")
    lines = "".join(f"  pilot_{n}: {{tier: {tiers[n % 3]}}}\n" for n in range(pilots))
    shots = "".join(
        f"    - {{id: scene_{n}, description: 'A boat passes lantern {n}.', duration: {seconds}s}}\n"
        for n in range(scenes)
    )
    return (
        f"production: {name}\nconcept: A paper boat.\nduration: {seconds * scenes}s\n"
        f"resolution: {resolution}\nbudget: $1000\npilots:\n{lines}script:\n  scenes:\n{shots}"
        "competition: {test_scenes: 1, policy: all}\nqa: {threshold: 1, reshoots: 0}\n"
        "automation: {on_change: 'off'}\n"
    )


def pair(name: str) -> str:
    """Two pilots with two scenes of five seconds each."""
    return contest(name, pilots=2, scenes=2)
