"""The ledger: reserve before the request, commit the true price, release the rest. Never over the limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dagster import ConfigurableResource
from sqlalchemy import Connection, select, update

from resources.database.database import Database
from resources.database.once import insert_once
from resources.errors import StudioError
from resources.ledger.audit import disagreements
from resources.ledger.balance import CONTINGENCY, Balance, Entry
from resources.ledger.books import (
    add_account,
    balance_of,
    entry,
    grant,
    grants_of,
    lines_of,
    lock,
    move,
    now,
    reached,
    reservation,
    settle,
    whole,
    write,
)
from resources.ledger.grants import lowest_limit, transfers
from resources.ledger.tables import ACCOUNTS, BUDGETS, ENTRIES
from resources.money import dollars, usd

__all__ = ["Ledger"]


class Ledger(ConfigurableResource):  # type: ignore[type-arg]
    """Budgets, their accounts and every line of money. Exact, append-only, checked by `audit`.

    Args:
        database: where it is kept.
    """

    database: Database

    def open(self, budget: str, limit: Decimal) -> None:
        """Open a budget, or bring an open one to another limit; the contingency takes the difference.

        Args:
            budget: `production/run`.
            limit: dollars that may be spent in all.

        Raises:
            StudioError: the limit is negative, or lower than what is spent, held or granted to pilots.
        """
        wanted = whole(limit, budget)
        with self.database.transaction() as tx:
            row = {"budget": budget, "limit_micros": wanted, "held": 0, "spent": 0, "opened": now()}
            if insert_once(tx, BUDGETS, row):
                add_account(tx, budget, CONTINGENCY, wanted)
                write(tx, budget, CONTINGENCY, "open", wanted, key=f"open:{budget}")
                return
            present: int = lock(tx, budget).limit_micros
            if wanted == present:
                return
            books = grants_of(tx, budget)
            if wanted < present and wanted < lowest_limit(books):
                raise StudioError(
                    f"The limit cannot fall from {dollars(usd(present))} to {dollars(usd(wanted))}: "
                    f"{dollars(usd(lowest_limit(books)))} is spent, held or granted to pilots.",
                    mend=f"Set budget.limit to {dollars(usd(lowest_limit(books)))} or more.",
                    where=budget,
                )
            nth = len(tx.execute(lines_of(budget).where(ENTRIES.c.kind == "limit")).all()) + 1
            tx.execute(update(BUDGETS).where(BUDGETS.c.budget == budget).values(limit_micros=wanted))
            grant(tx, budget, CONTINGENCY, wanted - present)
            write(tx, budget, CONTINGENCY, "limit", wanted - present, key=f"limit:{budget}:{nth}")

    def regrant(self, budget: str, grants: Mapping[str, Decimal], *, key: str, memo: str) -> None:
        """Set what accounts are granted, by transfers that add up to 0; all of them or none.

        Args:
            budget: `production/run`, open.
            grants: account -> dollars granted in all, what it has spent included; others stay.
            key: names this decision; a key that was applied before changes nothing.
            memo: why, in a sentence.

        Raises:
            StudioError: an account has spent or held more than its target, or the contingency cannot pay.
        """
        targets = {account: whole(amount, budget) for account, amount in grants.items()}
        with self.database.transaction() as tx:
            lock(tx, budget)
            marker = f"regrant:{budget}:{key}"
            if tx.execute(select(ENTRIES.c.id).where(ENTRIES.c.key == marker)).first():
                return
            books = grants_of(tx, budget)
            moves = transfers(books, targets, budget)
            for account in targets:
                if account not in books:
                    add_account(tx, budget, account, 0)
            for account, amount in moves.items():
                grant(tx, budget, account, amount)
                line = marker if account == CONTINGENCY else f"{marker}:{account}"
                write(tx, budget, account, "transfer", amount, key=line, memo=memo)

    def regrants(self, budget: str) -> tuple[str, ...]:
        """The keys of all regrants of a budget, oldest first; none where it is not open."""
        prefix = f"regrant:{budget}:"
        lines = (line for line in self.entries(budget) if line.account == CONTINGENCY)
        return tuple(line.key.removeprefix(prefix) for line in lines if line.key.startswith(prefix))

    def reserve(
        self, tx: Connection, budget: str, accounts: Sequence[str], amount: Decimal, slate: str
    ) -> str:
        """Hold money for a take, in the same transaction that writes the take's intent.

        The guarded UPDATE is the whole proof that nothing is overspent: it finds no row where the
        money is not there, whoever else is reserving at the same time.

        Args:
            tx: the open write transaction.
            budget: `production/run`, open.
            accounts: who pays, the first that can.
            amount: the quote in dollars.
            slate: the take's identity; one reservation each.

        Returns:
            The account that pays.

        Raises:
            BudgetReached: no account can pay, or the budget as a whole cannot (after an overrun).
        """
        asked = whole(amount, slate)
        lock(tx, budget)
        before = tx.execute(select(ENTRIES.c.account).where(ENTRIES.c.key == f"reserve:{slate}")).scalar()
        if before is not None:
            return str(before)
        total = (
            update(BUDGETS)
            .where(BUDGETS.c.budget == budget)
            .where(BUDGETS.c.held + BUDGETS.c.spent + asked <= BUDGETS.c.limit_micros)
            .values(held=BUDGETS.c.held + asked)
        )
        fits = tx.execute(total).rowcount == 1
        for account in accounts if fits else ():
            part = (
                update(ACCOUNTS)
                .where(ACCOUNTS.c.budget == budget, ACCOUNTS.c.account == account)
                .where(ACCOUNTS.c.held + ACCOUNTS.c.spent + asked <= ACCOUNTS.c.granted)
                .values(held=ACCOUNTS.c.held + asked)
            )
            if tx.execute(part).rowcount == 1:
                write(tx, budget, account, "reserve", asked, slate=slate, key=f"reserve:{slate}")
                return account
        raise reached(tx, budget, accounts, asked, slate)

    def commit(self, tx: Connection, slate: str, price: Decimal) -> None:
        """Turn a take's reservation into spending at the true price; the rest is free again.

        A price above the reservation is a fact and is written as `overrun`; the account then shows
        less than nothing free, and the whole budget pays for it. A second call changes nothing.

        Args:
            tx: the open write transaction.
            slate: the take's identity.
            price: dollars charged.

        Raises:
            StudioError: nothing was reserved for the take, or its reservation was released.
        """
        charged = whole(price, slate)
        held = reservation(tx, slate)
        inside = min(charged, held.micros)
        if not settle(tx, held, "commit", inside):
            return
        move(tx, held, spent=charged)
        if inside < held.micros:
            rest = inside - held.micros
            write(tx, held.budget, held.account, "release", rest, slate=slate, key=f"rest:{slate}")
        if charged > inside:
            over = charged - inside
            write(tx, held.budget, held.account, "overrun", over, slate=slate, key=f"overrun:{slate}")

    def release(self, tx: Connection, slate: str) -> None:
        """Give a take's reservation back: nothing was charged. A second call changes nothing.

        Args:
            tx: the open write transaction.
            slate: the take's identity.

        Raises:
            StudioError: nothing was reserved for the take, or it was committed.
        """
        held = reservation(tx, slate)
        if settle(tx, held, "release", -held.micros):
            move(tx, held, spent=0)

    def balance(self, budget: str) -> Balance:
        """What a budget and its accounts have.

        Args:
            budget: `production/run`.

        Raises:
            StudioError: the budget is not open.
        """
        with self.database.reading() as connection:
            return balance_of(connection, budget)

    def entries(self, budget: str) -> tuple[Entry, ...]:
        """Every line of a budget, oldest first; none where it is not open."""
        with self.database.reading() as connection:
            return tuple(entry(row) for row in connection.execute(lines_of(budget)))

    def budgets(self) -> tuple[str, ...]:
        """All open budgets by name."""
        with self.database.reading() as connection:
            return tuple(connection.execute(select(BUDGETS.c.budget).order_by(BUDGETS.c.budget)).scalars())

    def audit(self, budget: str) -> tuple[str, ...]:
        """Recompute a budget from its entries.

        Args:
            budget: `production/run`.

        Returns:
            Every disagreement in a sentence; empty where the books agree.

        Raises:
            StudioError: the budget is not open.
        """
        with self.database.reading() as connection:
            balance = balance_of(connection, budget)
            return disagreements(balance, [entry(row) for row in connection.execute(lines_of(budget))])
