"""One simulator, one database and one clock, in which workers live and die."""

from __future__ import annotations

import asyncio
import json
import os
import struct
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from resources.database.database import Database
from resources.ledger.balance import Balance
from resources.ledger.ledger import Ledger
from resources.money import ZERO
from resources.simulator.far_side import FarSide
from resources.simulator.generate import generate
from resources.simulator.job import Job, Wish
from resources.simulator.server import Simulator, running
from resources.simulator.speech.inworld import InworldPart
from resources.simulator.video.kling import KlingPart
from resources.simulator.video.luma_dream_machine import LumaDreamMachinePart
from resources.simulator.video.runway import RunwayPart
from resources.takes.journal import Takes
from resources.takes.take import Take
from tests.proof.nursery import Nursery
from tests.proof.worker import PROVIDERS, Order, direction
from tests.proof.world_clock import WorldClock

LATENCY = 0.05
"""Seconds that a generation takes."""

LEASE_OVER = 600.0
"""Seconds that pass between two workers, so that nobody waits for the dead one."""

PADDING = 300_000
"""Bytes that a clip is made longer by, so that it comes in several parts."""


@dataclass
class OneClip(FarSide):
    """A far side that films one clip for all and writes the generation's id into each copy.

    Money is proved here, not pictures, and a thousand films would take the test's time.
    """

    async def media(self, job: Job, suffix: str) -> Path:
        """The clip with the job's id in a box that players skip; sounds are made as ever."""
        if suffix != ".mp4":
            return await super().media(job, suffix)
        if (left := job.seconds_left(self.clock.now())) > 0:
            await asyncio.sleep(left)
        file = self.folder / "media" / f"{job.id}{suffix}"
        if not file.exists():
            first = self.folder / f"clip{suffix}"
            if not first.exists():
                await generate(Wish(kind="video", seconds=5, width=64, height=36), first, thumbnail=True)
            note = job.id.encode().ljust(PADDING, b".")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(first.read_bytes() + struct.pack(">I", len(note) + 8) + b"free" + note)
        return file


@dataclass(frozen=True)
class Facts:
    """What is so of one run, from the journal, from the ledger and from the provider's own invoice.

    Args:
        states: of its takes in the journal, sorted.
        held: dollars reserved.
        spent: dollars booked.
        accepted: generations that the provider has taken down.
        charged: dollars on the provider's invoice.
        submits: that reached the provider whole.
    """

    states: tuple[str, ...]
    held: Decimal
    spent: Decimal
    accepted: int
    charged: Decimal
    submits: int


@dataclass
class World:
    """Everything outside of the workers.

    Args:
        folder: of all files.
        database: where money and takes are.
        simulator: the providers.
        clock: of everybody.
        nursery: where workers come from.
    """

    folder: Path
    database: Database
    simulator: Simulator
    clock: WorldClock
    nursery: Nursery
    workers: int = 0
    dated: set[Path] = field(default_factory=set)

    @property
    def far(self) -> FarSide:
        """The simulator's memory."""
        return self.simulator.far

    @property
    def database_kind(self) -> str:
        """`SQLite` or `PostgreSQL`."""
        return "SQLite" if self.database.url.startswith("sqlite") else "PostgreSQL"

    @property
    def ledger(self) -> Ledger:
        """The books."""
        return Ledger(database=self.database)

    @property
    def takes(self) -> Takes:
        """The journal."""
        return Takes(ledger=self.ledger)

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of every worker."""
        return {
            "STUDIO_ENV": "live",
            "STUDIO_HOME": str(self.folder / "home"),
            "STUDIO_SETTINGS": str(self.folder / "settings.yaml"),
            "STUDIO_SIMULATOR_URL": self.simulator.url,
            "STUDIO_DATABASE_URL": self.database.url,
        }

    def open(self, run: str, limit: Decimal = Decimal(100)) -> None:
        """Give a run its budget."""
        budget = f"proof/{run}"
        self.ledger.open(budget, limit)
        self.ledger.regrant(budget, {"pilot": limit}, key="plan", memo="The plan.")

    def order(
        self, run: str, wishes: Sequence[tuple[str, str]], die_at: str | None = None, **more: Any
    ) -> Order:
        """An order for one more worker of a run."""
        self.workers += 1
        worker = f"worker-{self.workers}"
        return Order(self.environment, str(self.folder), run, wishes, worker, die_at, **more)

    def live(self, orders: Sequence[Order], at_once: int = 4) -> list[int]:
        """Let workers live to their ends; their exit codes."""
        codes = self.nursery.all("worker", [asdict(order) for order in orders], at_once)
        self.quiet()
        return codes

    def quiet(self) -> None:
        """Wait until the simulator has heard whatever a dead worker still sent."""
        for _ in range(3):
            with urllib.request.urlopen(f"{self.simulator.url}/", timeout=30) as answer:
                answer.read()
        time.sleep(0.02)

    def later(self) -> None:
        """Let the lease of every dead worker end."""
        now = self.clock.now().timestamp()
        for note in set((self.folder / "home" / "answers").glob("*/*")) - self.dated:
            os.utime(note, (now, now))  # the disk has a clock of its own
            self.dated.add(note)
        self.clock.advance(LEASE_OVER)

    def passed(self, order: Order) -> tuple[str, ...]:
        """The boundaries that a worker passed, in order."""
        return tuple((self.folder / f"{order.worker}.passed").read_text().splitlines())

    def spans(self, order: Order) -> list[tuple[float, float]]:
        """When the journal was asked for each wish of a worker that had a start, and when it answered."""
        found = json.loads((self.folder / f"{order.worker}.times").read_text())
        return [(asked, answered) for asked, answered in found]

    def told(self, order: Order) -> Mapping[str, tuple[str, str]]:
        """What a worker that lived to its end says of each scene: a state or an error, and its words."""
        return {
            scene: (kind, words)
            for scene, (kind, words) in json.loads((self.folder / f"{order.worker}.json").read_text()).items()
        }

    def of_run(self, run: str) -> tuple[Take, ...]:
        """A run's takes."""
        return self.takes.of_run("proof", run)

    def balance(self, run: str) -> Balance:
        """A run's money, the books being right."""
        assert () == self.ledger.audit(f"proof/{run}")
        return self.ledger.balance(f"proof/{run}")

    def jobs(self, run: str) -> list[Job]:
        """A run's generations at the providers."""
        return [job for job in self.far.jobs() if f" in {run}, " in job.wish.text]

    def facts(self, run: str) -> Facts:
        """What is so of a run now."""
        balance, now = self.balance(run), self.far.clock.now()
        jobs = self.jobs(run)
        words = f" in {run}, ".encode()
        return Facts(
            states=tuple(sorted(take.state for take in self.of_run(run))),
            held=balance.held,
            spent=balance.spent,
            accepted=len(jobs),
            charged=sum((job.charged(now) for job in jobs), ZERO),
            submits=sum(1 for seen in list(self.far.seen) if seen.does == "submit" and words in seen.body),
        )

    def doubles(self, run: str) -> list[str]:
        """Directions that were accepted more than once."""
        texts = [job.wish.text for job in self.jobs(run)]
        return sorted({text for text in texts if texts.count(text) > 1})

    def seen_on_the_site(self, take: Take) -> str:
        """What a person finds on the provider's site for a take: its id there, or nothing."""
        text = direction(take.run, take.scene)
        return next((job.id for job in self.far.jobs() if job.wish.text == text), "")


@contextmanager
def world(folder: Path, database: Database, workers: Nursery) -> Iterator[World]:
    """A world with its simulator running.

    Args:
        folder: an empty one.
        database: an empty one.
        workers: where they come from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.yaml").write_text("limits: {generations: 1000}\n")
    clock = WorldClock(folder / "clock")
    far = OneClip(folder / "far", clock=clock, latency=LATENCY, limit=100_000, thumbnail=True)
    with running(far, [InworldPart, KlingPart, LumaDreamMachinePart, RunwayPart]) as simulator:
        made = World(folder, database, simulator, clock, workers)
        made.open("warm")
        first = made.order("warm", [(name, name) for name in PROVIDERS])
        assert [0] == workers.all("warm", [asdict(first)])
        yield made
