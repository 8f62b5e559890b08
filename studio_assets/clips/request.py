"""What is sent to a provider for one scene: the same object is priced, hashed and sent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from resources.providers.port import Capabilities, Provider, VideoRequest
from studio_assets.script.scene import Scene
from studio_assets.seeds.casting import casting
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["filmed_size", "video_request"]


def video_request(
    production: Production,
    tier: Tier,
    scene: Scene,
    provider: Provider,
    model: str,
    duration: Fraction,
    first_frame: str | None,
) -> VideoRequest:
    """The request for a scene, in the size that the provider films best for this film.

    The seed pictures of the scene, and characters that no scene names, go along as far as the model
    takes them.

    Args:
        production: whose film it is.
        tier: the look that is filmed.
        scene: what is filmed.
        provider: who films it.
        model: with which model.
        duration: seconds that it films.
        first_frame: digest of the key frame that opens it, or None.

    Returns:
        The request with seed 0; the journal gives each take its own seed. A provider with prices of its
        own gets no rate, so that an edit of the tier's play price buys nothing anew from it.
    """
    able = provider.capabilities(model)
    width, height = filmed_size(production.width, production.height, able)
    pictures = casting(production, scene.name, able, duration, first_frame)
    return VideoRequest(
        model=model,
        direction=scene.direction,
        duration=duration,
        width=width,
        height=height,
        fps=production.fps,
        first_frame=pictures.first_frame,
        references=pictures.references,
        rate=Decimal(0) if provider.own_prices else tier.price_per_second,
    )


def filmed_size(width: int, height: int, able: Capabilities) -> tuple[int, int]:
    """The size that a model films for a film: the film's own, else the nearest in shape, then in area.

    Args:
        width: of the film in pixels.
        height: of the film in pixels.
        able: what the model can film.
    """
    if not able.sizes or (width, height) in able.sizes:
        return width, height
    ratio = width / height
    return min(
        able.sizes, key=lambda size: (abs(size[0] / size[1] - ratio), abs(size[0] * size[1] - width * height))
    )
