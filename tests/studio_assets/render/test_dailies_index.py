"""The index of all runs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from studio_assets.render.dailies import index
from studio_assets.render.dailies_run import IndexRow
from tests.studio_assets.render import made_up_run


def row(production: str, created: str, state: str = "rendered", **more: object) -> IndexRow:
    """A run of a production."""
    fields = {
        "production": production, "run": created, "state": state, "duration": Fraction(15, 2),
        "spent": Decimal("1.25"), "limit": Decimal(3), "poster": made_up_run.no_files(created, ".webp"),
        "page": f"{production}/{created}.html", "created": created, "simulated": True,
    }  # fmt: skip
    return IndexRow(**{**fields, **more})


def test_the_newest_run_comes_first() -> None:
    """The production with the newest run stands first, and its newest run before its older ones."""
    html = index([row("boat", "2026-01-02"), row("coffee", "2026-01-03"), row("coffee", "2026-01-09")])
    places = [
        html.index(f'href="{link}"')
        for link in ("coffee/2026-01-09.html", "coffee/2026-01-03.html", "boat/2026-01-02.html")
    ]
    assert sorted(places) == places


def test_a_row_says_what_became_of_the_run() -> None:
    """A run's state, reason, length and money stand in the index."""
    html = index([row("boat", "2026-01-02", "held: budget reached")])
    for said in (">held<", "budget reached", "7.5 s", "$1.25", "of $3.00", "SIMULATED"):
        assert said in html


def test_a_run_without_a_film_says_so() -> None:
    """A run that has no poster and no length yet has both in words."""
    html = index([row("boat", "2026-01-02", poster=None, duration=None, simulated=False)])
    for said in ("no picture yet", "none yet"):
        assert said in html
    assert "SIMULATED" not in html


def test_the_poster_is_linked_from_beside_the_productions() -> None:
    """The index lies one folder below the store, and its pictures are found from there."""
    one = row("boat", "2026-01-02")
    assert f'src="../{one.poster.path}"' in index([one])


def test_no_run_makes_an_index_that_says_so() -> None:
    """Before the first run the index says that there is nothing yet."""
    assert "No run has left anything yet." in index([])


def test_markup_in_a_row_stays_text() -> None:
    """A state with markup in it is shown as text."""
    html = index([row("boat", "2026-01-02", "held: <script>alert('x')</script>")])
    assert "<script>alert" not in html
    assert 1 == html.count("<script")
