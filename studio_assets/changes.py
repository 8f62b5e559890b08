"""What an edited spec touches in its newest run, and what that would cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from resources.errors import NotConfigured, Refused
from resources.money import ZERO
from studio_assets.graph import Graph, Key, Node, downstream
from studio_assets.planning.plan import Plan
from studio_assets.planning.producer import Brief
from studio_assets.script.lengths import filmed_seconds, lengths
from studio_assets.spec.production import CaptionSpec, Production
from studio_assets.spec.stills import moves_the_seed
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = ["Price", "as_now", "changed", "price", "touched"]


def as_now(snapshot: str, now: Production) -> Production:
    """A run's snapshot as this version would have written it, to be compared with the spec.

    Versions before 0.3 knew one judge, one use of a seed picture and a narrator for every film; versions
    before 0.4 had no captions, no stills, and the master as their one deliverable. What their snapshots say
    of these is no edit of anybody's, so an upgrade by itself must launch nothing.

    Args:
        snapshot: JSON text of the production.
        now: the spec as it is now.
    """
    before = Production.model_validate_json(snapshot)
    said = json.loads(snapshot)
    if "seeds" not in said:
        before = _of_one_judge(before, now)
    if "deliverables" not in said:
        before = _of_one_deliverable(_of_clips(before, now))
    return before


def _of_clips(before: Production, now: Production) -> Production:
    """With the image providers that a tier has now, and the pilots whose tier prefers them."""
    pilots = (
        one.model_copy(update={"video": there.video})
        if there is not None and there.tier == one.tier and there.video.kind == "image"
        else one
        for one, there in ((one, now.pilot(one.name)) for one in before.pilots)
    )
    tiers = {name: _with_stills(tier, now.tiers.get(name)) for name, tier in before.tiers.items()}
    return before.model_copy(update={"pilots": tuple(pilots), "tiers": tiers})


def _with_stills(tier: Tier, now: Tier | None) -> Tier:
    if now is None or not now.stills:
        return tier
    return tier.model_copy(update={"video": now.video, "price_per_picture": now.price_per_picture})


def _of_one_deliverable(before: Production) -> Production:
    """With what a spec that says nothing of it delivers, so that whatever is added since is an edit."""
    form = before.master
    if before.narrator is None:
        form = form.model_copy(update={"captions": "none"})
    return before.model_copy(update={"captions": CaptionSpec(), "deliverables": (form,)})


def _of_one_judge(before: Production, now: Production) -> Production:
    known = {scene.name: scene for scene in now.scenes}
    scenes = (
        one.model_copy(update={"seed_asset": known[one.name].seed_asset})
        if one.first_frame is not None and one.name in known
        else one
        for one in before.scenes
    )
    return before.model_copy(
        update={
            "quality": before.quality.model_copy(update={"judge": now.quality.judge}),
            "narrator": before.narrator if now.narrator is not None else None,
            "seeds": tuple(seed for seed in now.seeds if seed.role == "first_frame"),
            "scenes": tuple(scenes),
        }
    )


def changed(before: Graph, now: Graph) -> tuple[Key, ...]:
    """Assets that are new, or whose part of the spec changed.

    Args:
        before: the assets of the run's snapshot.
        now: the assets of the spec as it is now.
    """
    known = {node.key: node.version for node in before.nodes}
    return tuple(node.key for node in now.nodes if known.get(node.key) != node.version)


def touched(before: Graph, now: Graph) -> tuple[Key, ...]:
    """What must be made again after an edit: the changed assets and everything made from them.

    A scene that was taken out touches what was made from it, too.

    Args:
        before: the assets of the run's snapshot.
        now: the assets of the spec as it is now.
    """
    gone = {node.key for node in before.nodes} - set(now.by_key)
    bereft = {node.key for node in before.nodes if gone.intersection(node.deps)} & set(now.by_key)
    return downstream(now, {*changed(before, now), *bereft})


class Price(NamedTuple):
    """What filming some clips costs, in dollars.

    Args:
        least: where each pilot's first provider films them and no take is shot again.
        most: where the dearest of its providers does, and every clip is shot again as often as it may be.
    """

    least: Decimal
    most: Decimal


def price(
    production: Production, clips: tuple[Node, ...], plan: Plan, brief: Brief, *, bought: bool = False
) -> Price:
    """What filming some clips costs.

    Args:
        production: the production as it is now.
        clips: nodes of the clips to film.
        plan: whose pilots they are.
        brief: whose quotes count.
        bought: whether they are filmed already, so that reshoots alone can follow.
    """
    seconds, reshoots = lengths(production), production.quality.reshoots
    least = most = ZERO
    for node in clips:
        pilot, scene = plan.pilot(node.pilot or ""), production.scene(node.scene or "")
        if pilot is None or scene is None or scene.footage is not None:
            continue
        if moves_the_seed(pilot.video, scene):
            continue
        first, *others = _quotes(brief, production.tiers[pilot.tier], pilot.video, seconds[scene.name])
        wanted = 0 if bought else production.takes_of(scene, production.pilot(pilot.name))
        least += first * wanted
        most += max((first, *others)) * (wanted + reshoots)
    return Price(least, most)


def _quotes(brief: Brief, tier: Tier, video: VideoChoice, seconds: Fraction) -> Iterator[Decimal]:
    """The preferred provider's quote for a clip, then those of its fallbacks that can film it."""
    filmed = filmed_seconds(seconds, brief.durations(video)) or seconds
    yield brief.price(video, tier, filmed)
    for other in video.fallback:
        filmed = filmed_seconds(seconds, brief.durations(other)) or seconds
        with suppress(Refused, NotConfigured):  # it films nothing then, and costs nothing
            yield brief.price(other, tier, filmed)
