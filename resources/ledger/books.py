"""The rows of the books: how budgets, accounts and entries are locked, written and read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from resources.database.once import insert_once
from resources.errors import BudgetReached, StudioError
from resources.ledger.balance import AccountBalance, Balance, Entry, EntryKind
from resources.ledger.grants import Books
from resources.ledger.tables import ACCOUNTS, BUDGETS, ENTRIES
from resources.money import ZERO, dollars, micros, usd

__all__ = [
    "add_account",
    "balance_of",
    "entry",
    "grant",
    "grants_of",
    "lines_of",
    "lock",
    "move",
    "now",
    "reached",
    "reservation",
    "settle",
    "whole",
    "write",
]


def now() -> datetime:
    """When an entry is written, in UTC."""
    return datetime.now(UTC)


def whole(amount: Decimal, where: str) -> int:
    """Dollars as micro-dollars.

    Args:
        amount: dollars.
        where: budget or slate, for the error.

    Raises:
        StudioError: the amount is negative or no number.
    """
    exact = micros(amount) if amount.is_finite() else -1
    if exact < 0:
        raise StudioError(f"{amount} is no amount of money.", mend="Use $0 or more.", where=where)
    return exact


def lock(tx: Connection, budget: str) -> Row[Any]:
    """A budget's row, locked until the transaction ends: its changes stand in one order.

    Raises:
        StudioError: the budget is not open.
    """
    row = tx.execute(select(BUDGETS).where(BUDGETS.c.budget == budget).with_for_update()).first()
    if row is None:
        raise _not_open(budget)
    return row


def grants_of(connection: Connection, budget: str) -> Books:
    """All accounts of a budget: account -> (granted, held + spent) in micro-dollars."""
    rows = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.budget == budget))
    return {row.account: (row.granted, row.held + row.spent) for row in rows}


def add_account(tx: Connection, budget: str, account: str, granted: int) -> None:
    """A new account with a grant in micro-dollars."""
    tx.execute(insert(ACCOUNTS).values(budget=budget, account=account, granted=granted, held=0, spent=0))


def grant(tx: Connection, budget: str, account: str, amount: int) -> None:
    """Add signed micro-dollars to what an account is granted."""
    which = (ACCOUNTS.c.budget == budget, ACCOUNTS.c.account == account)
    tx.execute(update(ACCOUNTS).where(*which).values(granted=ACCOUNTS.c.granted + amount))


def write(
    tx: Connection,
    budget: str,
    account: str,
    kind: EntryKind,
    amount: int,
    *,
    key: str,
    slate: str = "",
    memo: str = "",
) -> bool:
    """Write an entry in micro-dollars, unless its key was written before.

    Returns:
        Whether it was written now.
    """
    row = {"budget": budget, "account": account, "kind": kind, "micros": amount, "slate": slate}
    return insert_once(tx, ENTRIES, {**row, "key": key, "memo": memo, "at": now()})


def reservation(tx: Connection, slate: str) -> Row[Any]:
    """The entry that reserved money for a take, its budget locked.

    Raises:
        StudioError: nothing was reserved.
    """
    row = tx.execute(select(ENTRIES).where(ENTRIES.c.key == f"reserve:{slate}")).first()
    if row is None:
        raise StudioError(
            "Nothing is reserved for this take.", mend="Reserve before the request is sent.", where=slate
        )
    lock(tx, row.budget)
    return row


def settle(tx: Connection, held: Row[Any], kind: EntryKind, amount: int) -> bool:
    """Write the one entry that ends a reservation.

    Returns:
        Whether it was ended now; False where the same kind ended it before.

    Raises:
        StudioError: it was ended before by the other kind.
    """
    key = f"settle:{held.slate}"
    if write(tx, held.budget, held.account, kind, amount, slate=held.slate, key=key):
        return True
    before = tx.execute(select(ENTRIES.c.kind).where(ENTRIES.c.key == key)).scalar_one()
    if before != kind:
        raise StudioError(
            f"The reservation was settled before, by {before}.",
            mend="Compare the entries of this slate with the provider's invoice.",
            where=held.slate,
        )
    return False


def move(tx: Connection, held: Row[Any], *, spent: int) -> None:
    """Take a whole reservation out of what is held, and add micro-dollars to what is spent."""
    for table, which in (
        (BUDGETS, (BUDGETS.c.budget == held.budget,)),
        (ACCOUNTS, (ACCOUNTS.c.budget == held.budget, ACCOUNTS.c.account == held.account)),
    ):
        changed = {"held": table.c.held - held.micros, "spent": table.c.spent + spent}
        tx.execute(update(table).where(*which).values(**changed))


def reached(tx: Connection, budget: str, accounts: Sequence[str], asked: int, slate: str) -> BudgetReached:
    """The refusal of a reservation, with what is free and the mend."""
    balance = balance_of(tx, budget)
    none = AccountBalance(granted=ZERO, held=ZERO, spent=ZERO)
    free = ", ".join(f"{name} {dollars(balance.accounts.get(name, none).free)}" for name in accounts)
    return BudgetReached(
        f"{dollars(usd(asked))} cannot be reserved. Free: {free or 'no account'}; "
        f"of the limit {dollars(balance.limit)}: {dollars(balance.free)}.",
        mend="Raise budget.limit and go on with the same run; what is finished stays.",
        where=slate,
    )


def balance_of(connection: Connection, budget: str) -> Balance:
    """A budget and its accounts in dollars.

    Raises:
        StudioError: the budget is not open.
    """
    row = connection.execute(select(BUDGETS).where(BUDGETS.c.budget == budget)).first()
    if row is None:
        raise _not_open(budget)
    of_budget = select(ACCOUNTS).where(ACCOUNTS.c.budget == budget).order_by(ACCOUNTS.c.account)
    accounts = {
        one.account: AccountBalance(granted=usd(one.granted), held=usd(one.held), spent=usd(one.spent))
        for one in connection.execute(of_budget)
    }
    return Balance(limit=usd(row.limit_micros), held=usd(row.held), spent=usd(row.spent), accounts=accounts)


def lines_of(budget: str) -> Select[Any]:
    """The query of a budget's entries, oldest first."""
    return select(ENTRIES).where(ENTRIES.c.budget == budget).order_by(ENTRIES.c.id)


def entry(row: Row[Any]) -> Entry:
    """A row of the entries in dollars."""
    values = dict(row._mapping)
    return Entry(amount=usd(values.pop("micros")), **values)


def _not_open(budget: str) -> StudioError:
    return StudioError(
        "The budget is not open.", mend="Materialise the production's plan first.", where=budget
    )
