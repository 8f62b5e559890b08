"""The live board and the plain lines."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from rich.console import Console

from resources.progress import Progress, report
from studio_assets.cli import progress
from studio_assets.cli.board import Board


def board(*moves: Progress) -> Board:
    """A board on which these things moved, a second apart."""
    seconds = iter(range(1, 10_000))
    made = Board("boat 2026-11-21_101251", lambda: float(next(seconds)))
    for move in moves:
        made.move(move)
    return made


def shown(made: Board, width: int = 100, height: int = 30) -> list[str]:
    """The board's lines in a terminal of that size."""
    console = Console(file=io.StringIO(), force_terminal=True, width=width, height=height, record=True)
    console.print(made)
    return console.export_text().splitlines()


def shot(pilot: str, scene: str, state: str, price: str | None = None, stage: str = "shoot") -> Progress:
    """A step forward of a clip."""
    return Progress(
        stage=stage, subject=f"{pilot}/{scene}", state=state, price=Decimal(price) if price else None
    )


def test_a_clip_and_its_judgement_share_a_row() -> None:
    """A clip keeps one row from submitting to its score, with what all its takes cost."""
    rows = shown(
        board(
            shot("drawn", "launch", "fetched", "1.25"),
            shot("drawn", "launch", "fetched", "1.25"),
            shot("drawn", "launch", "passed", stage="judge"),
        )
    )
    assert 2 == len(rows)
    assert ["shoot", "drawn/launch", "passed", "$2.50"] == rows[1].split()[:4]


def test_the_title_has_time_and_money() -> None:
    """The first line says what is made, since when, and what it has cost so far."""
    title = shown(board(shot("a", "s", "fetched", "1.25"), shot("b", "s", "fetched", "0.2")))[0]
    assert "boat 2026-11-21_101251" in title and title.rstrip().endswith("$1.45")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_row_is_one_line(width: int) -> None:
    """No word is broken over two lines in a narrow terminal: every thing has exactly one line."""
    long = Progress(stage="greenlight", subject="drawn", state="go", detail="scored 93.38; " * 12)
    rows = shown(board(shot("animated", "desk_at_night", "generating"), long), width)
    assert 3 == len(rows)
    assert all(len(row) <= width for row in rows)


def test_a_low_terminal_shows_what_moves() -> None:
    """Where not all rows fit, those that moved last are shown and the others are counted."""
    many = board(*(shot("drawn", f"scene_{number:02}", "filmed") for number in range(36)))
    rows = shown(many, height=12)
    assert "27 more" in rows[0]
    assert ["scene_27", "scene_35"] == [rows[1].split()[1][6:], rows[-1].split()[1][6:]]


def test_at_the_end_all_rows_stay_on_the_screen() -> None:
    """The finished board shows everything, however low the terminal is."""
    many = board(*(shot("drawn", f"scene_{number:02}", "filmed") for number in range(36)))
    many.whole = True
    assert 37 == len(shown(many, height=12))


def test_a_terminal_gets_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal progress is a live board; what stays has each thing once."""
    terminal = io.StringIO()
    console = Console(file=terminal, force_terminal=True, width=100, height=30)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    with progress.shown("boat now"):
        report(shot("drawn", "launch", "generating"))
        report(shot("drawn", "launch", "filmed"))
    last = terminal.getvalue().rpartition("boat now")[2]
    assert 1 == last.count("drawn/launch") and "filmed" in last


def test_no_color_leaves_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes the colours off the board."""
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    console.print(board(shot("drawn", "launch", "filmed")))
    assert "\x1b[3" not in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_log_gets_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal each step is a line with time, stage, thing, state, price and detail."""
    with progress.shown("boat now", plain=True):
        report(Progress(stage="shoot", subject="a/b", state="fetched", price=Decimal(2), detail="take 1"))
    assert ["s", "shoot", "a/b:", "fetched", "$2.00", "take", "1"] == capsys.readouterr().err.split()[1:]
    assert "" == capsys.readouterr().out
