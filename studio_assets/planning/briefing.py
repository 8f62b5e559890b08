"""Brief a producer: the production, the providers' quotes, and what earlier runs measured."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from resources.providers.port import VideoRequest
from studio_assets.call_sheet import Doers
from studio_assets.clips.request import filmed_size
from studio_assets.planning.producer import Brief
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = ["brief"]

_ANY = "A scene of the film."
"""A direction to be priced with: no provider here charges video by its words."""

_FRAME = "0" * 64
"""A key frame to be priced with, for models that film nothing without one."""


def brief(production: Production, doers: Doers, before: datetime | None = None) -> Brief:
    """All that a producer may know of a production.

    Args:
        production: what is wanted.
        doers: whose providers quote and whose library remembers.
        before: what was measured later is left out, so that planning a run again gives the same
            plan; None reads everything.
    """

    def price(video: VideoChoice, tier: Tier, seconds: Fraction) -> Decimal:
        provider = doers.provider("video", video.provider)
        able = provider.capabilities(video.model)
        width, height = filmed_size(production.width, production.height, able)
        request = VideoRequest(
            model=video.model,
            direction=_ANY,
            duration=seconds,
            width=width,
            height=height,
            fps=production.fps,
            first_frame=_FRAME if able.needs_first_frame else None,
            rate=tier.price_per_second,
        )
        return provider.quote(request).amount

    def durations(video: VideoChoice) -> tuple[Fraction, ...]:
        return doers.provider("video", video.provider).capabilities(video.model).durations

    learned = (
        next((one.text for one in found if before is None or one.at < before), None)
        for found in (doers.memory.episodes(subject=f"tier:{tier}") for tier in sorted(production.tiers))
    )
    return Brief(
        production=production,
        price=price,
        durations=durations,
        simulated=doers.simulated,
        learned=tuple(text for text in learned if text),
    )
