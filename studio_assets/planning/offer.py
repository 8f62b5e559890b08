"""What a pilot would cost: its test scenes, its first scene and its whole film."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from resources.money import MICRO
from studio_assets.planning.producer import Brief
from studio_assets.script.lengths import filmed_seconds, lengths
from studio_assets.spec.production import PilotSpec
from studio_assets.spec.stills import moves_the_seed
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = ["Offer", "offer"]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One tier with one provider, priced for this production in micro-dollars.

    Args:
        tier: the look.
        video: who films it.
        test: micro-dollars for the test scenes.
        entry: micro-dollars below which it is not worth beginning: the test scenes, or the first
            scene where nothing is tested.
        film: micro-dollars for all scenes with all their takes.
        unfilmable: why the model cannot film this script; empty where it can.
    """

    tier: Tier
    video: VideoChoice
    test: int
    entry: int
    film: int
    unfilmable: str = ""


def offer(brief: Brief, tier: Tier, video: VideoChoice, pilot: PilotSpec | None) -> Offer:
    """Price a pilot.

    Args:
        brief: what is wanted and what it costs.
        tier: the look.
        video: who would film it.
        pilot: the spec's word on the pilot, None where the producer fills the slot.

    Returns:
        The offer; own footage, and own pictures that are stills as they are, cost nothing in it.
    """
    production = brief.production
    filmable = brief.durations(video)
    seconds = lengths(production)
    prices: dict[str, int] = {}
    for scene in production.filming_order():
        if scene.footage is not None or moves_the_seed(video, scene):
            prices[scene.name] = 0
            continue
        filmed = filmed_seconds(seconds[scene.name], filmable)
        if filmed is None:
            why = (
                f"{video.provider}/{video.model} films at most {filmable[-1]} s, "
                f"but scene {scene.name} lasts {seconds[scene.name]} s"
            )
            return Offer(tier=tier, video=video, test=0, entry=0, film=0, unfilmable=why)
        takes = production.takes_of(scene, pilot)
        prices[scene.name] = _whole_micros(brief.price(video, tier, filmed)) * takes
    test = sum(prices[name] for name in production.test_scenes())
    entry = test if production.competition.test_scenes else next(iter(prices.values()), 0)
    return Offer(tier=tier, video=video, test=test, entry=entry, film=sum(prices.values()))


def _whole_micros(amount: Decimal) -> int:
    # Upwards: a price that is rounded down could leave a pilot one micro-dollar short of its last clip.
    return int((amount / MICRO).to_integral_value(ROUND_CEILING))
