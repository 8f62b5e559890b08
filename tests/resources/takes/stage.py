"""A provider with an invoice list of its own, and a world in which workers die."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from pydantic import PrivateAttr

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from resources.clock import ManualClock
from resources.database.database import Database
from resources.errors import Refused, TransientFailure
from resources.ledger.ledger import Ledger
from resources.project import Environment
from resources.providers.port import (
    Capabilities,
    Generation,
    Kind,
    Listed,
    MediaSource,
    Provider,
    Quote,
    Request,
    VideoRequest,
)
from resources.takes.follow import obtain
from resources.takes.journal import Takes
from resources.takes.take import Take, Wanted

__all__ = ["BUDGET", "Filmer", "Killed", "Life", "Mortal", "World", "wanted"]

BUDGET = "coffee/monday"


def wanted(**changes: Any) -> Wanted:
    """Five seconds of coffee at $2, paid by the animated pilot."""
    request = VideoRequest(
        model="m1",
        direction=changes.pop("direction", "Coffee beans fall like rain."),
        duration=Fraction(5),
        width=1280,
        height=720,
        fps=24,
        rate=Decimal("0.40"),
    )
    names = {"production": "coffee", "run": "monday", "pilot": "animated", "scene": "rain"}
    values = {**names, "kind": "video", "model": "m1", "request": request, "budget": BUDGET}
    return Wanted(**{**values, "accounts": ("animated",), **changes})


class Filmer(Provider):
    """Films in 30 seconds; writes an invoice for everything that it accepts."""

    name: ClassVar[str] = "filmer"
    kind: ClassVar[Kind] = "video"
    environment: ClassVar[Environment] = "simulated"

    lists: bool = True
    seconds: float = 30.0

    _clock: ManualClock = PrivateAttr()
    _invoices: list[str] = PrivateAttr(default_factory=list)
    _seeds: list[int] = PrivateAttr(default_factory=list)
    _taken: dict[str, tuple[str, datetime]] = PrivateAttr(default_factory=dict)
    _before: list[BaseException] = PrivateAttr(default_factory=list)
    _after: list[BaseException] = PrivateAttr(default_factory=list)
    _polls: list[Exception] = PrivateAttr(default_factory=list)
    _fetches: list[Exception] = PrivateAttr(default_factory=list)
    _verdict: Generation = PrivateAttr(
        default=Generation(state="succeeded", price=Decimal("1.50"), suffix=".mp4")
    )

    def capabilities(self, model: str) -> Capabilities:
        return Capabilities(lists=self.lists, echoes=True)

    def quote(self, request: Request) -> Quote:
        assert isinstance(request, VideoRequest)
        seconds = Decimal(request.duration.numerator) / request.duration.denominator
        return Quote(amount=seconds * request.rate, basis="by the second")

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        assert isinstance(request, VideoRequest)
        if self._before:
            raise self._before.pop(0)
        await self._clock.sleep(1)
        self._invoices.append(slate)
        self._seeds.append(request.seed)
        remote_id = f"remote-{len(self._invoices)}"
        self._taken[remote_id] = (slate, self._clock.now())
        if self._after:
            raise self._after.pop(0)
        return remote_id

    async def poll(self, remote_id: str) -> Generation:
        if self._polls:
            raise self._polls.pop(0)
        if remote_id not in self._taken:
            raise Refused("no such generation", mend="none")
        age = self._clock.now() - self._taken[remote_id][1]
        return self._verdict if age >= timedelta(seconds=self.seconds) else Generation(state="running")

    async def fetch(self, remote_id: str, into: Path) -> None:
        if self._fetches:
            raise self._fetches.pop(0)
        into.write_bytes(hashlib.sha256(remote_id.encode()).digest())

    async def cancel(self, remote_id: str) -> bool:
        return False

    async def list(self, since: datetime) -> Sequence[Listed]:
        if not self.lists:
            return []
        return [
            Listed(remote_id=one, token=slate, created=created)
            for one, (slate, created) in self._taken.items()
            if created >= since
        ]


class Killed(BaseException):
    """kill -9: no handler of the dead worker writes anything any more."""


@dataclass
class Life:
    """A worker's life in steps; it ends before step number `ends`, for good."""

    ends: int | None = None
    steps: int = 0

    def step(self) -> None:
        """Live one step further, or be dead."""
        if self.ends is not None and self.steps >= self.ends:
            raise Killed
        self.steps += 1


class Mortal:
    """Whatever a worker uses: it can die before and after every call."""

    def __init__(self, target: Any, life: Life) -> None:
        self._target, self._life = target, life

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._target, name)
        if not callable(found):
            return found
        if inspect.iscoroutinefunction(found):

            async def later(*args: Any, **named: Any) -> Any:
                self._life.step()
                answer = await found(*args, **named)
                self._life.step()
                return answer

            return later

        def now(*args: Any, **named: Any) -> Any:
            self._life.step()
            answer = found(*args, **named)
            self._life.step()
            return answer

        return now


@dataclass
class World:
    """One budget of $10, one provider, one store; workers come and go."""

    takes: Takes
    artifacts: Artifacts
    provider: Filmer = field(default_factory=Filmer)
    clock: ManualClock = field(default_factory=ManualClock)
    workers: int = 0

    @classmethod
    def new(cls, database: Database, folder: Path, **provider: Any) -> World:
        """A world where the animated pilot has $5 and nothing was filmed yet."""
        ledger = Ledger(database=database)
        ledger.open(BUDGET, Decimal(10))
        ledger.regrant(BUDGET, {"animated": Decimal(5)}, key="plan", memo="The plan.")
        world = cls(Takes(ledger=ledger), Artifacts(root=str(folder / "artifacts")), Filmer(**provider))
        world.provider._clock = world.clock
        return world

    def hire(self, **fields: Any) -> None:
        """Let another provider film from here on, with these fields."""
        self.provider = Filmer(**fields)
        self.provider._clock = self.clock

    async def obtain(
        self, wish: Wanted | None = None, *, wait: float = 600, life: Life | None = None
    ) -> Take:
        """What one worker does."""
        self.workers += 1
        life = life or Life()
        return await obtain(
            wish or wanted(),
            provider=Mortal(self.provider, life),
            takes=Mortal(self.takes, life),
            artifacts=Mortal(self.artifacts, life),
            clock=Mortal(self.clock, life),
            worker=f"worker-{self.workers}",
            wait=wait,
        )

    @property
    def invoices(self) -> list[str]:
        """Slates that the provider accepted and will bill."""
        return self.provider._invoices

    @property
    def money(self) -> tuple[str, str]:
        """Dollars held and spent, the books being right."""
        assert self.takes.ledger.audit(BUDGET) == ()
        balance = self.takes.ledger.balance(BUDGET)
        return str(balance.held), str(balance.spent)

    def damage(self, artifact: Artifact) -> None:
        """Change the stored bytes behind the store's back."""
        file = self.artifacts.path(artifact)
        file.chmod(0o644)
        file.write_bytes(b"x" * artifact.size)


def transient(words: str = "try later") -> TransientFailure:
    """A failure after which asking again is free."""
    return TransientFailure(words, mend="Run again.")
