"""The journal of takes: the intent before the request, the price once, and nothing ever bought twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy.exc import IntegrityError
from tenacity import retry, retry_if_exception_type, stop_after_attempt

from resources.artifacts.artifact import Artifact
from resources.clock import Clock
from resources.errors import StoreFailed, StudioError
from resources.ledger.ledger import Ledger
from resources.money import ZERO, micros
from resources.providers.port import Provider
from resources.takes.finding import TakesFound
from resources.takes.purchase import LEASE, buy_once
from resources.takes.rows import change, clean, locked, media_suffix
from resources.takes.slots import Room, claim_slot, throttle
from resources.takes.take import Take, TakeState, Wanted

__all__ = ["LEASE", "Takes"]


class Takes(TakesFound):
    """Every take with its state; each method is one transaction, money included.

    Args:
        ledger: where the money is reserved and settled; its database keeps the takes too.
    """

    ledger: Ledger

    def intend(
        self, wanted: Wanted, provider: Provider, clock: Clock, worker: str, room: Room | None = None
    ) -> tuple[Take, bool]:
        """The take that answers a wish; where there is none, its intent and reservation, committed.

        Args:
            wanted: what is wanted, and who pays.
            provider: who would make it; quotes the final request.
            clock: the time.
            worker: a name of the caller that no other worker has.
            room: how many generations may be under way, over all processes; None sets no limit.

        Returns:
            The take, and whether the caller must submit it now: nobody else may.

        Raises:
            BudgetReached: no account can pay; nothing is written.
            Elsewhere: another provider has it or is at it; nothing is written.
            NoRoom: one would have to be bought and too many are under way; nothing is written.
            NotConfigured: the run has takes of the other environment; real and play money do not mix.
            StoreFailed: the database did not take it; nothing is written.
        """
        try:
            return self._intend(wanted, provider, clock, worker, room)
        except IntegrityError as lost:
            raise StoreFailed(
                f"The take could not be written: {lost.orig}.",
                mend="Run again; nothing was sent.",
                where=f"{wanted.budget}/{wanted.pilot}/{wanted.scene}",
            ) from lost

    # Two workers that want the same take at once: the database lets one insert, the other looks again.
    @retry(retry=retry_if_exception_type(IntegrityError), stop=stop_after_attempt(10), reraise=True)
    def _intend(
        self, wanted: Wanted, provider: Provider, clock: Clock, worker: str, room: Room | None
    ) -> tuple[Take, bool]:
        with self.ledger.database.transaction() as tx:
            return buy_once(tx, self.ledger, wanted, provider, clock.now(), worker, room)

    def submitted(self, slate: str, remote_id: str, *, at: datetime | None = None) -> Take:
        """The provider has taken it: commit its id before the first poll.

        Raises:
            StudioError: the take already has another id, so it may be paid twice.
        """
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.remote_id is not None:
                if take.remote_id == remote_id:
                    return take
                raise StudioError(
                    f"{take.provider} knows this take as {take.remote_id!r} and as {remote_id!r}.",
                    mend="It may be paid twice: cancel one of them on the provider's site.",
                    where=slate,
                )
            _allow(take, "generating", "intended", "unknown")
            values = {"remote_id": remote_id, "submitted": _at(at), "lease_until": _at(at) + LEASE}
            return change(tx, slate, state="generating", reason="", **values)

    def unknown(self, slate: str, reason: str, *, worker: str = "") -> Take:
        """The answer to the submit was lost; the reservation stays.

        Args:
            slate: the take's identity.
            reason: what was seen.
            worker: where given, only this worker's own submit is meant.
        """
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state == "unknown" or (worker and take.worker != worker):
                return take
            _allow(take, "unknown", "intended")
            return change(tx, slate, state="unknown", reason=clean(reason))

    def lapse(self, slate: str, now: datetime) -> Take:
        """Take note that a submitter died: intended becomes unknown once its lease is over.

        One that was turned away and waited to be sent again becomes failed: nobody has it.
        """
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state != "intended" or now < take.lease_until:
                return take
            if take.reason:  # it was turned away and waited: surely nobody has it
                self.ledger.release(tx, slate)
                return change(tx, slate, state="failed", price=0, settled=now)
            reason = "The worker that submitted it stopped before it wrote down the answer."
            return change(tx, slate, state="unknown", reason=reason)

    def resubmittable(self, slate: str, worker: str, now: datetime) -> tuple[Take, bool]:
        """A complete listing proved that the provider never had it: one worker may submit it again.

        Args:
            slate: the take's identity.
            worker: the caller, as in `intend`.
            now: the time; the lease of the first submit must be over.

        Returns:
            The take, and whether it is the caller who must submit it.
        """
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state != "unknown" or take.remote_id is not None or now < take.lease_until:
                return take, False
            changed = change(tx, slate, state="intended", worker=worker, lease_until=now + LEASE, reason="")
            return changed, True

    def absent(self, slate: str, reason: str, now: datetime) -> Take:
        """A complete listing proved that the provider never had it: give its reservation back.

        Args:
            slate: the take's identity.
            reason: how that is known.
            now: the time; the lease of the submit must be over.

        Returns:
            The take: `failed`, or as it is where another worker has found it or submits it again.
        """
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state != "unknown" or take.remote_id is not None or now < take.lease_until:
                return take
            self.ledger.release(tx, slate)
            return change(tx, slate, state="failed", reason=clean(reason), price=0, settled=now)

    def renew(self, slate: str, worker: str, now: datetime) -> Take:
        """Say that the submitter is alive; others wait for it. Only the worker that submits can."""
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            _mine(take, worker)
            return change(tx, slate, lease_until=now + LEASE)

    def turned_away(
        self,
        slate: str,
        reason: str,
        provider: Provider,
        *,
        worker: str,
        now: datetime,
        wait: float,
        busy: bool,
    ) -> Take:
        """The provider explicitly took nothing: the take waits to be sent again and holds no slot.

        Args:
            slate: the take's identity.
            reason: what the provider said; not empty.
            provider: who said it.
            worker: the submitter.
            now: the time.
            wait: seconds after which it is sent again.
            busy: whether it has too much to do; it gets fewer generations then, for a while.
        """
        with self.ledger.database.transaction() as tx:
            _mine(locked(tx, slate), worker)
            lease = now + timedelta(seconds=wait) + LEASE
            take = change(tx, slate, reason=clean(reason) or "turned away", lease_until=lease)
            if busy:
                throttle(tx, provider, now, wait)
            return take

    def again(self, slate: str, provider: Provider, *, worker: str, now: datetime, room: Room | None) -> Take:
        """Before a take that was turned away is sent again: it takes a slot.

        Raises:
            NoRoom: too many are under way; nothing is changed.
            StudioError: it is not this worker's any more.
        """
        with self.ledger.database.transaction() as tx:
            _mine(locked(tx, slate), worker)
            if room is not None:
                claim_slot(tx, provider, room, now)
            return change(tx, slate, reason="", lease_until=now + LEASE)

    def watch(self, slate: str, now: datetime) -> None:
        """Say that somebody polls a generation, so that it holds its slot."""
        with self.ledger.database.transaction() as tx:
            if locked(tx, slate).state == "generating":
                change(tx, slate, lease_until=now + LEASE)

    def settle_ready(
        self, slate: str, price: Decimal, suffix: str = "", *, at: datetime | None = None
    ) -> Take:
        """It succeeded at the provider: commit the true price. The file is fetched after.

        Args:
            slate: the take's identity.
            price: dollars charged.
            suffix: of its media, with the dot.
            at: the time; the machine's unless given.
        """
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state in ("ready", "fetched"):
                return take
            _allow(take, "ready", "generating")
            self.ledger.commit(tx, slate, price)
            values = {"price": micros(price), "suffix": media_suffix(suffix), "settled": _at(at)}
            return change(tx, slate, state="ready", reason="", **values)

    def fetched(self, slate: str, artifact: Artifact) -> Take:
        """Its file is stored; also after a damaged one was fetched anew."""
        with self.ledger.database.transaction() as tx:
            _allow(locked(tx, slate), "fetched", "ready", "fetched")
            values = artifact.model_dump(include={"digest", "suffix", "size"})
            return change(tx, slate, state="fetched", **values)

    def refused(
        self, slate: str, reason: str, price: Decimal = ZERO, *, worker: str = "", at: datetime | None = None
    ) -> Take:
        """The provider judged the request and said no, at a price or for nothing."""
        return self._end(slate, "refused", reason, price, worker, at)

    def failed(
        self, slate: str, reason: str, price: Decimal = ZERO, *, worker: str = "", at: datetime | None = None
    ) -> Take:
        """There is no result, at a price or for nothing; a new take may be bought."""
        return self._end(slate, "failed", reason, price, worker, at)

    def cancelled(
        self, slate: str, reason: str, price: Decimal = ZERO, *, at: datetime | None = None
    ) -> Take:
        """It was given up, at a price or for nothing; a new take may be bought.

        Raises:
            StudioError: a worker is submitting it, so that its answer may still come.
        """
        return self._end(slate, "cancelled", reason, price, "", at)

    def _end(
        self, slate: str, state: TakeState, reason: str, price: Decimal, worker: str, at: datetime | None
    ) -> Take:
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state == state or (worker and take.worker != worker):
                return take
            if state == "cancelled" and take.state == "intended" and _at(at) < take.lease_until:
                mend = "Wait until it has its answer, then give it up."
                raise StudioError(f"The worker {take.worker} is submitting it.", mend=mend, where=slate)
            _allow(take, state, "intended", "generating", "unknown")
            if price > ZERO:
                self.ledger.commit(tx, slate, price)
            else:
                self.ledger.release(tx, slate)
            return change(tx, slate, state=state, reason=clean(reason), price=micros(price), settled=_at(at))


def _at(at: datetime | None) -> datetime:
    return datetime.now(UTC) if at is None else at


def _allow(take: Take, to: TakeState, *allowed: TakeState) -> None:
    if take.state not in allowed:
        raise StudioError(
            f"A take that is {take.state} cannot become {to}.",
            mend="Look at the take in the journal; another worker has finished it.",
            where=take.slate,
        )


def _mine(take: Take, worker: str) -> None:
    if take.state != "intended" or take.worker != worker:
        raise StudioError(
            f"The take is {take.state} and belongs to {take.worker}.", mend="Look again.", where=take.slate
        )
