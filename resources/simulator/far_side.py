"""The simulator's memory: generations, their invoice, their media and every request that came in.

Kept in a folder, so that a simulator that is started again knows what it was paid for.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from resources.artifacts.durable import write_bytes
from resources.clock import Clock, SystemClock
from resources.simulator.answer.answers import Answers
from resources.simulator.generate import generate
from resources.simulator.invoice import charges
from resources.simulator.job import Job, Wish
from resources.simulator.outcome import outcome
from resources.simulator.scenario import Fault, Place, Scenario
from resources.simulator.seen import Seen
from resources.simulator.turns import moved_up, starts

__all__ = ["FarSide", "Full", "Seen", "Withheld", "hashed"]

_KEPT = 64 * 1024 * 1024
"""Bytes of request bodies that are remembered; the oldest requests are forgotten beyond it."""


class Full(Exception):
    """The key has as many generations as it may have at once."""


class Withheld(Exception):
    """A generation has no media, because it did not succeed.

    Args:
        job: the generation.
    """

    def __init__(self, job: Job) -> None:
        super().__init__(job.reason)
        self.job = job


@dataclass
class FarSide:
    """All that the providers' side remembers. Safe to use from several threads.

    Args:
        folder: where it is kept.
        clock: the time by which generations end.
        scenario: what goes wrong; may be replaced while it runs.
        latency: seconds from a start to its verdict.
        limit: generations that one key has at once at one provider; more wait or are turned away, as
            the dialect has it. Answers have no limit.
        answer_latency: seconds from a question to its answer; a batch of questions takes `latency`.
        answers: what a language model shall say; it makes up what they do not tell.
        cache_minimum: tokens that a prompt's beginning must have to be remembered.
        thumbnail: clips at most 128 pixels long, so that tests measure the rest.
        url_life: seconds for which an address of media works.
    """

    folder: Path
    clock: Clock = field(default_factory=SystemClock)
    scenario: Scenario = field(default_factory=Scenario)
    latency: float = 2.0
    limit: int = 10
    answer_latency: float = 0.2
    answers: Answers = field(default_factory=Answers)
    cache_minimum: int = 1024
    thumbnail: bool = False
    url_life: float = 3600.0
    media_url: str = ""
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        files = sorted((self.folder / "jobs").glob("*.json"))
        self._jobs = {job.id: job for job in (Job.model_validate_json(one.read_bytes()) for one in files)}
        self._counts: Counter[tuple[str, str]] = Counter()
        for job in self._jobs.values():
            last = self._counts[job.part, "submit"]
            self._counts[job.part, "submit"] = max(last, job.number)
        self._making: dict[str, asyncio.Lock] = {}

    def count(self, part: str, what: str) -> int:
        """Count one more of something, such as submits of a provider.

        Returns:
            Its number, from 1.
        """
        with self._lock:
            self._counts[part, what] += 1
            return self._counts[part, what]

    def fault(self, at: Place, part: str, number: int, text: str = "") -> Fault | None:
        """The fault that happens there now, or None; `text` is what is said there."""

        def count(fault: Fault) -> int:
            return self.count(part, f"{at} {fault.model_dump_json()}")

        return self.scenario.fault(at, part, number, self.clock.now(), text, count)

    def active(self, part: str, key: str) -> list[Job]:
        """Generations of a key that wait or run at a provider, the one that ends first first."""
        now = self.clock.now()
        found = [job for job in self.jobs(part) if job.key == hashed(key) and now < job.ends]
        return sorted((job for job in found if job.cancelled is None), key=lambda job: job.ends)

    def accept(
        self,
        part: str,
        key: str,
        number: int,
        wish: Wish,
        *,
        model: str,
        price: Decimal,
        token: str = "",
        body: Mapping[str, Any] | None = None,
        id: str = "",
        queue: bool = True,
        latency: float | None = None,
    ) -> Job:
        """Take a generation down: from here on it is charged.

        Args:
            part: `kind/name`.
            key: that ordered it.
            number: of the submit.
            wish: what is made.
            model: that was sent.
            price: dollars where it succeeds.
            token: that the dialect's listing echoes.
            body: what was sent.
            id: in the dialect's form; a random one where empty.
            queue: whether it waits where the key has all that it may have at once.
            latency: seconds from a start to its verdict; None means this memory's own.

        Raises:
            Full: the key has all that it may have at once, and nothing waits here.
            ValueError: the id is taken.
        """
        with self._lock:
            if id in self._jobs:
                raise ValueError(f"There is a generation {id!r} already.")
            now = self.clock.now()
            answer, seconds = wish.kind == "answer", self.latency if latency is None else latency
            busy = [] if answer else self.active(part, key)
            if not queue and len(busy) >= self.limit:
                raise Full
            # An answer's dialect asks for its fault itself: what is said decides the price.
            end = outcome(wish, None if answer else self.fault("end", part, number, wish.text))
            begins = starts(now, busy, self.limit, seconds)
            job = Job(
                id=id or secrets.token_hex(16),
                part=part,
                key=hashed(key),
                number=number,
                model=model,
                token=token,
                wish=end.wish,
                body=dict(body or {}),
                price=price,
                accepted=now,
                starts=begins,
                ends=begins + timedelta(seconds=seconds * 0.8 + end.late),
                verdict=end.verdict,
                reason=end.reason,
                copies=end.copies,
            )
            self._keep(job)
            return job

    def cancel(self, id: str) -> Job | None:
        """Stop a generation that is not over; those that wait behind it move up.

        Args:
            id: of the generation.

        Returns:
            It as it is now; None where there is none or it is too late.
        """
        with self._lock:
            now = self.clock.now()
            job = self._jobs.get(id)
            if job is None or job.state(now) not in ("queued", "running"):
                return None
            stopped = job.model_copy(update={"cancelled": now})
            self._keep(stopped)
            same = [one for one in self.jobs(job.part) if one.key == job.key and one.cancelled is None]
            waiting = [one for one in same if now < one.ends]
            for earlier in moved_up(waiting, now, self.limit, self.latency):
                self._keep(earlier)
            return stopped

    def job(self, part: str, id: str) -> Job | None:
        """The generation of an id at a provider, or None."""
        job = self._jobs.get(id)
        return job if job is not None and job.part == part else None

    def jobs(self, part: str = "") -> Sequence[Job]:
        """Generations of a provider, or of all, oldest first."""
        with self._lock:
            found = [job for job in self._jobs.values() if part in ("", job.part)]
        return sorted(found, key=lambda job: (job.accepted, job.number))

    def invoice(self) -> list[dict[str, Any]]:
        """What every accepted submit is charged, oldest first, as JSON values."""
        return charges(self.jobs(), self.clock.now())

    def url(self, job: Job, suffix: str) -> str:
        """A fresh address of a generation's media, on the media host.

        Args:
            job: the generation.
            suffix: of the file, with its dot.
        """
        expires = self.clock.now() + timedelta(seconds=self.url_life)
        return f"{self.media_url}/{_stem(job.id)}/{int(expires.timestamp() * 1000)}/media{suffix}"

    def input(self, data: bytes) -> str:
        """Keep an uploaded picture.

        Returns:
            The sha256 of its bytes, for a `Wish`.
        """
        digest = hashlib.sha256(data).hexdigest()
        write_bytes(self.folder / "inputs" / digest, data)
        return digest

    async def media(self, job: Job, suffix: str) -> Path:
        """The finished media of a generation as a file; made when it is first asked for.

        A dialect that answers a submit with the media asks before the generation is over: then the
        answer waits for its end.

        Args:
            job: the generation.
            suffix: of the file, with its dot; the dialect's format.

        Raises:
            Withheld: it did not succeed; the app answers with the dialect's failure.
            MediaFailed: it could not be made.
        """
        if (left := job.seconds_left(self.clock.now())) > 0:
            await self.clock.sleep(left)
        if job.verdict != "succeeded":
            raise Withheld(job)
        file = self.folder / "media" / f"{_stem(job.id)}{suffix}"
        lock = self._making.setdefault(file.name, asyncio.Lock())
        async with lock:
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                inputs = self.folder / "inputs"
                await generate(
                    job.wish,
                    file,
                    first_frame=inputs / job.wish.first_frame if job.wish.first_frame else None,
                    references=[inputs / digest for digest in job.wish.references],
                    thumbnail=self.thumbnail,
                    slate=job.id,
                )
        return file

    def of_address(self, name: str) -> Job | None:
        """The generation that an address of media names, or None."""
        with self._lock:
            return next((job for job in self._jobs.values() if _stem(job.id) == name), None)

    def note(self, seen: Seen) -> None:
        """Write a request down."""
        with self._lock:
            self.seen.append(seen)
            kept = sum(len(one.body) for one in self.seen) if len(seen.body) else 0
            while kept > _KEPT and len(self.seen) > 1:
                kept -= len(self.seen.pop(0).body)

    def _keep(self, job: Job) -> None:
        write_bytes(self.folder / "jobs" / f"{_stem(job.id)}.json", job.model_dump_json().encode())
        self._jobs[job.id] = job


def hashed(key: str) -> str:
    """A key as the simulator remembers it: never the key itself."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _stem(id: str) -> str:
    """An id as part of a file's name and of an address; ids with slashes have another form there."""
    return id if re.fullmatch(r"[A-Za-z0-9_-]{1,100}", id) else hashlib.sha256(id.encode()).hexdigest()
