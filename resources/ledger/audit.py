"""Recompute a budget from its entries alone and name every disagreement with its balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from resources.ledger.balance import AccountBalance, Balance, Entry
from resources.money import ZERO, dollars

__all__ = ["disagreements", "recomputed"]


def recomputed(entries: Iterable[Entry]) -> dict[str, AccountBalance]:
    """The accounts as the entries tell them.

    Args:
        entries: all entries of one budget.

    Returns:
        Account -> its balance.
    """
    granted: defaultdict[str, Decimal] = defaultdict(Decimal)
    held: defaultdict[str, Decimal] = defaultdict(Decimal)
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        granted[entry.account] += entry.amount if entry.kind in ("open", "limit", "transfer") else ZERO
        held[entry.account] += entry.amount if entry.kind in ("reserve", "release") else ZERO
        held[entry.account] -= entry.amount if entry.kind == "commit" else ZERO
        spent[entry.account] += entry.amount if entry.kind in ("commit", "overrun") else ZERO
    return {
        name: AccountBalance(granted=granted[name], held=held[name], spent=spent[name]) for name in granted
    }


def disagreements(balance: Balance, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Where the stored balances and the entries tell different stories.

    Args:
        balance: as stored.
        entries: all entries of the budget.

    Returns:
        A sentence each; empty where the books agree.
    """
    told = recomputed(entries)
    none = AccountBalance(granted=ZERO, held=ZERO, spent=ZERO)
    found: list[str] = []
    for name in sorted({*told, *balance.accounts}):
        by_entries, stored = told.get(name, none), balance.accounts.get(name, none)
        for what in ("granted", "held", "spent"):
            found += _differ(f"account {name}: {what}", getattr(stored, what), getattr(by_entries, what))
    totals: Mapping[str, Decimal] = {
        "limit": sum((one.granted for one in told.values()), ZERO),
        "held": sum((one.held for one in told.values()), ZERO),
        "spent": sum((one.spent for one in told.values()), ZERO),
    }
    for what, amount in totals.items():
        found += _differ(f"budget: {what}", getattr(balance, what), amount)
    return tuple(found)


def _differ(what: str, stored: Decimal, told: Decimal) -> list[str]:
    return [] if stored == told else [f"{what} is {dollars(stored)}, the entries say {dollars(told)}."]
