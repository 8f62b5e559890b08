"""What Dagster's UI shows of a greenlight."""

from __future__ import annotations

from studio_assets.greenlight.present import greenlight_metadata
from tests.studio_assets.render import made_up_run


def test_every_pilot_and_move_has_a_line() -> None:
    """Each pilot is a line with its money, and each move of money is a line with its reason."""
    decision = made_up_run.greenlight()
    shown = greenlight_metadata(decision)
    assert [one.pilot for one in decision.decisions] == [row.data["pilot"] for row in shown["pilots"].records]
    assert [move.why for move in decision.transfers] == [
        row.data["why"] for row in shown["money_moves"].records
    ]
    assert all(str(row.data["may spend"]).startswith("$") for row in shown["pilots"].records)


def test_the_sums_plot() -> None:
    """What is spent, granted and withheld stands exactly and as numbers that plot over runs."""
    decision = made_up_run.greenlight()
    shown = greenlight_metadata(decision)
    for name in ("spent", "granted", "withheld"):
        assert float(getattr(decision, name)) == shown[f"{name}_dollars"].value
        assert shown[name].startswith("$")
