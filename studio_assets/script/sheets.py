"""How the characters and products look that a scene shows, short enough for a provider."""

from __future__ import annotations

from studio_assets.script.shorten import shorten
from studio_assets.seeds.casting import shown
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["LONGEST", "sheets"]

LONGEST = 240
"""Characters of a sheet in a direction: its leading marks, with room left for what happens."""


def sheets(production: Production, slot: SceneSpec, seeds: SeedAssets) -> tuple[str, ...]:
    """The character and product sheets of the seed assets that a scene shows, shortened.

    Args:
        production: whose seed pictures.
        slot: the scene.
        seeds: what the pictures show.

    Returns:
        One text for each, the scene's own first; none of what nobody described.
    """
    described = (seeds.asset(one.id) for one in shown(production, slot))
    texts = (shorten(one.sheet, LONGEST) for one in described if one is not None)
    return tuple(text for text in texts if text)
