"""Live progress: a table that moves where a terminal is there, plain lines where not."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live

from resources.money import dollars
from resources.progress import LOGGER, Progress
from studio_assets.cli.board import Board

__all__ = ["shown"]


@contextmanager
def shown(title: str, *, plain: bool = False) -> Iterator[None]:
    """Show the progress of everything that happens inside.

    Args:
        title: what is made.
        plain: plain lines on stderr, whatever the terminal can.
    """
    console = Console(stderr=plain, highlight=False)
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    if plain or not console.is_terminal:
        handler: logging.Handler = _Lines(console)
        with _listening(logger, handler):
            yield
        return
    moves = _Moves(title)
    with Live(moves.board, console=console, refresh_per_second=8), _listening(logger, moves):
        try:
            yield
        finally:
            # What stays on the screen at the end is all of it, however low the terminal is.
            moves.board.whole = True


@contextmanager
def _listening(logger: logging.Logger, handler: logging.Handler) -> Iterator[None]:
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Listener(logging.Handler, ABC):
    def __init__(self) -> None:
        super().__init__()
        self.began = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        progress = getattr(record, "progress", None)
        if isinstance(progress, Progress):
            self.show(progress, time.monotonic() - self.began)

    @abstractmethod
    def show(self, progress: Progress, seconds: float) -> None:
        """Show a step forward that came so many seconds after the beginning."""


class _Lines(_Listener):
    """One line for each step forward."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console

    def show(self, progress: Progress, seconds: float) -> None:
        """Print a line."""
        price = f" {dollars(progress.price)}" if progress.price is not None else ""
        detail = f"  {progress.detail}" if progress.detail else ""
        line = f"{seconds:6.1f} s  {progress.stage:10} {progress.subject}: {progress.state}{price}{detail}"
        self.console.print(line, markup=False, soft_wrap=True)


class _Moves(_Listener):
    """Moves the rows of a board."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.board = Board(title, lambda: time.monotonic() - self.began)

    def show(self, progress: Progress, seconds: float) -> None:
        """Move a row."""
        self.board.move(progress)
