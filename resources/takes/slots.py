"""How many generations and questions are under way, over all processes: counted in the journal itself.

A take holds a slot while it is submitted or generating and somebody watches it (its lease runs). One
that was turned away and waits to be sent again holds none; neither does one whose watcher died: its
provider may still be at work, and says 429 where that is too much.

Questions take no generation's slot: they are counted apart, at each provider by itself. Those that wait in
a batch take nobody's at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from resources.database.tables import METADATA, Instant
from resources.errors import TransientFailure
from resources.providers.live import LiveProvider
from resources.providers.port import Provider
from resources.settings import profile, settings
from resources.takes.tables import TAKES

__all__ = ["COOL_OFF", "THROTTLES", "NoRoom", "Room", "claim_slot", "room_at", "throttle", "under_way"]

COOL_OFF = timedelta(seconds=60)
"""For how long a provider that turned something away gets fewer generations."""

THROTTLES = Table(
    "studio_throttles",
    METADATA,
    Column("kind", String(16), primary_key=True),
    Column("provider", String(80), primary_key=True),
    Column("simulated", Boolean, primary_key=True),
    Column("at_once", Integer, nullable=False),
    Column("until", Instant, nullable=False),
)

_DOOR = 0x534C4F5453
"""Key of the advisory lock that slots are given out behind on PostgreSQL; reads SLOTS in ASCII. Locks are
taken in the order take, door, budget, so that no two transactions wait for each other."""


class NoRoom(TransientFailure):
    """As many generations are under way as may be; nothing was written."""


@dataclass(frozen=True)
class Room:
    """How many generations, or questions, may be under way at once.

    Args:
        all: generations at all providers together, or questions at the one that is asked; None where nothing
            but the provider's own limit holds.
        provider: at the one that is asked; None where it has no known limit.
    """

    all: int | None
    provider: int | None


def room_at(provider: Provider, model: str) -> Room:
    """The limits that hold for a provider's model.

    Args:
        provider: who is asked.
        model: with which model.

    Returns:
        The settings file's word, else what was measured, else the provider's field, else what the
        model is known to take.
    """
    said = settings()
    word = f"{provider.kind}/{provider.name}"
    measured = profile(word, simulated=provider.simulated)
    own = provider.concurrency if isinstance(provider, LiveProvider) else 0
    known = provider.capabilities(model).concurrency
    found = said.concurrency.get(word) or (measured.concurrency if measured else 0) or own or known
    all = said.limits.questions if provider.kind == "answer" else said.limits.generations
    return Room(None if provider.gathers else all, found or None)


def claim_slot(tx: Connection, provider: Provider, room: Room, now: datetime) -> None:
    """See that one more generation or question may begin; holds until the transaction ends.

    Raises:
        NoRoom: as many are under way as may be; ask again after a while.
    """
    _queue_up(tx)
    busy = under_way(tx, simulated=provider.simulated, now=now)
    here = busy.get((provider.kind, provider.name), 0)
    lowered = tx.execute(
        select(THROTTLES.c.at_once).where(*_row(provider), THROTTLES.c.until > now)
    ).scalar_one_or_none()
    limits = [one for one in (room.provider, lowered) if one is not None]
    asks = provider.kind == "answer"
    things = "questions" if asks else "generations"
    everywhere = here if asks else sum(count for (kind, _), count in busy.items() if kind != "answer")
    if room.all is not None and everywhere >= room.all:
        raise NoRoom(f"{room.all} {things} are under way.", mend="Wait until one is done.")
    if limits and here >= min(limits):
        raise NoRoom(
            f"{min(limits)} {things} are under way at {provider.name}.", mend="Wait until one is done."
        )


def throttle(tx: Connection, provider: Provider, now: datetime, wait: float) -> int:
    """Give a provider that turned something away one generation fewer than it has, for a while.

    Args:
        tx: an open write transaction.
        provider: who turned it away.
        now: the time.
        wait: seconds that it asked for; at least `COOL_OFF` is given.

    Returns:
        Generations that it gets at once until then, at least 1.
    """
    _queue_up(tx)  # two that are turned away at once would both insert
    busy = under_way(tx, simulated=provider.simulated, now=now).get((provider.kind, provider.name), 0)
    at_once = max(1, busy)
    until = now + max(COOL_OFF, timedelta(seconds=wait))
    tx.execute(delete(THROTTLES).where(*_row(provider)))
    values = {"kind": provider.kind, "provider": provider.name, "simulated": provider.simulated}
    tx.execute(insert(THROTTLES).values(**values, at_once=at_once, until=until))
    return at_once


def under_way(connection: Connection, *, simulated: bool, now: datetime) -> dict[tuple[str, str], int]:
    """Generations that hold a slot: (kind, provider) -> how many."""
    holding = (
        TAKES.c.state.in_(("intended", "generating")),
        TAKES.c.reason == "",
        TAKES.c.lease_until > now,
        TAKES.c.simulated == simulated,
    )
    columns = (TAKES.c.kind, TAKES.c.provider)
    rows = connection.execute(select(*columns, func.count()).where(*holding).group_by(*columns))
    return {(kind, name): count for kind, name, count in rows}


def _queue_up(tx: Connection) -> None:
    if tx.dialect.name == "postgresql":  # SQLite's write transaction is alone anyway
        tx.execute(text("SELECT pg_advisory_xact_lock(:door)"), {"door": _DOOR})


def _row(provider: Provider) -> tuple[ColumnElement[bool], ...]:
    return (
        THROTTLES.c.kind == provider.kind,
        THROTTLES.c.provider == provider.name,
        THROTTLES.c.simulated == provider.simulated,
    )
