"""Obtain a take: the one way on which money is spent, safe to walk again after any crash.

intended ──submit──> generating ──verdict──> ready ──fetch──> fetched
   │ lease over / answer lost      │ refused, failed
   └──> unknown ──listing──> generating, or intended again where the provider never had it
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from resources.clock import Clock
from resources.errors import DamagedArtifact, OutcomeUnknown, Refused, StudioError, TransientFailure
from resources.money import ZERO
from resources.progress import Progress, report
from resources.providers.port import Generation, Provider
from resources.takes.journal import Takes
from resources.takes.store import Store
from resources.takes.submission import ANSWER, GRACE, answer, request_of
from resources.takes.take import Take, Wanted

__all__ = ["obtain"]

_LOOK_BACK = timedelta(minutes=5)
"""A provider's clock may differ from ours by so much when its listing is asked for."""

_LONGEST_PAUSE = 30.0
"""Seconds between two tries of a download that keeps failing; the first pauses are shorter."""


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
        takes: the journal.
        artifacts: where its file goes.
        clock: the time, and how to wait.
        worker: a name of this worker that no other has.
        wait: seconds to wait for the provider, counted from when a slot is free; the generation
            itself is never abandoned.
        slots: held from the intent to the verdict, for example a semaphore of as many generations as
            may be under way at once; fetching needs none. None sets no limit.

    Returns:
        The take, `fetched` with its file verified, or `refused` with the provider's reason.

    Raises:
        BudgetReached: no account can pay; nothing was sent.
        TransientFailure: nothing was accepted, it failed, or it is still under way; run again.
        OutcomeUnknown: it may be paid and cannot be looked up; a person must look.
        StoreFailed: database or disk; what is paid is kept and found again.
    """
    async with AsyncExitStack() as slot:
        if slots is not None:
            await slot.enter_async_context(slots)
        deadline = clock.now() + timedelta(seconds=wait)
        return await _Pursuit(wanted, provider, takes, artifacts, clock, worker, deadline, slot).run()


@dataclass
class _Pursuit:
    wanted: Wanted
    provider: Provider
    takes: Takes
    artifacts: Store
    clock: Clock
    worker: str
    deadline: datetime
    slot: AsyncExitStack
    misses: int = 0
    told: bool = False

    async def run(self) -> Take:
        take, mine = self.takes.intend(self.wanted, self.provider, self.clock, self.worker)
        while True:
            if take.state in ("ready", "fetched", "refused"):
                await self.slot.aclose()
            match take.state:
                case "intended" if mine:
                    take, mine = await self._submit(take), False
                case "intended":
                    take = await self._wait_for_submitter(take)
                case "unknown":
                    take, mine = await self._look_up(take)
                case "generating":
                    take = await self._develop(take)
                case "ready":
                    take = await self._fetch(take)
                case "fetched":
                    if self._sound(take):
                        return take
                    take = await self._fetch(take)
                case "refused":
                    return take
                case _:  # another worker's attempt came to nothing while we waited for it
                    take, mine = self.takes.intend(self.wanted, self.provider, self.clock, self.worker)

    async def _submit(self, take: Take) -> Take:
        slate = take.slate
        request = request_of(take)
        first_frame = getattr(request, "first_frame", None)
        try:
            if first_frame is not None:  # a missing input must not look like a lost answer
                self.artifacts.file_of(first_frame)
        except StudioError as missing:
            self.takes.failed(slate, missing.what, worker=self.worker, at=self.clock.now())
            raise
        if self.clock.now() + timedelta(seconds=ANSWER + GRACE) > take.lease_until:
            # This worker was asleep (a closed laptop, a slow disk); another may have taken the take over.
            self.takes.renew(slate, self.worker, self.clock.now())
        self._tell(take, "submitting")
        try:
            got = await answer(self.provider.submit(slate, request, self.artifacts.file_of))
        except TransientFailure as nothing:
            self.takes.failed(slate, nothing.what, worker=self.worker, at=self.clock.now())
            self._tell(take, "failed", detail=nothing.what)
            raise
        except Refused as no:
            refused = self.takes.refused(slate, no.what, worker=self.worker, at=self.clock.now())
            self._tell(refused, "refused", detail=no.what)
            return refused
        except Exception as lost:
            words = lost.what if isinstance(lost, StudioError) else f"{type(lost).__name__}: {lost}"
            self.takes.unknown(slate, words, worker=self.worker)
            self._tell(take, "unknown", detail=words)
            raise self._unknown(take, words) from lost
        except BaseException as stop:
            self.takes.unknown(
                slate, f"Stopped while submitting ({type(stop).__name__}).", worker=self.worker
            )
            raise
        submitted = self._record(take, got.remote_id)
        self._tell(submitted, "generating", detail=got.remote_id)
        if got.stopped is not None:
            raise got.stopped
        return submitted

    def _record(self, take: Take, remote_id: str) -> Take:
        try:
            return self.takes.submitted(take.slate, remote_id, at=self.clock.now())
        except StudioError as failure:
            raise OutcomeUnknown(
                f"{take.provider} took it as {remote_id!r}, but that was not written down: {failure.what}",
                mend=f"Keep this id, then: {failure.mend} The take is looked up where the provider lists.",
                where=take.slate,
            ) from failure

    async def _wait_for_submitter(self, take: Take) -> Take:
        now = self.clock.now()
        if now >= take.lease_until:
            return self.takes.lapse(take.slate, now)
        if now >= self.deadline:
            raise TransientFailure(
                f"Another worker ({take.worker}) is submitting this take.",
                mend="Run again to wait on, at no cost.",
                where=take.slate,
            )
        if not self.told:
            self.told = True
            left = (take.lease_until - now).total_seconds()
            self._tell(take, "waiting", detail=f"another worker was submitting it; at most {left:.0f} s")
        await self._pause()
        return self.takes.take(take.slate)

    async def _look_up(self, take: Take) -> tuple[Take, bool]:
        if not self.provider.capabilities(take.model).lists:
            raise self._unknown(take, take.reason)
        try:
            listed = await self.provider.list(take.created - _LOOK_BACK)
        except TransientFailure:
            if self.clock.now() >= self.deadline:
                raise
            await self._pause()
            return self.takes.take(take.slate), False
        found = [one for one in listed if one.slate == take.slate]
        if found:
            first = min(found, key=lambda one: one.created)
            return self._record(take, first.remote_id), False
        if any(not one.slate for one in listed):  # it may be the one that carries no name
            raise self._unknown(take, take.reason)
        # A listing may lag behind and a request may still be on its way: not there is a proof only
        # once the lease of the submit is over.
        now = self.clock.now()
        if now >= take.lease_until:
            return self.takes.resubmittable(take.slate, self.worker, now)
        if now >= self.deadline:
            raise self._unknown(take, take.reason)
        await self._pause()
        return self.takes.take(take.slate), False

    async def _develop(self, take: Take) -> Take:
        seen = await self._poll(take)
        if seen is None or seen.state == "running":
            if self.clock.now() >= self.deadline:
                raise TransientFailure(
                    f"It is still generating at {take.provider} as {take.remote_id}.",
                    mend="Run again to wait on, at no cost.",
                    where=take.slate,
                )
            await self._pause()
            return self.takes.take(take.slate)
        now = self.clock.now()
        if seen.state == "succeeded":
            price = take.quote if seen.price is None else seen.price
            return self.takes.settle_ready(take.slate, price, seen.suffix, at=now)
        price = ZERO if seen.price is None else seen.price
        if seen.state == "refused":
            ended = self.takes.refused(take.slate, seen.reason, price, at=now)
            self._tell(ended, "refused", price=price, detail=seen.reason)
            return ended
        ended = self.takes.failed(take.slate, seen.reason, price, at=now)
        self._tell(ended, "failed", price=price, detail=seen.reason)
        raise TransientFailure(
            f"The generation failed at {take.provider}: {seen.reason.rstrip('.') or 'no reason was given'}.",
            mend="Run again to buy another take.",
            where=take.slate,
        )

    async def _poll(self, take: Take) -> Generation | None:
        try:
            return await self.provider.poll(take.remote_id or "")
        except TransientFailure:
            return None
        except Refused as gone:
            # Nothing is settled here: with another account's key every id is unknown.
            raise OutcomeUnknown(
                f"{take.provider} does not know {take.remote_id!r}: {gone.what}",
                mend="Check that the key is of the account that bought it; else launch with `fresh: true`.",
                where=take.slate,
            ) from gone

    async def _fetch(self, take: Take) -> Take:
        suffix = take.suffix
        if not suffix:
            seen = await self._poll(take)
            suffix = seen.suffix if seen is not None else ""
        try:
            with self.artifacts.scratch() as folder:
                file = folder / f"take{suffix}"
                await self.provider.fetch(take.remote_id or "", file)
                artifact = self.artifacts.keep(file, suffix)
        except TransientFailure:
            if self.clock.now() >= self.deadline:
                raise
            self.misses += 1
            await self._pause(2**self.misses)
            return self.takes.take(take.slate)
        fetched = self.takes.fetched(take.slate, artifact)
        self._tell(fetched, "fetched", price=fetched.price)
        return fetched

    def _sound(self, take: Take) -> bool:
        if take.artifact is None:
            return False
        try:
            self.artifacts.path(take.artifact)
        except DamagedArtifact:
            self.artifacts.discard(take.artifact)
            return False
        return True

    async def _pause(self, times: int = 1) -> None:
        left = (self.deadline - self.clock.now()).total_seconds()
        interval = min(self.provider.poll_interval() * times, _LONGEST_PAUSE)
        await self.clock.sleep(max(0.05, min(interval, left)))

    def _unknown(self, take: Take, words: str) -> OutcomeUnknown:
        return OutcomeUnknown(
            f"Whether {take.provider} took this take is not known. {words}",
            mend=(
                "Run again in a few minutes: it is looked up by its slate."
                if self.provider.capabilities(take.model).lists
                else f"Look for it on {take.provider}'s site; launch with `fresh: true` to buy another one."
            ),
            where=take.slate,
        )

    def _tell(self, take: Take, state: str, *, price: Decimal | None = None, detail: str = "") -> None:
        stage = "speak" if take.kind == "speech" else "shoot"
        subject = f"{take.pilot}/{take.scene}"
        report(Progress(stage=stage, subject=subject, state=state, price=price, detail=detail))
