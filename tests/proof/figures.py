"""What the proof measured, kept for the report that pytest prints at its end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from resources.ledger.balance import Entry
from resources.money import ZERO

LINES: list[tuple[str, str]] = []
"""What was measured and how much it was, in the order of measuring."""


def tell(what: str, much: str) -> None:
    """Keep a line for the report."""
    LINES.append((what, much))


def reserved_over_settled(entries: Iterable[Entry]) -> Decimal:
    """How much was reserved for each dollar that was settled: the mean over takes that cost something.

    Args:
        entries: of any number of budgets.

    Returns:
        1 where every quote was the price.
    """
    reserved: dict[str, Decimal] = {}
    settled: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.kind == "reserve":
            reserved[entry.slate] = entry.amount
        elif entry.kind in ("commit", "overrun"):
            settled[entry.slate] += entry.amount
    ratios = [reserved[slate] / amount for slate, amount in settled.items() if amount > ZERO]
    return sum(ratios, ZERO) / len(ratios) if ratios else ZERO


def counted(words: Iterable[str]) -> str:
    """Words with how often each is there, as `fetched 12, unknown 3`."""
    return ", ".join(f"{word} {count}" for word, count in sorted(Counter(words).items())) or "none"
