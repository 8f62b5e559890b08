"""The asset analyzer's trade: what it is told, and what it answers."""

from __future__ import annotations

from typing import Protocol

from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production

__all__ = ["AssetAnalyzer"]


class AssetAnalyzer(Protocol):
    """Describes the user's pictures, so that writer and directions know what they show."""

    async def describe(self, production: Production) -> SeedAssets:
        """What the seed pictures show.

        Args:
            production: its `seeds`; their files are in the artifact store.

        Returns:
            One entry a picture, in the spec's order; one that nobody could look at says why.

        Raises:
            TransientFailure: asking again is free and may heal it.
            AccountRefused: the key or the account was turned away; a person mends it.
        """
        ...
