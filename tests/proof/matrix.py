"""The crash matrix: a worker for each boundary, killed there; then another; then one that finds all done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from resources.takes.crash_point import CrashPoint, Next
from resources.takes.crash_points import AT_ONCE_POINTS, CRASH_POINTS
from tests.proof.worker import provider_of, request_of
from tests.proof.world import Facts, World

LISTED, UNLISTED, AT_ONCE = "luma_dream_machine", "runway", "inworld"
"""One provider that lists what it accepted, one that does not, and one that answers with the media; all
others are like one of them."""

KILLED = -9
SCENE = "rain"


@dataclass(frozen=True)
class Case:
    """One kill.

    Args:
        provider: where the take is made.
        point: the line of the table.
        boundary: where the worker is killed.
    """

    provider: str
    point: CrashPoint
    boundary: str

    @property
    def run(self) -> str:
        """A name of its own."""
        words = f"{self.provider} {self.point.before} {self.boundary}"
        return words.replace(": ", "-").replace("  ", " ").replace(" ", ".")

    @property
    def after(self) -> Next:
        """What the table promises of the next run."""
        promised = promises(self.point)[self.provider]
        assert promised is not None
        return promised

    @property
    def price(self) -> Decimal:
        """Dollars by the price table, which the simulator charges by, too."""
        return provider_of(self.provider).quote(request_of(self.run, self.provider, SCENE)).amount


@dataclass(frozen=True)
class Outcome:
    """What was seen.

    Args:
        code: of the killed worker.
        left: before anybody came back.
        next: after the next worker, its exit code and what it said.
        last: after one more; None where that was not tried.
    """

    code: int
    left: Facts
    next: Facts
    next_code: int
    said: str
    last: Facts | None


def promises(point: CrashPoint) -> dict[str, Next | None]:
    """What a line promises of each kind of provider."""
    return {LISTED: point.listed, UNLISTED: point.unlisted, AT_ONCE: point.at_once}


def cases() -> Iterator[Case]:
    """Every kill: each boundary of each line of the table, at both kinds of providers."""
    for point in (*CRASH_POINTS, *AT_ONCE_POINTS):
        for boundary in point.boundaries:
            for provider, promised in promises(point).items():
                if promised is not None:
                    yield Case(provider, point, boundary)


def short(case: Case) -> bool:
    """Whether it is in the short set: all of a provider that lists, and of others what differs from it.

    Once a take's id is written down, all providers are on one path but for how the file is fetched.
    """
    with_id = case.point.left.state in ("generating", "ready", "fetched")
    own = case.boundary.endswith("committed") or (case.provider == AT_ONCE and "fetch: " in case.boundary)
    return case.provider == LISTED or not with_id or own


def tried_again(case: Case) -> bool:
    """Whether a third worker comes: to every unknown take, else once for each line of the table."""
    return case.after.person or case.boundary == case.point.boundaries[0]


def survey(world: World) -> dict[str, set[str]]:
    """Provider -> boundaries that workers pass who are not killed, and who find a lost answer."""
    found: dict[str, set[str]] = {}
    for provider in (LISTED, UNLISTED, AT_ONCE):
        orders = []
        for lost in ("", "intend: committed", "submit: answered"):
            run = f"survey.{provider}.{lost.replace(': ', '.') or 'whole'}"
            world.open(run)
            world.live([world.order(run, [(provider, SCENE)], lost)])
            orders.append(world.order(run, [(provider, SCENE)], ""))
        world.later()
        orders.append(world.order(f"survey.{provider}.second", [(provider, SCENE)], ""))
        world.open(f"survey.{provider}.second")
        world.live(orders)
        found[provider] = {name for order in orders for name in world.passed(order)}
    return found


def played(world: World, chosen: Sequence[Case]) -> dict[Case, Outcome]:
    """Kill, restart, restart once more: all cases at once, each in a run of its own."""
    for case in chosen:
        world.open(case.run)
    second = [case for case in chosen if case.point.before]
    world.live([world.order(case.run, [(case.provider, SCENE)], case.point.before) for case in second])
    world.later()
    orders = [world.order(case.run, [(case.provider, SCENE)], case.boundary) for case in chosen]
    codes = world.live(orders)
    left = [world.facts(case.run) for case in chosen]
    world.later()
    orders = [world.order(case.run, [(case.provider, SCENE)]) for case in chosen]
    ended = world.live(orders)
    after = [world.facts(case.run) for case in chosen]
    said = [": ".join(world.told(order).get(SCENE, ("", ""))) for order in orders]
    world.later()
    more = [case for case in chosen if tried_again(case)]
    world.live([world.order(case.run, [(case.provider, SCENE)]) for case in more])
    last = {case: world.facts(case.run) for case in more}
    return {
        case: Outcome(codes[i], left[i], after[i], ended[i], said[i], last.get(case))
        for i, case in enumerate(chosen)
    }
