"""Invariants of the ledger under any order of events."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from resources.database.database import Database
from resources.errors import BudgetReached, StudioError
from resources.ledger.balance import CONTINGENCY
from resources.ledger.ledger import Ledger

BUDGET = "coffee/monday"
AMOUNTS = st.integers(min_value=0, max_value=5_000_000).map(lambda micros: Decimal(micros) / 1_000_000)
ACCOUNTS = st.sampled_from(["animated", "photo", CONTINGENCY])


class Bookkeeping(RuleBasedStateMachine):
    """Anything that productions do to a budget, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(database=Database(url=f"sqlite:///{Path(self.folder.name) / 's.db'}"))
        self.limit = Decimal(10)
        self.ledger.open(BUDGET, self.limit)
        self.held: dict[str, Decimal] = {}
        self.spent = self.overrun = Decimal(0)
        self.count = 0

    @rule(limit=AMOUNTS)
    def change_limit(self, limit: Decimal) -> None:
        """The user edits budget.limit."""
        try:
            self.ledger.open(BUDGET, limit * 4)
        except StudioError:
            assert limit * 4 < self.limit
        else:
            self.limit = limit * 4

    @rule(animated=AMOUNTS, photo=AMOUNTS)
    def regrant(self, animated: Decimal, photo: Decimal) -> None:
        """A plan or a greenlight moves money, or is refused whole."""
        self.count += 1
        before = self.ledger.balance(BUDGET)
        grants = {"animated": animated, "photo": photo}
        try:
            self.ledger.regrant(BUDGET, grants, key=str(self.count), memo="")
        except StudioError:
            assert before == self.ledger.balance(BUDGET)
        else:
            accounts = self.ledger.balance(BUDGET).accounts
            assert grants == {name: accounts[name].granted for name in grants}

    @rule(accounts=st.lists(ACCOUNTS, min_size=1, max_size=3), amount=AMOUNTS)
    def reserve(self, accounts: list[str], amount: Decimal) -> None:
        """A take is intended."""
        self.count += 1
        before = self.ledger.balance(BUDGET)
        slate = f"slate/{self.count}"
        able = [name for name in accounts if name in before.accounts and before.accounts[name].free >= amount]
        try:
            with self.ledger.database.transaction() as tx:
                payer = self.ledger.reserve(tx, BUDGET, accounts, amount, slate)
        except BudgetReached:
            assert not able or before.free < amount
            assert before == self.ledger.balance(BUDGET)
        else:
            assert able[0] == payer
            self.held[slate] = amount

    @precondition(lambda self: self.held)
    @rule(data=st.data(), price=AMOUNTS, twice=st.booleans())
    def commit(self, data: st.DataObject, price: Decimal, twice: bool) -> None:
        """A take succeeds, at, under or over its quote; perhaps two workers say so."""
        slate = data.draw(st.sampled_from(sorted(self.held)))
        for _ in range(1 + twice):
            with self.ledger.database.transaction() as tx:
                self.ledger.commit(tx, slate, price)
        self.overrun += max(Decimal(0), price - self.held.pop(slate))
        self.spent += price

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """A take comes to nothing."""
        slate = data.draw(st.sampled_from(sorted(self.held)))
        with self.ledger.database.transaction() as tx:
            self.ledger.release(tx, slate)
        del self.held[slate]

    @invariant()
    def books_are_right(self) -> None:
        """Nothing is overspent but for recorded overruns, grants add up, and the entries agree."""
        balance = self.ledger.balance(BUDGET)
        assert (self.limit, sum(self.held.values()), self.spent) == (
            balance.limit,
            balance.held,
            balance.spent,
        )
        assert balance.limit == sum(account.granted for account in balance.accounts.values())
        assert balance.held + balance.spent <= balance.limit + self.overrun
        assert self.ledger.audit(BUDGET) == ()

    def teardown(self) -> None:
        self.folder.cleanup()


Bookkeeping.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_any_order_of_events_keeps_the_books_right = Bookkeeping.TestCase
