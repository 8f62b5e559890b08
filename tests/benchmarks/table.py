"""The tables that benchmarks print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.benchmarks.process import Cost

__all__ = ["Figures", "Row", "show"]


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


@dataclass(frozen=True)
class Figures:
    """A table of figures other than time and memory.

    Args:
        columns: their names.
        lines: as they are printed.
        caption: what a reader must know of them.
    """

    columns: tuple[str, ...]
    lines: Sequence[tuple[str, ...]]
    caption: str = ""


def show(title: str, found: Sequence[Row] | Figures) -> None:
    """Print what a benchmark found as a table.

    Args:
        title: stands above it.
        found: what was found.
    """
    figures = found if isinstance(found, Figures) else _costs(found)
    table = Table(title=title, title_justify="left", box=None)
    for name, cells in zip(figures.columns, zip(*figures.lines, strict=True), strict=True):
        table.add_column(name, justify="right" if all(map(_figure, cells)) else "left")
    for line in figures.lines:
        table.add_row(*line)
    console = Console(width=160, highlight=False)
    console.print(table)
    if figures.caption:
        console.print(figures.caption)


def _costs(rows: Sequence[Row]) -> Figures:
    return Figures(
        ("what", "wall s", "CPU s", "peak MB", "goal", "note"),
        [
            (
                one.what,
                f"{one.cost.wall:.1f}",
                f"{one.cost.cpu:.1f}",
                f"{one.cost.peak:.0f}",
                one.goal,
                one.note,
            )
            for one in rows
        ],
    )


def _figure(text: str) -> bool:
    return text.removeprefix("$").replace(",", "").replace(".", "", 1).isdigit()
