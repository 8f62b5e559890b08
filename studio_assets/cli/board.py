"""The live board: one row for each thing that moves, and what it cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from resources.money import ZERO, dollars
from resources.progress import Progress

__all__ = ["Board"]

COLOURS = {
    "green": {"planned", "fetched", "filmed", "footage", "passed", "go", "reviewed", "cut", "locked",
              "spoken", "rendered", "shown"},
    "red": {"failed", "refused", "held", "unknown", "cancel"},
    "yellow": {"reshoot", "waiting", "partial", "not_filmed"},
}  # fmt: skip
"""States that are an end, good or bad; all others are under way."""


@dataclass
class _Row:
    progress: Progress
    seconds: float
    price: Decimal | None


class Board:
    """What moves and how far it is; renders itself to the size of the terminal.

    A clip and its judgement share a row. Where the terminal is too low for all rows, those that moved
    last are shown.

    Args:
        title: what is made.
        elapsed: seconds since the beginning.
    """

    def __init__(self, title: str, elapsed: Callable[[], float]) -> None:
        self.title = title
        self.elapsed = elapsed
        self.whole = False
        self._rows: dict[tuple[str, str], _Row] = {}

    def move(self, progress: Progress) -> None:
        """Move a row, or add one."""
        stage = "shoot" if progress.stage == "judge" else progress.stage
        before = self._rows.get((stage, progress.subject))
        price = before.price if before else None
        if progress.price is not None:
            price = (price or ZERO) + progress.price
        self._rows[stage, progress.subject] = _Row(progress, self.elapsed(), price)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The board as it is now."""
        shown = list(self._rows.items())
        room = max(3, options.size.height - 3)
        if not self.whole and len(shown) > room:
            last = sorted(shown, key=lambda row: row[1].seconds)[-room:]
            shown = [row for row in shown if row in last]
        hidden = len(self._rows) - len(shown)
        spent = sum((row.price for row in self._rows.values() if row.price), ZERO)
        yield Text.assemble(
            (self.title, "bold"),
            f"  {self.elapsed():.0f} s  {dollars(spent)}",
            (f"  {hidden} more" if hidden else "", "dim"),
        )
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for style, justify in (("dim", "left"), ("", "left"), ("", "left"), ("", "right"), ("dim", "right")):
            table.add_column(style=style, justify=justify, no_wrap=True)  # type: ignore[arg-type]
        table.add_column(style="dim")
        for (stage, _), row in shown:
            moved = row.progress
            subject = "film" if self.title.startswith(f"{moved.subject} ") else moved.subject
            price = dollars(row.price) if row.price is not None else ""
            # One line a row: words are cut off with an ellipsis, never broken.
            detail = Text(moved.detail, no_wrap=True, overflow="ellipsis")
            table.add_row(stage, subject, _state(moved.state), price, f"{row.seconds:.1f} s", detail)
        yield table


def _state(state: str) -> Text:
    colour = next((colour for colour, states in COLOURS.items() if state in states), "cyan")
    return Text(state, style=colour)
