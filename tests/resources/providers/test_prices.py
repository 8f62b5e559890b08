"""Every price is dated and exact, and what has no price is not bought."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from resources.errors import NotConfigured
from resources.providers.prices import STUDIO_PRICES, TABLE, Price, PriceTable, load, price_of

ROW = "- {kind: video, provider: runway, model: gen4.5, unit: second, amount: 0.09, source: contract, date: 2026-11-01, certainty: documented}\n"  # noqa: E501


@pytest.fixture(autouse=True)
def _no_own_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STUDIO_PRICES, raising=False)


def own(folder: Path, text: str) -> Path:
    """The user's own file."""
    file = folder / "prices.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "what, when, quantity, amount, basis",
    [
        (
            ("video", "runway", "gen4.5", "second"), {"resolution": "720p"}, 5, "0.60",
            "5 s x $0.12/s (runway gen4.5, price table of 2026-09-19, reported)",
        ),
        (
            ("video", "luma", "ray-3.2", "generation"), {"resolution": "720p", "duration": Fraction(10)},
            1, "0.90",
            "1 generation x $0.90/generation (luma ray-3.2, duration 10, resolution 720p, "
            "price table of 2026-09-19, reported)",
        ),
        (
            ("video", "luma", "ray-3.2", "generation"), {"resolution": "720p", "duration": "5", "hdr": True},
            1, "0.60",
            "1 generation x $0.60/generation (luma ray-3.2, duration 5, hdr true, resolution 720p, "
            "price table of 2026-09-19, reported)",
        ),
        (
            ("speech", "openai_tts", "tts-1", "1m_characters"), {}, 1_234, "0.01851",
            "1,234 characters x $15.00/1,000,000 characters (openai_tts tts-1, "
            "price table of 2026-11-21, documented)",
        ),
        (
            ("music", "elevenlabs_music", "music_v1", "minute"), {}, Fraction(45, 60), "0.45",
            "0.75 min x $0.60/min (elevenlabs_music music_v1, price table of 2026-11-21, reported)",
        ),
        (
            ("image", "dalle", "gpt-image-2", "1m_image_tokens_out"), {}, 7_024, "0.21072",
            "7,024 image tokens out x $30.00/1,000,000 (dalle gpt-image-2, "
            "price table of 2026-09-09, reported)",
        ),
    ],
    ids=["seconds", "by-duration", "dearer-in-hdr", "characters", "part-of-a-minute", "tokens"],
)  # fmt: skip
def test_a_quote_says_how_it_was_computed(
    what: tuple[Any, ...], when: dict[str, object], quantity: int | Fraction, amount: str, basis: str
) -> None:
    """A quote is the price times the quantity, with where and when the price was read."""
    quote = price_of(*what, **when).of(quantity)
    assert (Decimal(amount), basis) == (quote.amount, quote.basis)


def test_a_quote_is_rounded_up_to_the_micro_dollar() -> None:
    """No rounding makes a quote less than the bill."""
    price = price_of("video", "runway", "gen4.5", "second")
    assert Decimal("0.04") == price.of(Fraction(1, 3)).amount
    assert Decimal("0.017143") == price.of(Fraction(1, 7)).amount
    assert Decimal(0) == price.of(0).amount


def test_characters_are_counted_whole() -> None:
    """Whoever counts in millions already is stopped, since the quote would be a millionth of the bill."""
    price = price_of("speech", "google_tts", "chirp3-hd", "1m_characters")
    assert Decimal("0.03") == price.of(1_000).amount
    with pytest.raises(ValueError, match="Characters are counted whole"):
        price.of(Decimal(1_000) / 1_000_000)


@pytest.mark.parametrize("quantity, error", [(2.5, TypeError), (-1, ValueError)])
def test_what_cannot_be_bought_has_no_quote(quantity: Any, error: type[Exception]) -> None:
    """Money is exact, so that no float and no negative quantity comes near it."""
    with pytest.raises(error):
        price_of("video", "runway", "gen4.5", "second").of(quantity)


@pytest.mark.parametrize(
    "audio, amount", [(None, "0.084"), (False, "0.084"), (True, "0.126"), ("native", "0.126")]
)
def test_the_most_precise_row_counts(audio: object, amount: str) -> None:
    """Sound that costs more is quoted where it is asked for."""
    when = {"resolution": "720p"} | ({} if audio is None else {"audio": audio})
    assert Decimal(amount) == price_of("video", "kling", "kling-3.0", "second", **when).amount


def test_of_two_rows_as_precise_the_dearer_counts(tmp_path: Path) -> None:
    """A tie never makes a quote too low."""
    rows = "".join(
        ROW.replace("0.09", amount).replace("source", f"when: {{{term}}}, source")
        for amount, term in (("3", "fps: 24"), ("2", "size: small"))
    )
    table = load(own(tmp_path, rows))
    assert 3 == table.price_of("video", "runway", "gen4.5", "second", fps=24, size="small").amount


def test_a_users_own_row_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has another price than the list says puts it into a file of their own."""
    monkeypatch.setenv(STUDIO_PRICES, str(own(tmp_path, ROW)))
    price = price_of("video", "runway", "gen4.5", "second", resolution="720p")
    assert "5 s x $0.09/s (runway gen4.5, your price of 2026-11-01, documented)" == price.of(5).basis
    assert price.own
    assert Decimal("0.05") == price_of("video", "runway", "gen4_turbo", "second").amount


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """A price that is mended while Studio runs counts from the next quote."""
    file = own(tmp_path, ROW)
    assert Decimal("0.09") == load(file).rows[0].amount
    own(tmp_path, ROW.replace("0.09", "0.08"))
    assert Decimal("0.08") == load(file).rows[0].amount
    assert load(file) is load(file)


def test_a_price_that_nobody_knows_is_refused_with_the_row_to_add(tmp_path: Path) -> None:
    """An unknown price is no price of zero: the message shows the row that mends it, ready to be pasted."""
    with pytest.raises(NotConfigured, match=r"mubert default .* is not known") as unknown:
        price_of("music", "mubert", "default", "generation", ratio="16:9", bitrate=128)
    assert STUDIO_PRICES in unknown.value.mend
    row = unknown.value.mend.splitlines()[-1]
    mended = row.replace("DOLLARS", "0.5").replace("YYYY-MM-DD", "2026-11-21")
    table = load(own(tmp_path, mended + "\n"))
    found = table.price_of("music", "mubert", "default", "generation", ratio="16:9", bitrate=128)
    assert Decimal("0.5") == found.amount


def test_a_refusal_names_what_is_known_of_the_model() -> None:
    """Where sound decides the price and nobody said whether there is any, the known prices are told."""
    with pytest.raises(NotConfigured, match=r"\$0\.042 per second, audio false or off, resolution 720p"):
        price_of("video", "kling", "kling-v2-6", "second", resolution="720p")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Every mistake in a price file is named by its line, in one go."""
    file = own(
        tmp_path,
        "- {kind: film, provider: runway, model: gen4.5, unit: hour, amount: cheap, source: x, "
        "date: soon, certainty: sure}\n"
        "- just words\n" + ROW + ROW + ROW.replace("source: contract, ", "").replace("0.09", "-1")
        + "- {kind: video, kind: video}\n" + ROW.replace("certainty", "own: yes, certainty"),
    )  # fmt: skip
    with pytest.raises(NotConfigured) as wrong:
        load(file)
    lines = wrong.value.what.splitlines()
    assert lines[0].startswith("11 faults")
    told = {
        (int(line.split(":")[1]), line.split(": ", 2)[2].split(":")[0]) for line in lines[1:] if "row" in line
    }
    assert {(1, "kind"), (1, "unit"), (1, "amount"), (1, "date"), (1, "certainty")} <= told
    assert {(5, "source"), (5, "amount"), (7, "own")} <= told
    assert "line 3 says" in wrong.value.what
    assert ":6: it says 'kind' twice" in wrong.value.what


@pytest.mark.parametrize(
    "text, words",
    [("rows: []\n", "not a list of rows"), ("- {a: [\n", "expected"), ("- [[[[[[x]]]]]]\n", "too deep")],
    ids=["map", "broken", "deep"],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """A file that holds no rows is a fault, not an empty table."""
    with pytest.raises(NotConfigured, match=words):
        load(own(tmp_path, text))


def test_an_empty_file_adds_nothing(tmp_path: Path) -> None:
    """A file with comments only is fine."""
    assert load().rows == load(own(tmp_path, "# mine\n")).rows


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped path does not fall back to prices that the user meant to replace."""
    monkeypatch.setenv(STUDIO_PRICES, str(tmp_path / "none.yaml"))
    with pytest.raises(NotConfigured, match=r"none\.yaml"):
        load()


def test_the_table_is_sorted() -> None:
    """A price is found by eye, and a new one has one place."""

    def place(row: Price) -> tuple[object, ...]:
        return (
            row.kind,
            row.provider,
            row.model,
            row.unit,
            str(sorted((k, [*v]) for k, v in row.when.items())),
        )

    assert sorted(load().rows, key=place) == list(load().rows)


def test_every_price_says_where_and_when_it_was_read() -> None:
    """Nobody has to take a price on trust, and only a provider's own page makes it documented."""
    for row in load().rows:
        assert date(2025, 1, 1) < row.date, row
        second_hand = any(
            word in row.source for word in ("quoted", "memory", "reseller", "measured", "tokens")
        )
        assert (row.certainty != "documented") == second_hand, row
        assert 0 < row.amount < 200, row


def test_the_age_of_prices_is_told() -> None:
    """An old table can be shown as one."""
    table = load()
    assert 10 == price_of("video", "runway", "gen4.5", "second").age(date(2026, 9, 29))
    oldest = min(row.date for row in table.rows)
    assert 7 == table.age(oldest + timedelta(days=7))
    assert 0 == PriceTable(rows=()).age(date(2026, 11, 21))


def test_picture_prices_follow_from_their_tokens() -> None:
    """The price of a picture is its image tokens, as its note tells them, times their price."""
    pictures = [row for row in load().rows if row.provider == "dalle" and row.unit == "generation"]
    assert pictures
    for row in pictures:
        tokens = int(row.note.split()[0].replace(",", ""))
        token = price_of("image", "dalle", row.model, "1m_image_tokens_out")
        assert row.amount == token.of(tokens).amount, row


def test_no_price_of_the_table_was_a_float_on_its_way() -> None:
    """Each amount is to the digit what the file says."""
    written = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert [row["amount"] for row in written] == [str(row.amount) for row in load().rows]
