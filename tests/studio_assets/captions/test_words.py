"""A text's words: what is never parted, and how wide and how long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.captions.words import LETTER, closes, joined, split, weight, width


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was two — in the\n“morning”.", ["It", "was", "two —", "in", "the", "“morning”."]),
        ("yes ( no ) !", ["yes", "( no ) !"]),
        ("Ça va\u00a0? «\u202fété\u202f»", ["Ça", "va\u00a0?", "«\u202fété\u202f»"]),
        ("在2024年，学AI。「好」", ["在", "2024", "年，", "学", "AI。", "「好」"]),
        ("ショー、おっと", ["ショー、", "おっ", "と"]),
        ("한국어 자막", ["한국어", "자막"]),
        ("שלום, עולם!", ["שלום,", "עולם!"]),
        ("a\x00\x07\ud800\ufdd0b", ["ab"]),
        ("สวัสดี\u200bชาวโลก ดี", ["สวัสดี", "ชาวโลก", "ดี"]),
        ("…", ["…"]),
        ("", []),
    ],
    ids=[
        "dash",
        "brackets",
        "no-break",
        "chinese",
        "kana",
        "korean",
        "hebrew",
        "control",
        "thai",
        "signs",
        "nothing",
    ],
)
def test_signs_stay_with_their_words(text: str, words: list[str]) -> None:
    """A line never begins with a closing sign and never ends with an opening one."""
    assert words == [word.text for word in split(text)]


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"]) | st.sampled_from(" 。—“"))
)
def test_words_put_together_are_the_text(text: str) -> None:
    """Nothing is lost, doubled or moved, in any script."""
    assert " ".join(text.split()) == joined(split(text))


def test_a_line_holds_as_many_letters_of_one_width() -> None:
    """Accents that stand apart take no room; Chinese letters take that of 2.6 Latin ones."""
    assert (4 * LETTER, 42 * LETTER) == (width("e\u0301tés"), width("我" * 16))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("late.”", 2),
        ("Why?", 2),
        ("好。」", 2),
        ("then,", 1),
        ("two —", 1),
        ("Mr.", 1),
        ("J.", 1),
        ("word", 0),
    ],
)
def test_what_ends_with_a_word(text: str, what: int) -> None:
    """Sentences and clauses are told apart, and a title's full stop is no sentence's."""
    assert what == closes(split(text)[-1])


def test_a_number_takes_longer_to_say_than_a_word_of_its_length() -> None:
    """A year is several words when it is spoken."""
    assert weight("1984") > 2 * weight("year") and weight("—") == 1
