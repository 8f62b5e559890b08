"""What Claude's tokens cost: exact, dated, and never zero for want of knowing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.claude.answer import Usage
from resources.claude.prices import STUDIO_CLAUDE_PRICES, load, price, price_of
from resources.errors import NotConfigured, Refused
from resources.providers.prices import rows_of

TODAY = date(2026, 11, 21)
ROW = (
    "- {model: claude-next, tiers: [{input: 1, output: 2, write_5m: 1.25, write_1h: 2, read: 0.1}], "
    "context: 1000, max_output: 100, source: me, date: 2026-11-20, certainty: documented}\n"
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, named but not written yet."""
    file = tmp_path / "prices.yaml"
    monkeypatch.setenv(STUDIO_CLAUDE_PRICES, str(file))
    return file


@pytest.mark.parametrize("model, usage, batch, dollars", [
    ("claude-haiku-5-5", Usage(input=6_300, output=700), False, "0.00098"),
    ("claude-haiku-5-5", Usage(input=6_300, output=700), True, "0.00049"),
    ("claude-haiku-5-5", Usage(input=100_000), False, "0.01"),
    ("claude-sonnet-5-5", Usage(input=3_300, read=3_000, output=700), False, "0.0139"),
    ("claude-opus-5-5", Usage(written_5m=3_000, input=600, output=1_000), False, "0.0374"),
    ("claude-fable-5-1", Usage(written_1h=1_000), False, "0.02"),
    ("claude-haiku-4-5-20251001", Usage(output=1_000), False, "0.005"),
])  # fmt: skip
def test_tokens_cost_what_the_table_says(model: str, usage: Usage, batch: bool, dollars: str) -> None:
    """Each kind of token has its own price, a batch half of it, and a dated name that of the short one."""
    assert Decimal(dollars) == price(model, usage, batch=batch)


def test_a_long_prompt_costs_more_for_all_of_the_request() -> None:
    """One token over 100,000, however they are read, makes every token of a haiku five times as dear."""
    usage = Usage(input=50_000, read=30_000, written_5m=20_001, output=100)
    expected = (50_000 * 50 + 30_000 * 5) / Decimal(10**8) + Decimal("0.625") * 20_001 / 10**6
    assert (expected + Decimal("0.00025")).quantize(Decimal("0.000001")) <= price("claude-haiku-5-5", usage)
    less = usage.model_copy(update={"written_5m": 20_000})
    assert price("claude-haiku-5-5", usage) > 4 * price("claude-haiku-5-5", less)


def test_parts_of_a_micro_dollar_are_rounded_up() -> None:
    """The ledger is never below the invoice, and never a whole micro-dollar above it."""
    assert Decimal("0.000001") == price("claude-haiku-5-5", Usage(input=1))
    assert Decimal("0") == price("claude-haiku-5-5", Usage())


@given(st.lists(st.integers(0, 300_000), min_size=5, max_size=5), st.integers(0, 4))
def test_more_tokens_never_cost_less(counts: list[int], which: int) -> None:
    """Whichever token is added, the price does not fall, over the tier's border too."""
    names = list(Usage.model_fields)
    less = Usage(**dict(zip(names, counts, strict=True)))
    more = less.model_copy(update={names[which]: counts[which] + 1_000})
    for row in load().rows:
        assert row.price(less) <= row.price(more)
        assert row.price(less, batch=True) <= row.price(less)


@pytest.mark.parametrize("model, near", [
    ("claude-haiku-5.5", "claude-haiku-5-5"),
    ("claude-fable-5-2", "claude-fable-5-1"),
    ("sonnet", "claude-sonnet"),
])  # fmt: skip
def test_an_unknown_model_is_an_error_that_names_the_nearest(model: str, near: str) -> None:
    """A model without a price is refused, with the name that was probably meant and the row to add."""
    with pytest.raises(NotConfigured, match=f"nearest that is known is {near}") as caught:
        price(model, Usage(input=1))
    assert STUDIO_CLAUDE_PRICES in caught.value.mend


def test_a_retired_model_is_refused_with_its_successor() -> None:
    """From its last day on a model is not asked, but what it answered before is still settled."""
    row = price_of("claude-sonnet-4-5")
    row.check_answers(date(2026, 11, 29))
    with pytest.raises(Refused, match="2026-11-30") as caught:
        row.check_answers(date(2026, 11, 30))
    assert "claude-sonnet-5-5" in caught.value.mend
    assert "claude-sonnet-4-5" not in load().lasting()
    assert Decimal("0.015") == price("claude-sonnet-4-5", Usage(output=1_000))


def test_the_users_own_row_replaces_ours(own: Path) -> None:
    """A price of one's own wins, is said to be one's own, and the others stay as they are."""
    own.write_text(ROW.replace("claude-next", "claude-haiku-5-5") + ROW)
    assert (
        Decimal("0.001")
        == price("claude-haiku-5-5", Usage(input=1_000))
        == price("claude-next", Usage(input=1_000))
    )
    assert (True, False) == (price_of("claude-next").own, price_of("claude-opus-5-5").own)


@pytest.mark.parametrize("wrong, words", [
    (ROW.replace("input: 1", "input: free"), "tiers.0.input"),
    (ROW.replace("read: 0.1}", "read: 0.1, up_to: 5}"), "only the last tier"),
    (ROW.replace("source: me", "source: me, retires: 2027-01-01"), "successor"),
    (ROW + ROW, "twice"),
    ("- 5\n", "not a row"),
])  # fmt: skip
def test_faults_of_the_file_are_named_with_their_lines(own: Path, wrong: str, words: str) -> None:
    """What is wrong in a price file is told with its line, and nothing is bought by it."""
    own.write_text(wrong)
    with pytest.raises(NotConfigured, match=words) as caught:
        load()
    assert f"{own}:" in str(caught.value)


def test_a_missing_file_is_an_error(own: Path) -> None:
    """A variable that names no file is told, never ignored."""
    with pytest.raises(NotConfigured) as caught:
        load()
    assert STUDIO_CLAUDE_PRICES in caught.value.mend


def test_every_row_says_where_and_when_it_was_read() -> None:
    """The table's age is that of its oldest row, and providers show every tier with its source."""
    assert max((TODAY - row.date).days for row in load().rows) == load().age(TODAY)
    once, batch = rows_of("answer", "claude"), rows_of("answer", "claude_batches")
    assert len(once) == len(batch) == 2 * sum(len(row.tiers) for row in load().rows)
    assert all(two.amount * 2 == one.amount and one.source for one, two in zip(once, batch, strict=True))
