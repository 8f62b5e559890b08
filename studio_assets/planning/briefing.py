"""Brief a producer: the production, the providers' quotes, and what earlier runs measured."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from resources.providers.port import Provider, VideoRequest
from studio_assets.call_sheet import Doers
from studio_assets.clips.able import able
from studio_assets.clips.request import filmed_size
from studio_assets.clips.still_request import sized_still
from studio_assets.planning.producer import Brief
from studio_assets.seeds.casting import everywhere
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = ["brief"]

_ANY = "A scene of the film."
"""A direction to be priced with: no provider here charges video by its words."""

_FRAME = "0" * 64
"""A key frame to be priced with, for models that film nothing without one."""

_WORDS = 1200
"""Characters of a direction that a picture is priced with: image providers charge by words, too."""


def brief(production: Production, doers: Doers, before: datetime | None = None) -> Brief:
    """All that a producer may know of a production.

    Args:
        production: what is wanted.
        doers: whose providers quote and whose library remembers.
        before: what was measured later is left out, so that planning a run again gives the same
            plan; None reads everything.
    """

    def price(video: VideoChoice, tier: Tier, seconds: Fraction) -> Decimal:
        if video.kind == "image":
            return _of_still(production, doers.provider("image", video.provider), video.model, tier)
        provider = doers.provider("video", video.provider)
        can = provider.capabilities(video.model)
        width, height = filmed_size(production.width, production.height, can)
        request = VideoRequest(
            model=video.model,
            direction=_ANY,
            duration=seconds,
            width=width,
            height=height,
            fps=production.fps,
            first_frame=_FRAME if can.needs_first_frame else None,
            rate=tier.price_per_second,
        )
        return provider.quote(request).amount

    def durations(video: VideoChoice) -> tuple[Fraction, ...]:
        return able(doers, video).durations

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


def _of_still(production: Production, provider: Provider, model: str, tier: Tier) -> Decimal:
    """What the dearest picture of a film costs: scenes differ in what is shown to the provider."""
    can = provider.capabilities(model)
    own = any(one.seed_asset is not None or one.continues is not None for one in production.scenes)
    shown = min(can.references, len(everywhere(production)) + own)
    request = sized_still(
        production,
        tier,
        provider,
        model,
        direction="x" * min(_WORDS, can.prompt_limit or _WORDS),
        references=tuple(f"{number:064x}" for number in range(shown)),
    )
    return provider.quote(request).amount
