"""Workers that are killed at random times and started again, until so many have died and all is done."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from tests.proof.matrix import KILLED
from tests.proof.world import World

WISHES = tuple(
    (provider, f"{provider}_{number}")
    for provider in ("luma_dream_machine", "kling", "runway")
    for number in (1, 2)
)
"""Six takes of each run: two at each of two providers that list, two at one that does not."""

AT_ONCE = 3
"""Runs that are made at the same time on one database."""


@dataclass
class Havoc:
    """What came of it.

    Args:
        runs: their names.
        kills: workers that died by SIGKILL.
        strange: exit codes that no worker should have.
    """

    runs: list[str] = field(default_factory=list)
    kills: int = 0
    strange: list[int] = field(default_factory=list)


def havoc(world: World, kills: int, *, seed: int, name: str) -> Havoc:
    """Kill workers of run after run at random times until so many have died; then let all end well.

    A worker's time to live is uniform over what a whole life takes here, so that kills fall everywhere
    from its first line to after its last.

    Args:
        world: where.
        kills: workers to kill.
        seed: of the times.
        name: begins the names of the runs.
    """
    dice = random.Random(seed)
    longest = _life(world, name)
    done = Havoc()
    open_runs: dict[
        int, tuple[str, float, bool]
    ] = {}  # number -> run, when it began, whether it is the first

    def begin(run: str, first: bool = False) -> None:
        life = dice.uniform(0, longest)
        order = asdict(world.order(run, WISHES))
        open_runs[world.nursery.begin("worker", order, life)] = (run, time.monotonic(), first)

    def fresh() -> None:
        run = f"{name}.{len(done.runs)}"
        done.runs.append(run)
        world.open(run)
        begin(run, first=True)

    for _ in range(AT_ONCE):
        fresh()
    while open_runs:
        number, code = world.nursery.ended()
        run, begun, first = open_runs.pop(number)
        if code == KILLED:
            done.kills += 1
            world.quiet()
            world.later()
            if done.kills < kills:
                begin(run)
        elif code not in (0, 3):
            done.strange.append(code)
        else:
            # The machine may be busier or idler than when the first lives were measured.
            longest = 0.7 * longest + 0.3 * (time.monotonic() - begun) if first else longest
            if done.kills < kills:
                fresh()
    world.later()
    codes = world.live([world.order(run, WISHES) for run in done.runs], AT_ONCE)
    done.strange += [code for code in codes if code not in (0, 3)]
    return done


def settle_by_hand(world: World, runs: Sequence[str]) -> tuple[int, int]:
    """Do what a person does with unknown takes: look on the provider's site, and say what is there.

    Returns:
        How many were there, and how many were not.
    """
    there = gone = 0
    for run in runs:
        for take in world.of_run(run):
            if take.state != "unknown":
                continue
            if found := world.seen_on_the_site(take):
                world.takes.submitted(take.slate, found, at=world.clock.now())
                there += 1
            else:
                world.takes.cancelled(take.slate, "It is not there.")
                gone += 1
    codes = world.live([world.order(run, WISHES) for run in runs], AT_ONCE)
    assert {0} == set(codes), codes
    return there, gone


def _life(world: World, name: str) -> float:
    """Seconds that whole lives take, several at once as later."""
    runs = [f"{name}.life.{number}" for number in range(AT_ONCE)]
    for run in runs:
        world.open(run)
    begun = time.monotonic()
    assert [0] * AT_ONCE == world.live([world.order(run, WISHES) for run in runs], AT_ONCE)
    return time.monotonic() - begun
