"""What is sent to a provider for one scene: the same object is priced, hashed and sent."""

from __future__ import annotations

from resources.providers.port import Capabilities, VideoRequest
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["video_request"]


def video_request(
    production: Production,
    pilot: PlannedPilot,
    scene: Scene,
    able: Capabilities,
    first_frame: str | None,
) -> VideoRequest:
    """The request for a scene, in the size that the provider films best for this film.

    Args:
        production: whose film it is.
        pilot: who films it.
        scene: what is filmed.
        able: what the provider's model can film.
        first_frame: digest of the key frame that opens it, or None.

    Returns:
        The request with seed 0; the journal gives each take its own seed.
    """
    width, height = production.width, production.height
    if able.sizes and (width, height) not in able.sizes:
        ratio = width / height
        width, height = min(
            able.sizes,
            key=lambda size: (abs(size[0] / size[1] - ratio), abs(size[0] * size[1] - width * height)),
        )
    return VideoRequest(
        model=pilot.model,
        direction=scene.direction,
        duration=scene.film_duration,
        width=width,
        height=height,
        fps=production.fps,
        first_frame=first_frame,
        rate=production.tiers[pilot.tier].price_per_second,
    )
