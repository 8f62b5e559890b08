"""What one worker does in its life: it obtains some takes, unless it is killed before."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import PrivateAttr

import resources.http.call
import resources.http.guard
import resources.ledger.tables
import resources.runs.tables
from resources.artifacts.store import Artifacts
from resources.database.database import Database
from resources.database.engine import _engines as engines
from resources.database.migrate import _current as current
from resources.errors import BudgetReached, OutcomeUnknown
from resources.ledger.ledger import Ledger
from resources.providers.live import LiveProvider
from resources.providers.port import Request, SpeechRequest, VideoRequest
from resources.providers.speech.inworld import Inworld
from resources.providers.video.kling import Kling
from resources.providers.video.luma_dream_machine import LumaDreamMachine
from resources.providers.video.runway import Runway
from resources.takes.follow import obtain
from resources.takes.journal import Takes
from resources.takes.take import Take, Wanted
from tests.proof.boundaries import Boundaries
from tests.proof.world_clock import WorldClock

PROVIDERS: Mapping[str, type[LiveProvider]] = {
    "luma_dream_machine": LumaDreamMachine,
    "kling": Kling,
    "runway": Runway,
    "inworld": Inworld,
}
"""Two that list what they accepted, one that does not, and one that answers with the media."""

LONG = 10_000_000.0
"""Seconds to wait: a worker here ends by its work or by its death."""

for module in (resources.http.call, resources.http.guard):
    module._tls()  # once for all workers, as they are forked from here


@dataclass(frozen=True)
class Order:
    """What a worker shall do.

    Args:
        environment: variables to set.
        folder: of its logs.
        run: a name that no other crash has.
        wishes: (provider, scene) of each take.
        worker: its name, also of its files in `folder`.
        die_at: the boundary at which it kills itself; empty for none. None watches nothing at all.
        start: `time.monotonic()` at which it begins; 0 for at once.
        reserve_only: write down intents and reservations, and send nothing.
    """

    environment: Mapping[str, str]
    folder: str
    run: str
    wishes: Sequence[tuple[str, str]]
    worker: str
    die_at: str | None = None
    start: float = 0.0
    reserve_only: bool = False


class TimedTakes(Takes):
    """The journal, and when it was asked and answered by `time.monotonic()`, which all processes share."""

    _spans: list[tuple[float, float]] = PrivateAttr(default_factory=list)

    def intend(self, *args: Any, **named: Any) -> tuple[Take, bool]:
        """As the journal does."""
        asked = time.monotonic()
        try:
            return super().intend(*args, **named)
        finally:
            self._spans.append((asked, time.monotonic()))


@cache
def provider_of(name: str) -> LiveProvider:
    """A provider with a key that opens the simulator."""
    return PROVIDERS[name](api_key="a-key-of-the-proof", concurrency=1000)


def wanted(run: str, provider: str, scene: str) -> Wanted:
    """What is wanted: the same for every scene, but for the words."""
    request = request_of(run, provider, scene)
    return Wanted(
        production="proof", run=run, pilot="pilot", scene=scene, kind=PROVIDERS[provider].kind,
        model=request.model, request=request, budget=f"proof/{run}", accounts=("pilot",),
    )  # fmt: skip


def request_of(run: str, provider: str, scene: str) -> Request:
    """Five seconds in the smallest size that a provider films, or a line that one speaks."""
    film = provider_of(provider)
    model = film.models()[0]
    if film.kind == "speech":
        return SpeechRequest(model=model, voice="Ashley", text=direction(run, scene), rate=Decimal(0))
    sizes = film.capabilities(model).sizes
    width, height = min(sizes, key=lambda size: (size[0] * size[1], size))
    return VideoRequest(
        model=model,
        direction=direction(run, scene),
        duration=Fraction(5),
        width=width,
        height=height,
        fps=24,
        rate=Decimal(0),
    )


def direction(run: str, scene: str) -> str:
    """Words by which the provider's side of a take is known, as a person would know it."""
    return f"Beans fall like rain in {run}, {scene}."


def live(order: Order) -> int:
    """A worker's life.

    Returns:
        0 where all takes are fetched, 3 where the outcome of some is not known, 1 for anything else.
    """
    os.environ.update(order.environment)
    folder = Path(order.folder)
    if order.die_at is not None:
        api = order.environment["STUDIO_SIMULATOR_URL"]
        Boundaries(folder / f"{order.worker}.passed", order.die_at, api, tuple(PROVIDERS.values()))
    ended = asyncio.run(_film(order, folder))
    (folder / f"{order.worker}.json").write_text(json.dumps(ended))
    kinds = {kind for kind, _ in ended.values()}
    if kinds - {"fetched", "intended", "OutcomeUnknown", "BudgetReached"}:
        return 1
    return 3 if "OutcomeUnknown" in kinds else 0


def warm(order: Order) -> int:
    """A life in the nursery itself: whatever is done once a process is then done for all its children."""
    code = live(order)
    for made in engines.values():
        made.dispose()
    engines.clear()
    current.clear()
    gc.collect()
    gc.freeze()  # so that a child's collector does not touch, and thereby copy, what it was born with
    assert 1 == threading.active_count(), "a process with threads cannot be forked safely"
    return code


async def _film(order: Order, folder: Path) -> dict[str, tuple[str, str]]:
    database = Database(url=os.environ["STUDIO_DATABASE_URL"])
    takes, artifacts = TimedTakes(ledger=Ledger(database=database)), Artifacts()
    clock = WorldClock(folder / "clock")

    async def film(provider: str, scene: str) -> tuple[str, tuple[str, str]]:
        who = provider_of(provider)
        wish = wanted(order.run, provider, scene)
        await asyncio.sleep(max(order.start - time.monotonic(), 0.0))
        try:
            if order.reserve_only:
                take, _ = takes.intend(wish, who, clock, order.worker)
                return scene, (take.state, take.slate)
            take = await obtain(
                wish,
                provider=who,
                takes=takes,
                artifacts=artifacts,
                clock=clock,
                worker=order.worker,
                wait=LONG,
            )
        except (OutcomeUnknown, BudgetReached) as told:
            return scene, (type(told).__name__, str(told))
        return scene, (take.state, take.slate)

    ended = dict(await asyncio.gather(*(film(*wish) for wish in order.wishes)))
    if order.start:
        (folder / f"{order.worker}.times").write_text(json.dumps(takes._spans))
    return ended
