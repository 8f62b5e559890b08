"""The one place where a take begins: its intent and its reservation, in one transaction."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from resources.errors import NotConfigured, TransientFailure
from resources.ledger.books import lock
from resources.ledger.ledger import Ledger
from resources.money import micros
from resources.providers.port import Provider
from resources.takes.intent import answering, place
from resources.takes.recipe import recipe, seed
from resources.takes.rows import SCENE, change, one, scene_of, standing_of
from resources.takes.slate import Slate
from resources.takes.slots import Room, claim_slot
from resources.takes.tables import TAKES
from resources.takes.take import UNSETTLED, Take, Wanted

__all__ = ["LEASE", "Elsewhere", "buy_once"]

LEASE = timedelta(minutes=3)
"""How long a submitter is taken to be alive. Its submit gives up well before, so that a request that
another worker finds abandoned cannot still be on its way."""


class Elsewhere(TransientFailure):
    """Another provider has what is wanted, or is at it; nothing was written."""


def buy_once(
    tx: Connection,
    ledger: Ledger,
    wanted: Wanted,
    provider: Provider,
    now: datetime,
    worker: str,
    room: Room | None,
) -> tuple[Take, bool]:
    """The take that answers a wish; where there is none, its intent and reservation are written.

    Args:
        tx: an open write transaction.
        ledger: where the money is reserved.
        wanted: what is wanted, and who pays.
        provider: who would make it; quotes the final request.
        now: the time.
        worker: who would submit it.
        room: how many generations may be under way; None sets no limit.

    Returns:
        The take, and whether the caller must submit it.

    Raises:
        BudgetReached, Elsewhere, NoRoom, NotConfigured: see `Takes.intend`; roll the transaction back.
    """
    hashed = recipe(provider.name, wanted.request, provider.settings)
    standing = standing_of(tx, wanted, hashed)
    known = answering(standing, wanted.ordinal, wanted.fresh)
    if known is not None:
        take = one(tx, known.slate)
        if take.state in UNSETTLED:  # the other environment's provider of this name knows nothing of it
            _same_money(tx, wanted, provider)
        return take, False
    if room is not None:
        claim_slot(tx, provider, room, now)
    # What holds for the whole run is looked at behind the lock of its budget: purchases stand in one order.
    lock(tx, wanted.budget)
    _same_money(tx, wanted, provider)
    _no_rival(tx, wanted)
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
        "created": now,
        "worker": worker,
        "lease_until": now + LEASE,
        "payer": provider.payer(),
    }
    tx.execute(insert(TAKES).values(**row))
    account = ledger.reserve(tx, wanted.budget, wanted.accounts, quote, slate)
    return change(tx, slate, account=account), True


def _no_rival(tx: Connection, wanted: Wanted) -> None:
    for rival in wanted.rivals:
        known = answering(standing_of(tx, wanted, rival), wanted.ordinal, wanted.fresh)
        if known is not None and known.state != "refused":
            raise Elsewhere(
                "Another worker has gone on to another provider for this.",
                mend="Go on with the same run: its take is waited for, at no cost.",
                where=known.slate,
            )


def _same_money(tx: Connection, wanted: Wanted, provider: Provider) -> None:
    of_run = (TAKES.c.production == wanted.production, TAKES.c.run == wanted.run)
    other = select(TAKES.c.slate).where(*of_run, TAKES.c.simulated != provider.simulated).limit(1)
    if tx.execute(other).first() is not None:
        ours, theirs = ("play", "real") if provider.simulated else ("real", "play")
        raise NotConfigured(
            f"This would be paid with {ours} money, and the run has takes of {theirs} money.",
            mend="Begin a new run: `studio run` makes one.",
            where=f"{wanted.production}/{wanted.run}",
        )
