"""The rows that benchmarks print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.benchmarks.process import Cost

__all__ = ["Row", "show"]


@dataclass(frozen=True)
class Row:
    """One measured thing.

    Args:
        what: in words.
        cost: what it took.
        goal: the goal and whether it is met.
        note: another figure, in words.
    """

    what: str
    cost: Cost
    goal: str = ""
    note: str = ""


def show(title: str, rows: Iterable[Row]) -> None:
    """Print rows as a table."""
    table = Table(title=title, title_justify="left", box=None)
    for name in ("what", "wall s", "CPU s", "peak MB", "goal", "note"):
        table.add_column(name, justify="right" if name.split()[-1] in {"s", "MB"} else "left")
    for row in rows:
        cost = row.cost
        table.add_row(row.what, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak:.0f}", row.goal, row.note)
    Console(width=160, highlight=False).print(table)
