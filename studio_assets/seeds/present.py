"""What the Dagster UI shows of seed assets."""

from __future__ import annotations

from typing import Any

from PIL import UnidentifiedImageError

from resources.artifacts.port import ArtifactStore
from studio_assets.figures import said, table
from studio_assets.links import link, picture
from studio_assets.seeds.description import SeedAsset, SeedAssets

__all__ = ["seeds_metadata"]


def seeds_metadata(artifacts: ArtifactStore, described: SeedAssets) -> dict[str, Any]:
    """The state in words, each picture, and what is seen in it; every asset shows its notes by itself.

    Args:
        artifacts: has the pictures.
        described: the seed assets' document.
    """
    shown: dict[str, Any] = {"state": described.state, "crew": described.crew}
    for asset in described.assets:
        shown |= _picture(artifacts, asset)
    shown["assets"] = table(
        [
            {
                "id": one.id,
                "role": one.role.replace("_", " "),
                "state": one.state,
                "content": one.content,
                "style": one.style,
                "palette": ", ".join(one.palette),
                "themes": ", ".join(one.themes),
            }
            for one in described.assets
        ]
    )
    sheets = [f"{one.id}: {one.sheet}" for one in described.assets if one.sheet]
    if sheets:
        shown["sheets"] = said(sheets)
    return shown


def _picture(artifacts: ArtifactStore, asset: SeedAsset) -> dict[str, Any]:
    found = artifacts.find(asset.digest)
    if found is None:
        return {}
    try:
        return {asset.id: picture(artifacts, found, f"{asset.role.replace('_', ' ')} {asset.id}")}
    except (UnidentifiedImageError, OSError):
        return {asset.id: link(found, asset.id)}
