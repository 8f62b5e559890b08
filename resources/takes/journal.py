"""The journal of takes: the intent before the request, the price once, and nothing ever bought twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from dagster import ConfigurableResource
from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.exc import IntegrityError
from tenacity import retry, retry_if_exception_type, stop_after_attempt

from resources.artifacts.artifact import Artifact
from resources.clock import Clock
from resources.errors import StoreFailed, StudioError
from resources.ledger.ledger import Ledger
from resources.money import ZERO, micros
from resources.providers.port import Provider
from resources.takes.intent import answering, place
from resources.takes.recipe import recipe, seed
from resources.takes.rows import (
    SCENE,
    change,
    clean,
    locked,
    media_suffix,
    one,
    scene_of,
    standing_of,
    take_of,
)
from resources.takes.slate import Slate
from resources.takes.tables import TAKES
from resources.takes.take import UNSETTLED, Take, TakeState, Wanted

__all__ = ["LEASE", "Takes"]

LEASE = timedelta(minutes=3)
"""How long a submitter is taken to be alive. Its submit gives up well before, so that a request that
another worker finds abandoned cannot still be on its way."""


class Takes(ConfigurableResource):  # type: ignore[type-arg]
    """Every take with its state; each method is one transaction, money included.

    Args:
        ledger: where the money is reserved and settled; its database keeps the takes too.
    """

    ledger: Ledger

    def intend(self, wanted: Wanted, provider: Provider, clock: Clock, worker: str) -> tuple[Take, bool]:
        """The take that answers a wish; where there is none, its intent and reservation, committed.

        Args:
            wanted: what is wanted, and who pays.
            provider: who would make it; quotes the final request.
            clock: the time.
            worker: a name of the caller that no other worker has.

        Returns:
            The take, and whether the caller must submit it now: nobody else may.

        Raises:
            BudgetReached: no account can pay; nothing is written.
            StoreFailed: the database did not take it; nothing is written.
        """
        try:
            return self._intend(wanted, provider, clock, worker)
        except IntegrityError as lost:
            raise StoreFailed(
                f"The take could not be written: {lost.orig}.",
                mend="Run again; nothing was sent.",
                where=f"{wanted.budget}/{wanted.pilot}/{wanted.scene}",
            ) from lost

    # Two workers that want the same take at once: the database lets one insert, the other looks again.
    @retry(retry=retry_if_exception_type(IntegrityError), stop=stop_after_attempt(10), reraise=True)
    def _intend(self, wanted: Wanted, provider: Provider, clock: Clock, worker: str) -> tuple[Take, bool]:
        hashed = recipe(provider.name, wanted.request)
        with self.ledger.database.transaction() as tx:
            standing = standing_of(tx, wanted, hashed)
            known = answering(standing, wanted.ordinal, wanted.fresh)
            if known is not None:
                return one(tx, known.slate), False
            number = 1 + (tx.execute(select(func.max(TAKES.c.number)).where(*scene_of(wanted))).scalar() or 0)
            slate = str(Slate(**wanted.model_dump(include=set(SCENE)), recipe=hashed, number=number))
            request = wanted.request
            if "seed" in type(request).model_fields:
                request = request.model_copy(update={"seed": seed(hashed, number)})
            quote = provider.quote(request).amount
            row = {
                **wanted.model_dump(include={*SCENE, "budget", "fresh"}),
                "slate": slate,
                "recipe": hashed,
                "ordinal": place(standing, wanted.ordinal, wanted.fresh),
                "asked": wanted.ordinal,
                "number": number,
                "kind": wanted.kind,
                "provider": provider.name,
                "model": wanted.model,
                "simulated": provider.simulated,
                "state": "intended",
                "request": json.dumps(request.model_dump(mode="json")),
                "quote": micros(quote),
                "account": "",
                "suffix": "",
                "reason": "",
                "created": clock.now(),
                "worker": worker,
                "lease_until": clock.now() + LEASE,
            }
            tx.execute(insert(TAKES).values(**row))
            account = self.ledger.reserve(tx, wanted.budget, wanted.accounts, quote, slate)
            return change(tx, slate, account=account), True

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
            return change(tx, slate, state="generating", remote_id=remote_id, submitted=_at(at), reason="")

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
        """Take note that a submitter died: intended becomes unknown once its lease is over."""
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state != "intended" or now < take.lease_until:
                return take
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

    def renew(self, slate: str, worker: str, now: datetime) -> Take:
        """Say that the submitter is alive; others wait for it. Only the worker that submits can."""
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state != "intended" or take.worker != worker:
                raise StudioError(
                    f"The take is {take.state} and belongs to {take.worker}.", mend="Look again.", where=slate
                )
            return change(tx, slate, lease_until=now + LEASE)

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
            return change(
                tx,
                slate,
                state="ready",
                price=micros(price),
                suffix=media_suffix(suffix),
                settled=_at(at),
                reason="",
            )

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
        """It was given up, at a price or for nothing; a new take may be bought."""
        return self._end(slate, "cancelled", reason, price, "", at)

    def take(self, slate: str) -> Take:
        """One take.

        Raises:
            StudioError: the journal has no such take.
        """
        with self.ledger.database.reading() as connection:
            return one(connection, slate)

    def of_scene(self, production: str, run: str, pilot: str, scene: str) -> tuple[Take, ...]:
        """All takes of a scene by number, over all its recipes."""
        names = zip(SCENE, (production, run, pilot, scene), strict=True)
        return self._select(*(TAKES.c[name] == value for name, value in names))

    def of_run(self, production: str, run: str) -> tuple[Take, ...]:
        """All takes of a run by pilot, scene and number."""
        return self._select(TAKES.c.production == production, TAKES.c.run == run)

    def unsettled(self) -> tuple[Take, ...]:
        """Takes of all productions that somebody has to come back for."""
        return self._select(TAKES.c.state.in_(UNSETTLED))

    def spent(self, production: str, run: str, pilot: str, scene: str) -> Decimal:
        """Dollars settled for all takes of a scene."""
        return sum((take.cost for take in self.of_scene(production, run, pilot, scene)), ZERO)

    def _end(
        self, slate: str, state: TakeState, reason: str, price: Decimal, worker: str, at: datetime | None
    ) -> Take:
        with self.ledger.database.transaction() as tx:
            take = locked(tx, slate)
            if take.state == state or (worker and take.worker != worker):
                return take
            _allow(take, state, "intended", "generating", "unknown")
            if price > ZERO:
                self.ledger.commit(tx, slate, price)
            else:
                self.ledger.release(tx, slate)
            return change(tx, slate, state=state, reason=clean(reason), price=micros(price), settled=_at(at))

    def _select(self, *which: ColumnElement[bool]) -> tuple[Take, ...]:
        order = [TAKES.c[name] for name in (*SCENE, "number")]
        with self.ledger.database.reading() as connection:
            return tuple(
                take_of(row) for row in connection.execute(select(TAKES).where(*which).order_by(*order))
            )


def _at(at: datetime | None) -> datetime:
    return datetime.now(UTC) if at is None else at


def _allow(take: Take, to: TakeState, *allowed: TakeState) -> None:
    if take.state not in allowed:
        raise StudioError(
            f"A take that is {take.state} cannot become {to}.",
            mend="Look at the take in the journal; another worker has finished it.",
            where=take.slate,
        )
