"""What is sent to an image provider for one scene: the picture over which the camera will move."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resources.errors import NotConfigured
from resources.providers.port import Capabilities, ImageRequest, Provider
from studio_assets.script.scene import Scene
from studio_assets.seeds.casting import casting
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["sized_still", "still_request", "still_sizes"]

_MARGIN = 5, 4
"""How much larger than the film a picture is ordered where any size is offered: a camera that is near sees a
part of it."""

_LOST = 0.06
"""Share of a picture that may be cut off before another shape is better."""


def still_request(
    production: Production,
    tier: Tier,
    scene: Scene,
    provider: Provider,
    model: str,
    resembles: str | None,
) -> ImageRequest:
    """The request for the picture of a scene.

    Args:
        production: whose film it is.
        tier: the look that is filmed.
        scene: what is shown.
        provider: who draws it.
        model: with which model.
        resembles: digest of the picture that it goes on from, or None. It, the scene's seed picture and the
            characters of every scene are shown as references, as many as the model takes.

    Returns:
        The request with seed 0; the journal gives each take its own seed.
    """
    able = provider.capabilities(model)
    before = resembles if scene.continues is not None else scene.first_frame
    cast = casting(production, scene.name, able, scene.film_duration, None).references
    shown = dict.fromkeys(one for one in (before, *cast) if one is not None)
    return sized_still(
        production,
        tier,
        provider,
        model,
        direction=scene.direction,
        references=tuple(shown)[: able.references],
    )


def sized_still(
    production: Production,
    tier: Tier,
    provider: Provider,
    model: str,
    *,
    direction: str,
    references: tuple[str, ...],
) -> ImageRequest:
    """A request in the best size whose price is known: what cannot be quoted cannot be bought.

    Args:
        production: whose film it is.
        tier: the look; its play price counts for providers without prices of their own.
        provider: who draws it.
        model: with which model.
        direction: what is shown.
        references: digests of pictures that it shall resemble.
    """
    rate = Decimal(0) if provider.own_prices else tier.price_per_picture or Decimal(0)
    sized = [
        ImageRequest(
            model=model, direction=direction, width=width, height=height, references=references, rate=rate
        )
        for width, height in still_sizes(production.width, production.height, provider.capabilities(model))
    ]
    for request in sized:
        try:
            provider.quote(request)
        except NotConfigured:
            continue
        return request
    return sized[0]  # its quote says which price is missing


def still_sizes(width: int, height: int, able: Capabilities) -> Sequence[tuple[int, int]]:
    """The sizes that a model draws, the best for a film first.

    The film's shape comes before all, as far as the frame would cut pictures of another one; then those
    that need no enlarging, the smallest of them first; then the largest.

    Args:
        width: of the film in pixels.
        height: of the film in pixels.
        able: what the model can make.

    Returns:
        One size or more; where any is offered, one that is a little larger than the film.
    """
    if not able.sizes:
        larger, whole = _MARGIN
        return [(2 * -(-width * larger // (2 * whole)), 2 * -(-height * larger // (2 * whole)))]

    def loss(size: tuple[int, int]) -> tuple[float, bool, int]:
        shape = size[0] * height / (size[1] * width)
        cut = 1 - min(shape, 1 / shape)
        small = size[0] < width or size[1] < height
        area = size[0] * size[1]
        return cut if cut > _LOST else 0.0, small, -area if small else area

    return sorted(able.sizes, key=loss)
