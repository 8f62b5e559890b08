"""Pilots: names, tiers, providers and the sum of their allotments."""

from __future__ import annotations

from decimal import Decimal

from resources.errors import StudioError
from studio_assets.spec.fault import nearest
from studio_assets.spec.reading import Reading
from studio_assets.spec.values import percent_text

__all__ = ["PRODUCTION_ASSETS", "check"]

PRODUCTION_ASSETS = (
    "plan",
    "seed_assets",
    "greenlight",
    "edl",
    "picture_lock",
    "narration",
    "timeline",
    "music",
    "captions",
    "master",
    "dailies",
    "lessons",
)
"""Last parts of the production's own asset keys; a pilot of that name could not be told from them."""


def check(reading: Reading) -> None:
    """Check the pilots and the budget that they share."""
    if reading.spec.budget.contingency == 1:
        reading.fault(
            ("budget", "contingency"), "a contingency of 100% leaves no money to film", "Write less."
        )
    for name in reading.spec.pilots or {}:
        if name in PRODUCTION_ASSETS:
            reading.fault(
                ("pilots", name),
                f"`{name}` is the name of an asset of the production",
                f"Name the pilot otherwise, such as `{name}_pilot`.",
                at_key=True,
            )
        _tier(reading, name)
    _allotments(reading)


def _tier(reading: Reading, name: str) -> None:
    pilot = (reading.spec.pilots or {})[name]
    path = ("pilots", name)
    if pilot.tier not in reading.tiers:
        reading.fault((*path, "tier"), f"there is no tier `{pilot.tier}`", nearest(pilot.tier, reading.tiers))
    if pilot.video is None:
        if reading.video_of(name) is None and pilot.tier in reading.tiers:
            wanted = ", ".join(one.provider for one in reading.tiers[pilot.tier].video)
            reading.fault(
                (*path, "tier"),
                f"no provider of tier `{pilot.tier}` is offered here ({wanted})",
                reading.instead("video", ""),
            )
        return
    if pilot.video.provider not in reading.filming():
        reading.fault(
            (*path, "video", "provider"),
            f"there is no video provider `{pilot.video.provider}` here",
            reading.instead("video", pilot.video.provider),
        )
        return
    for index, other in enumerate(pilot.video.fallback):
        _fallback(reading, name, index, other)
    video = reading.video_of(name)
    if video is None or (pilot.video.model is None and pilot.tier not in reading.tiers):
        return
    try:
        reading.offers.capabilities(video.kind, video.provider, video.model)
    except StudioError as unknown:
        place = (*path, "video", "model") if pilot.video.model is not None else (*path, "video")
        reading.fault(place, unknown.what.rstrip("."), unknown.mend)


def _fallback(reading: Reading, name: str, index: int, other: str) -> None:
    path = ("pilots", name, "video", "fallback", index)
    video = (reading.spec.pilots or {})[name].video
    if video is None or not reading.sound(*path):
        return
    if other in (video.provider, *video.fallback[:index]):
        reading.fault(path, f"`{other}` is asked before already", "Name each provider once.")
    elif other not in reading.filming():
        reading.fault(path, f"there is no video provider `{other}` here", reading.instead("video", other))


def _allotments(reading: Reading) -> None:
    budget = reading.spec.budget
    asked: list[Decimal] = []
    last = None
    for name, pilot in (reading.spec.pilots or {}).items():
        path = ("pilots", name, "allotment")
        if pilot.allotment is None or not reading.sound(*path):
            continue
        if pilot.allotment.amount is not None and not reading.sound("budget", "limit"):
            return
        share = pilot.allotment.share
        asked.append(share if share is not None else (pilot.allotment.amount or Decimal(0)) / budget.limit)
        last = path
    free = 1 - budget.contingency
    if last is not None and sum(asked) > free and reading.sound("budget", "contingency"):
        total = percent_text(sum(asked, Decimal(0)).quantize(Decimal("0.0001")))
        reading.fault(
            last,
            f"the allotments ask for {total} of the budget; {percent_text(free)} is left "
            f"beside the contingency of {percent_text(budget.contingency)}",
            f"Let them sum to at most {percent_text(free)}.",
        )
