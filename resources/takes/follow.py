"""Obtain a take: the one way on which money is spent, safe to walk again after any crash.

intended ──submit──> generating ──verdict──> ready ──fetch──> fetched
   │ lease over / answer lost      │ refused, failed
   └──> unknown ──listing──> generating, or intended again where the provider never had it
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from resources.clock import Clock
from resources.errors import DamagedArtifact, RateLimited, TransientFailure, Unreachable
from resources.providers.port import Provider
from resources.takes.development import fetch, settle, sound
from resources.takes.errand import Errand
from resources.takes.journal import LEASE, Takes
from resources.takes.look_up import look_up, record
from resources.takes.rhythm import Rhythm
from resources.takes.slots import NoRoom, Room, room_at
from resources.takes.store import Store
from resources.takes.submission import Answer, submit
from resources.takes.take import Take, Wanted

__all__ = ["obtain"]

_TRIES = 5
"""Submits without any connection after which a take has failed."""


async def obtain(
    wanted: Wanted,
    *,
    provider: Provider,
    takes: Takes,
    artifacts: Store,
    clock: Clock,
    worker: str,
    wait: float,
    slots: AbstractAsyncContextManager[object] | None = None,
) -> Take:
    """Get the take that is wanted: use it, wait for it, fetch it, or buy it, in this order.

    Args:
        wanted: what is wanted, and who pays.
        provider: who makes it; always the same for one recipe.
        takes: the journal; it also holds how many generations are under way over all processes.
        artifacts: where its file goes.
        clock: the time, and how to wait.
        worker: a name of this worker that no other has.
        wait: seconds to wait for the provider, counted from when a slot is free; the generation
            itself is never abandoned.
        slots: held from the intent to the verdict, for example a semaphore of as many generations as
            this process may have under way; fetching needs none. None sets no limit of its own.

    Returns:
        The take, `fetched` with its file verified, or `refused` with the provider's reason.

    Raises:
        BudgetReached: no account can pay; nothing was sent.
        NotConfigured: the provider lacks a key, or the run is paid with the other kind of money.
        TransientFailure: nothing was accepted, it failed, or it is still under way; run again.
        OutcomeUnknown: it may be paid and cannot be looked up; a person must look.
        StoreFailed: database or disk; what is paid is kept and found again.
    """
    provider.check_configured()
    errand = Errand(provider, takes, artifacts, clock, worker)
    async with AsyncExitStack() as slot:
        if slots is not None:
            await slot.enter_async_context(slots)
        room = room_at(provider, wanted.model)
        return await _Pursuit(wanted, errand, room, wait, slot).run()


@dataclass
class _Pursuit:
    wanted: Wanted
    errand: Errand
    room: Room
    wait: float
    slot: AsyncExitStack

    def __post_init__(self) -> None:
        self.takes, self.provider = self.errand.takes, self.errand.provider
        self.rhythm = Rhythm(self.errand.clock, self.errand.interval, self.wait)
        self.told = False
        self.turned_away = 0
        self.fetched_anew = False

    async def run(self) -> Take:
        take, mine = await self._intend()
        while True:
            if take.state in ("ready", "fetched", "refused"):
                await self.slot.aclose()
            match take.state:
                case "intended" if mine:
                    take, mine = await self._submit(take)
                case "intended":
                    take = await self._wait_for_submitter(take)
                case "unknown":
                    take, mine = await self._look_up(take)
                case "generating":
                    take = await self._develop(take)
                case "ready":
                    take = await self._fetch(take)
                case "fetched":
                    if sound(self.errand, take):
                        return take
                    if self.fetched_anew:
                        raise DamagedArtifact(
                            "Its file is damaged again, right after it was fetched anew.",
                            mend="See to the disk, then go on with the same run: fetching it is free.",
                            where=take.slate,
                        )
                    self.fetched_anew = True
                    take = await self._fetch(take)
                case "refused":
                    return take
                case _:  # another worker's attempt came to nothing while we waited for it
                    take, mine = await self._intend()

    async def _intend(self) -> tuple[Take, bool]:
        while True:
            try:
                return self.takes.intend(
                    self.wanted, self.provider, self.errand.clock, self.errand.worker, self.room
                )
            except NoRoom:
                # Others are at work: waiting for them is no outcome of this take, so no deadline runs.
                await self.rhythm.queue()

    async def _submit(self, take: Take) -> tuple[Take, bool]:
        try:
            got = await submit(self.errand, take)
        except (RateLimited, Unreachable) as nothing:
            return await self._send_again(take, nothing)
        if not isinstance(got, Answer):
            return got, False
        submitted = record(self.errand, take, got.remote_id)
        self.errand.tell(submitted, "generating", detail=got.remote_id)
        if got.stopped is not None:
            raise got.stopped
        return submitted, False

    async def _send_again(self, take: Take, nothing: RateLimited | Unreachable) -> tuple[Take, bool]:
        """Explicitly nothing was accepted: the same take is sent again, within the time that there is."""
        slate, clock, worker = take.slate, self.errand.clock, self.errand.worker
        self.turned_away += 1
        asked = nothing.retry_after if isinstance(nothing, RateLimited) else None
        pause = self.rhythm.back_off(self.turned_away, asked)
        gone = isinstance(nothing, Unreachable) and self.turned_away >= _TRIES
        if gone or self.rhythm.over(pause):
            self.takes.failed(slate, nothing.what, worker=worker, at=clock.now())
            self.errand.tell(take, "failed", detail=nothing.what)
            raise nothing
        self.errand.tell(take, "waiting", detail=f"{nothing.what} Sent again in {pause:.0f} s.")
        busy = isinstance(nothing, RateLimited)
        waiting = self.takes.turned_away(
            slate, nothing.what, self.provider, worker=worker, now=clock.now(), wait=pause, busy=busy
        )
        await clock.sleep(pause)
        while True:
            try:
                again = self.takes.again(slate, self.provider, worker=worker, now=clock.now(), room=self.room)
            except NoRoom:
                if self.rhythm.over():
                    self.takes.failed(slate, nothing.what, worker=worker, at=clock.now())
                    raise nothing from None
                await self.rhythm.queue()
                if self._runs_out(waiting):  # who only queues is alive, and keeps the take
                    waiting = self.takes.renew(slate, worker, clock.now())
            else:
                return again, True

    async def _wait_for_submitter(self, take: Take) -> Take:
        now = self.errand.clock.now()
        if now >= take.lease_until:
            return self.takes.lapse(take.slate, now)
        if self.rhythm.over():
            raise TransientFailure(
                f"Another worker ({take.worker}) is submitting this take.",
                mend="Go on with the same run: it waits on, at no cost.",
                where=take.slate,
            )
        if not self.told:
            self.told = True
            left = (take.lease_until - now).total_seconds()
            detail = f"another worker was submitting it; at most {left:.0f} s"
            self.errand.tell(take, "waiting", detail=detail)
        await self.rhythm.pause()
        return self.takes.take(take.slate)

    async def _look_up(self, take: Take) -> tuple[Take, bool]:
        try:
            found = await look_up(self.errand, take)
        except TransientFailure as silent:
            await self._miss(silent)
            return self.takes.take(take.slate), False
        if not found.absent:
            return found.take, False
        now = self.errand.clock.now()
        if now >= take.lease_until:
            return self.takes.resubmittable(take.slate, self.errand.worker, now)
        if self.rhythm.over():
            raise self.errand.unknown(take, take.reason)
        await self.rhythm.pause()
        return self.takes.take(take.slate), False

    async def _develop(self, take: Take) -> Take:
        try:
            seen = await settle(self.errand, take)
        except TransientFailure as silent:
            if not self.rhythm.over():
                await self._miss(silent)
                return self.takes.take(take.slate)
            seen = take
        if seen.state == "failed":
            reason = seen.reason.rstrip(".") or "no reason was given"
            raise TransientFailure(
                f"The generation failed at {take.provider}: {reason}.",
                mend="Go on with the same run: it buys another take.",
                where=take.slate,
            )
        if seen.state != "generating":
            return seen
        if self.rhythm.over():
            raise TransientFailure(
                f"It is still generating at {take.provider} as {take.remote_id}.",
                mend="Go on with the same run: it waits on, at no cost.",
                where=take.slate,
            )
        self.rhythm.heard()
        self._watch(take)
        await self.rhythm.pause()
        return self.takes.take(take.slate)

    def _watch(self, take: Take) -> None:
        if self._runs_out(take):
            self.takes.watch(take.slate, self.errand.clock.now())

    def _runs_out(self, take: Take) -> bool:
        return take.lease_until - self.errand.clock.now() < LEASE - timedelta(minutes=1)

    async def _fetch(self, take: Take) -> Take:
        try:
            return await fetch(self.errand, take)
        except TransientFailure as silent:
            await self._miss(silent)
            return self.takes.take(take.slate)

    async def _miss(self, silent: TransientFailure) -> None:
        """No answer to a free question: ask again, ever less often, until the time is over."""
        if self.rhythm.over():
            raise silent
        await self.rhythm.miss(silent.retry_after if isinstance(silent, RateLimited) else None)
