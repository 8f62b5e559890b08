"""What the provider that films a pilot can do for its scenes, whether it gives clips or stills."""

from __future__ import annotations

from resources.providers.port import Capabilities
from studio_assets.call_sheet import Doers
from studio_assets.spec.stills import moved
from studio_assets.spec.tier import VideoChoice

__all__ = ["able"]


def able(doers: Doers, video: VideoChoice) -> Capabilities:
    """What a choice can film.

    Args:
        doers: whose providers there are.
        video: provider and model.

    Raises:
        NotConfigured: there is no such provider in this environment.
        StudioError: it has no such model.
    """
    found = doers.provider(video.kind, video.provider).capabilities(video.model)
    return found if video.kind == "video" else moved(found)
