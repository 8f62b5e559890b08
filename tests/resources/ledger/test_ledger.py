"""Promises of the ledger, on SQLite and PostgreSQL."""

from __future__ import annotations

import multiprocessing
from decimal import Decimal

import pytest

from resources.database.database import Database
from resources.errors import BudgetReached, StudioError
from resources.ledger.balance import CONTINGENCY
from resources.ledger.ledger import Ledger
from resources.ledger.tables import ACCOUNTS

BUDGET = "coffee/monday"


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """$10: the animated pilot has $6, the photo pilot $3, the contingency $1."""
    ledger = Ledger(database=database)
    ledger.open(BUDGET, Decimal(10))
    ledger.regrant(BUDGET, {"animated": Decimal(6), "photo": Decimal(3)}, key="plan", memo="The plan.")
    return ledger


def _reserve(ledger: Ledger, amount: str, slate: str, *accounts: str) -> str:
    with ledger.database.transaction() as tx:
        return ledger.reserve(tx, BUDGET, accounts or ("animated",), Decimal(amount), slate)


def _commit(ledger: Ledger, slate: str, price: str) -> None:
    with ledger.database.transaction() as tx:
        ledger.commit(tx, slate, Decimal(price))


def _release(ledger: Ledger, slate: str) -> None:
    with ledger.database.transaction() as tx:
        ledger.release(tx, slate)


def _free(ledger: Ledger) -> dict[str, str]:
    return {name: str(one.free) for name, one in ledger.balance(BUDGET).accounts.items()}


def test_plan_divides_the_whole_limit(ledger: Ledger) -> None:
    """What pilots are granted and the contingency add up to the limit."""
    assert _free(ledger) == {"animated": "6.00", "contingency": "1.00", "photo": "3.00"}
    assert ledger.audit(BUDGET) == ()


def test_opening_again_changes_nothing(ledger: Ledger) -> None:
    """Opening a budget again with the same limit writes no line."""
    before = ledger.entries(BUDGET)
    ledger.open(BUDGET, Decimal("10.00"))
    assert before == ledger.entries(BUDGET)
    assert ledger.budgets() == (BUDGET,)


def test_limit_can_be_raised_and_lowered_and_raised(ledger: Ledger) -> None:
    """Every change of the limit moves the contingency, also the second time to the same figure."""
    for limit in ("20", "10", "20"):
        ledger.open(BUDGET, Decimal(limit))
    assert Decimal(20) == ledger.balance(BUDGET).limit
    assert _free(ledger)[CONTINGENCY] == "11.00"
    assert ledger.audit(BUDGET) == ()


def test_limit_cannot_fall_below_what_is_bound(ledger: Ledger) -> None:
    """A limit below what pilots are granted and have spent is refused and names the lowest one."""
    with pytest.raises(StudioError, match=r"\$9.00") as refusal:
        ledger.open(BUDGET, Decimal("8.99"))
    assert "$9.00" in refusal.value.mend
    ledger.open(BUDGET, Decimal(9))
    assert _free(ledger)[CONTINGENCY] == "0.00"


def test_reserve_commit_gives_back_the_rest(ledger: Ledger) -> None:
    """A take that costs less than its quote gives the rest back."""
    assert _reserve(ledger, "2", "a") == "animated"
    assert _free(ledger)["animated"] == "4.00"
    _commit(ledger, "a", "1.25")
    assert _free(ledger)["animated"] == "4.75"
    assert Decimal("1.25") == ledger.balance(BUDGET).spent
    assert ledger.audit(BUDGET) == ()


def test_release_gives_back_all(ledger: Ledger) -> None:
    """A take for which nothing was charged gives everything back, once."""
    _reserve(ledger, "2", "a")
    _release(ledger, "a")
    _release(ledger, "a")
    assert _free(ledger)["animated"] == "6.00"
    assert ledger.audit(BUDGET) == ()


def test_committing_twice_pays_once(ledger: Ledger) -> None:
    """A take that is settled twice is paid once."""
    _reserve(ledger, "2", "a")
    _commit(ledger, "a", "1")
    _commit(ledger, "a", "2")
    assert Decimal(1) == ledger.balance(BUDGET).spent


def test_settling_both_ways_is_an_error(ledger: Ledger) -> None:
    """A take cannot be paid and given back at once."""
    _reserve(ledger, "2", "a")
    _commit(ledger, "a", "1")
    with pytest.raises(StudioError, match="settled before, by commit"):
        _release(ledger, "a")
    with pytest.raises(StudioError, match="Nothing is reserved"):
        _commit(ledger, "b", "1")


def test_the_last_cent_can_be_spent_and_no_micro_more(ledger: Ledger) -> None:
    """An account can be used up to the last micro-dollar and not beyond."""
    _reserve(ledger, "6", "a")
    with pytest.raises(BudgetReached) as refusal:
        _reserve(ledger, "0.000001", "b")
    assert "$0.000001" in str(refusal.value)
    assert "animated $0.00" in str(refusal.value)
    assert "budget.limit" in refusal.value.mend
    assert sum(entry.kind == "reserve" for entry in ledger.entries(BUDGET)) == 1
    assert ledger.audit(BUDGET) == ()


def test_the_first_account_that_can_pay_pays(ledger: Ledger) -> None:
    """A pilot's own money is used first, then the contingency."""
    assert _reserve(ledger, "2.50", "a", "photo", CONTINGENCY) == "photo"
    assert _reserve(ledger, "0.75", "b", "photo", CONTINGENCY) == CONTINGENCY


def test_an_overrun_is_told_and_the_cap_still_holds(ledger: Ledger) -> None:
    """A price over the quote is written as it is, and the others then get less, never more than the limit."""
    _reserve(ledger, "6", "a")
    _commit(ledger, "a", "9.50")
    assert _free(ledger)["animated"] == "-3.50"
    assert Decimal("0.50") == ledger.balance(BUDGET).free
    assert [Decimal("3.5")] == [line.amount for line in ledger.entries(BUDGET) if line.kind == "overrun"]
    with pytest.raises(BudgetReached):
        _reserve(ledger, "0.51", "b", "photo")
    _reserve(ledger, "0.50", "b", "photo")
    assert ledger.audit(BUDGET) == ()


def test_regrant_is_applied_once(ledger: Ledger) -> None:
    """A decision that is carried out twice moves money once."""
    for _ in range(2):
        ledger.regrant(BUDGET, {"photo": Decimal(0), "animated": Decimal(8)}, key="greenlight", memo="Won.")
    ledger.regrant(BUDGET, {"photo": Decimal(3)}, key="greenlight", memo="Another answer, the same key.")
    assert _free(ledger) == {"animated": "8.00", "contingency": "2.00", "photo": "0.00"}
    assert ledger.audit(BUDGET) == ()


def test_regrant_without_moves_keeps_its_key(ledger: Ledger) -> None:
    """A decision that moved nothing is remembered too."""
    ledger.regrant(BUDGET, {"photo": Decimal(3)}, key="k", memo="As it is.")
    ledger.regrant(BUDGET, {"photo": Decimal(1)}, key="k", memo="Late.")
    assert _free(ledger)["photo"] == "3.00"


@pytest.mark.parametrize(
    "grants",
    [
        {"animated": Decimal("1.99"), "photo": Decimal(1)},
        {"animated": Decimal(9), "photo": Decimal(3)},
        {"photo": Decimal(-1)},
        {CONTINGENCY: Decimal(5)},
        {"photo": Decimal("NaN")},
    ],
    ids=["below-spent", "more-than-there-is", "negative", "contingency", "no-number"],
)
def test_an_impossible_regrant_moves_nothing(ledger: Ledger, grants: dict[str, Decimal]) -> None:
    """A decision that cannot be carried out whole is refused whole, with a mend."""
    _reserve(ledger, "2", "a")
    before = ledger.entries(BUDGET)
    with pytest.raises(StudioError) as refusal:
        ledger.regrant(BUDGET, grants, key="k", memo="No.")
    assert refusal.value.mend
    assert before == ledger.entries(BUDGET)


def test_a_failed_take_leaves_no_reservation(ledger: Ledger) -> None:
    """A reservation whose transaction fails has never been."""
    with pytest.raises(RuntimeError), ledger.database.transaction() as tx:
        ledger.reserve(tx, BUDGET, ("animated",), Decimal(1), "a")
        raise RuntimeError
    assert _free(ledger)["animated"] == "6.00"


def test_audit_names_every_disagreement(ledger: Ledger) -> None:
    """Balances that were tampered with are named, account by account."""
    with ledger.database.transaction() as tx:
        tx.execute(ACCOUNTS.update().where(ACCOUNTS.c.account == "photo").values(spent=1_000_000))
    assert ledger.audit(BUDGET) == ("account photo: spent is $1.00, the entries say $0.00.",)


def test_an_unopened_budget_is_told(ledger: Ledger) -> None:
    """Asking for a budget that is not open says what to do."""
    with pytest.raises(StudioError, match="not open") as refusal:
        ledger.balance("tea/monday")
    assert refusal.value.mend


def _spend(url: str, worker: int, out: multiprocessing.Queue[int]) -> None:
    ledger = Ledger(database=Database(url=url))
    paid = 0
    for number in range(12):
        slate = f"{worker}/{number}"
        try:
            _reserve(ledger, "0.10", slate, "animated", "photo", CONTINGENCY)
        except BudgetReached:
            continue
        _commit(ledger, slate, "0.10")
        paid += 1
    out.put(paid)


def test_eight_processes_at_once_never_overspend(ledger: Ledger) -> None:
    """Eight workers that spend at once spend the limit to the last cent, and no cent more."""
    ledger.open(BUDGET, Decimal("9.00"))
    ledger.regrant(BUDGET, {"animated": Decimal(3), "photo": Decimal(3)}, key="even", memo="Even.")
    context = multiprocessing.get_context("fork")
    out: multiprocessing.Queue[int] = context.Queue()
    workers = [context.Process(target=_spend, args=(ledger.database.url, number, out)) for number in range(8)]
    for worker in workers:
        worker.start()
    paid = sum(out.get(timeout=120) for _ in workers)
    for worker in workers:
        worker.join()
    assert paid == 90
    assert Decimal(0) == ledger.balance(BUDGET).free
    assert ledger.audit(BUDGET) == ()
