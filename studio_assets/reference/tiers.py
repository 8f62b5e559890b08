"""The page of the shipped tiers, from their files."""

from __future__ import annotations

from resources.money import dollars
from resources.project import package_folder
from studio_assets.spec.tier import VideoChoice
from studio_assets.spec.tiers import load_tiers

__all__ = ["tiers_page"]

_HEAD = """# Tiers

A tier is a look and its price level, one file each in `specs/tiers/`. The prices are the simulated
environment's defaults. Who films it stands in order of preference; an image provider draws one still a
scene, over which the camera moves. How to add one: [add a tier](../how-to/add-a-tier.md).

| tier | looks like | $/s (simulated) | $/still (simulated) | threshold | ceiling | style words | filmed by |
|---|---|---|---|---|---|---|---|
"""


def tiers_page() -> str:
    """The page's text: the cheapest tier first."""
    tiers, _ = load_tiers(package_folder("specs"))
    rows = [
        f"| `{tier.name}` | {tier.description} | {dollars(tier.price_per_second)} "
        f"| {'' if tier.price_per_picture is None else dollars(tier.price_per_picture)} | {tier.threshold:g} "
        f"| {tier.quality_ceiling} | {', '.join(tier.style)} "
        f"| {', '.join(_named(video) for video in tier.video)} |"
        for tier in tiers.values()
    ]
    return _HEAD + "\n".join(rows) + "\n"


def _named(video: VideoChoice) -> str:
    stills = "stills: " if video.kind == "image" else ""
    return f"{stills}{video.provider} ({video.model})"
