"""Figures in Dagster's UI: exact for people, numbers for plots."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dagster import FloatMetadataValue, MarkdownMetadataValue, TableMetadataValue

from studio_assets.figures import bullets, money, reasons, score, seconds, table


def test_money_is_exact_and_plots() -> None:
    """An amount is shown to the micro-dollar, and beside it as a number that plots over runs."""
    shown = money("cost", Decimal("0.000885"))
    assert ("$0.000885", FloatMetadataValue(0.000885)) == (shown["cost"], shown["cost_dollars"])


def test_a_length_names_its_unit() -> None:
    """A length is a number whose name says seconds."""
    assert {"duration_seconds": FloatMetadataValue(7.5)} == seconds("duration", Fraction(15, 2))


def test_no_score_is_no_number() -> None:
    """What was not judged is `unjudged`, never a zero."""
    assert ("unjudged", FloatMetadataValue(0.0)) == (score(None), score(Decimal(0)))


def test_lists_are_lists() -> None:
    """Sentences stand one below the other; without any, the word for none."""
    assert MarkdownMetadataValue("- one\n- two") == bullets(["one", "two"])
    assert MarkdownMetadataValue("none found") == bullets([], empty="none found")


def test_what_somebody_says_is_no_markup() -> None:
    """A provider's or a person's words show as they are: they load no picture and make no link."""
    shown = reasons({"launch": "refused: ![x](http://example.com/x.png) <img src=x>"})
    assert (
        MarkdownMetadataValue(r"- **launch** refused: \!\[x\](http://example.com/x.png) \<img src=x\>")
        == shown
    )


def test_rows_become_a_table() -> None:
    """Rows are a real table, with the columns in their order; without any, the word none."""
    made = table([{"scene": "launch", "in": "0"}, {"scene": "landing", "in": "5"}])
    assert isinstance(made, TableMetadataValue)
    assert ["scene", "in"] == [column.name for column in made.schema.columns]
    assert ["launch", "landing"] == [record.data["scene"] for record in made.records]
    assert "none" == table([])
