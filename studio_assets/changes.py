"""What an edited spec touches in its newest run, and what that would cost."""

from __future__ import annotations

from decimal import Decimal

from resources.money import ZERO
from studio_assets.graph import Graph, Key, Node, downstream
from studio_assets.planning.plan import Plan
from studio_assets.planning.producer import Brief
from studio_assets.script.lengths import filmed_seconds, lengths
from studio_assets.spec.production import Production
from studio_assets.spec.tier import VideoChoice

__all__ = ["changed", "price", "touched"]


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


def price(production: Production, clips: tuple[Node, ...], plan: Plan, brief: Brief) -> Decimal:
    """The most that filming some clips anew costs, reshoots not counted.

    Args:
        production: the production as it is now.
        clips: nodes of the clips to film.
        plan: whose pilots they are.
        brief: whose quotes count.

    Returns:
        Dollars.
    """
    seconds = lengths(production)
    total = ZERO
    for node in clips:
        pilot, scene = plan.pilot(node.pilot or ""), production.scene(node.scene or "")
        if pilot is None or scene is None or scene.footage is not None:
            continue
        video = VideoChoice(provider=pilot.provider, model=pilot.model)
        filmed = filmed_seconds(seconds[scene.name], brief.durations(video)) or seconds[scene.name]
        takes = production.takes_of(scene, production.pilot(pilot.name))
        total += brief.price(video, production.tiers[pilot.tier], filmed) * takes
    return total
