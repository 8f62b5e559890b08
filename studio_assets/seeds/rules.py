"""An asset analyzer by rules: it has no eyes, and says so."""

from __future__ import annotations

from studio_assets.seeds.analyzer import AssetAnalyzer
from studio_assets.seeds.description import SeedAsset, SeedAssets
from studio_assets.spec.production import Production, SeedFile

__all__ = ["RulesAnalyzer", "undescribed"]

_NOBODY = "nobody looked"


class RulesAnalyzer(AssetAnalyzer):
    """The analyzer's twin that costs nothing: pictures reach the providers, undescribed."""

    async def describe(self, production: Production) -> SeedAssets:
        """The pictures by name, role and hash."""
        if not production.seeds:
            return SeedAssets(state="none")
        assets = tuple(undescribed(seed, _NOBODY) for seed in production.seeds)
        return SeedAssets(state=f"undescribed: {_NOBODY}", crew="rules", assets=assets)


def undescribed(seed: SeedFile, why: str) -> SeedAsset:
    """A picture that nobody described.

    Args:
        seed: the picture.
        why: the reason, without a full stop.
    """
    return SeedAsset(id=seed.id, role=seed.role, digest=seed.file.digest, state=f"undescribed: {why}")
