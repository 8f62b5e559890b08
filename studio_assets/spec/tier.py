"""A tier: a look and its price level, one YAML file each in `specs/tiers/`."""

from __future__ import annotations

from decimal import Decimal

from resources.money import Usd
from studio_assets.document import Value

__all__ = ["STILLS", "Tier", "VideoChoice"]

STILLS = ("static_images", "motion_graphics")
"""Tiers whose clips are stills over which the camera moves."""


class VideoChoice(Value):
    """A video provider and its model.

    Args:
        provider: the provider's name.
        model: the provider's model; for the simulated provider the tier's name.
        fallback: who films where it fails for good or refuses, in this order.
    """

    provider: str
    model: str
    fallback: tuple[VideoChoice, ...] = ()


class Tier(Value):
    """A look and its price level.

    Args:
        name: the file's stem, for example `animated`.
        description: what it looks like, in a sentence.
        price_per_second: dollars per second that the simulated environment charges.
        threshold: QA score 0-100 that a clip must reach unless the spec says otherwise.
        quality_ceiling: the highest score that the tier is expected to reach, 0-100.
        style: words that go into every direction of this tier.
        video: providers in order of preference.
    """

    name: str
    description: str
    price_per_second: Usd
    threshold: Decimal
    quality_ceiling: int
    style: tuple[str, ...]
    video: tuple[VideoChoice, ...]
