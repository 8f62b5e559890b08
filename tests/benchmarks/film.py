"""How long a small film takes, and how long doing it again takes."""

from __future__ import annotations

from tests.benchmarks.house import house
from tests.benchmarks.specs import pair
from tests.benchmarks.table import Row

__all__ = ["rows"]


def rows() -> list[Row]:
    """A film of 2 pilots x 2 scenes of 5 s at 720p, then the same run once more."""
    with house() as home:
        home.spec("pair", pair("pair"))
        first, made = home.film("pair")
        bought = home.invoices()
        again, _ = home.film("pair", "--run", made["run"])
        extra = home.invoices() - bought
    return [
        Row("film, 2 pilots x 2 scenes of 5 s, 720p", first, f"wall < 60 s: {first.wall < 60}",
            f"peak < 600 MB: {first.peak < 600}"),
        Row("the same run again, nothing changed", again, f"wall < 15 s: {again.wall < 15}",
            f"takes bought: {extra}"),
    ]  # fmt: skip
