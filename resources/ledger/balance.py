"""What the ledger tells: balances and entries, in dollars."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from resources.money import Usd

__all__ = ["CONTINGENCY", "AccountBalance", "Balance", "Entry", "EntryKind"]

CONTINGENCY = "contingency"
"""The account that balances all others. A stored name: renaming it breaks history."""

EntryKind = Literal["open", "transfer", "reserve", "commit", "release", "overrun", "limit"]
"""What an entry's amount does. `open`, `limit`, `transfer`: added to granted. `reserve`: added to held.
`release`: added to held, negative. `commit`: moved from held to spent. `overrun`: added to spent."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AccountBalance(_Value):
    """What one account has, in dollars.

    Args:
        granted: what it was given in all.
        held: reserved for takes that are not settled.
        spent: settled at true prices.
    """

    granted: Usd
    held: Usd
    spent: Usd

    @property
    def free(self) -> Decimal:
        """granted - held - spent; negative after an overrun."""
        return self.granted - self.held - self.spent


class Balance(_Value):
    """What a budget has, in dollars.

    Args:
        limit: what may be spent in all.
        held: reserved for takes that are not settled.
        spent: settled at true prices.
        accounts: by name, the contingency among them.
    """

    limit: Usd
    held: Usd
    spent: Usd
    accounts: dict[str, AccountBalance]

    @property
    def free(self) -> Decimal:
        """limit - held - spent; negative after an overrun."""
        return self.limit - self.held - self.spent


class Entry(_Value):
    """One immutable line.

    Args:
        id: grows with time.
        budget: `production/run`.
        account: whose money.
        kind: what the amount does.
        amount: dollars, signed.
        slate: the take that it belongs to, or empty.
        key: unique; the same thing is never written twice.
        memo: why, in a sentence; may be empty.
        at: when, in UTC.
    """

    id: int
    budget: str
    account: str
    kind: EntryKind
    amount: Usd
    slate: str
    key: str
    memo: str
    at: datetime
