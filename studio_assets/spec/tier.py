"""A tier: a look and its price level, one YAML file each in `specs/tiers/`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from resources.money import Usd
from studio_assets.document import Value, late

__all__ = ["Shot", "Tier", "VideoChoice"]

Shot = Literal["video", "image"]
"""What a provider gives for a scene: a clip, or a still over which the camera moves."""


class VideoChoice(Value):
    """A provider that gives a scene its picture, and its model.

    Args:
        provider: the provider's name.
        model: the provider's model; for the simulated provider the tier's name.
        fallback: who films where it fails for good or refuses, in this order.
        kind: what it gives.
    """

    provider: str
    model: str
    fallback: tuple[VideoChoice, ...] = ()
    kind: Shot = late("video")

    @property
    def stills(self) -> bool:
        """Whether it or a fallback of it gives stills."""
        return any(one.kind == "image" for one in (self, *self.fallback))


class Tier(Value):
    """A look and its price level.

    Args:
        name: the file's stem, for example `animated`.
        description: what it looks like, in a sentence.
        price_per_second: dollars per second of a clip that the simulated environment charges.
        threshold: QA score 0-100 that a clip must reach unless the spec says otherwise.
        quality_ceiling: the highest score that the tier is expected to reach, 0-100.
        style: words that go into every direction of this tier.
        video: providers in order of preference.
        price_per_picture: dollars per still that the simulated environment charges; None where the tier
            has no image provider.
    """

    name: str
    description: str
    price_per_second: Usd
    threshold: Decimal
    quality_ceiling: int
    style: tuple[str, ...]
    video: tuple[VideoChoice, ...]
    price_per_picture: Usd | None = late(None)

    @property
    def stills(self) -> bool:
        """Whether somebody of it gives stills, over which a scene can say how the camera moves."""
        return any(one.kind == "image" for one in self.video)
