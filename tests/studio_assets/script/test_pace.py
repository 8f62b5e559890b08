"""Narration has as many words as can be spoken in its scene."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.script.pace import cut_to_pace, spoken_seconds, words, words_allowed

texts = st.text(" ab.!?,-–“”\n日本。é", max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("It was two in the morning.", 6),
        ("Coffee – black.", 2),
        ("don't stop", 2),
        ("珈琲の雨が降る。", 4),
        ("42 beans", 2),
    ],
    ids=["empty", "sentence", "lone-dash", "apostrophe", "no-spaces", "figures"],
)
def test_words_are_counted_as_they_are_spoken(text: str, expected: int) -> None:
    """Punctuation is not spoken, and scripts without spaces are counted by their characters."""
    assert expected == words(text)


def test_pace() -> None:
    """A calm narrator says 2.5 words a second."""
    assert (12, 0) == (words_allowed(Fraction(5)), words_allowed(Fraction(1, 3)))
    assert Fraction(4) == spoken_seconds("one two three four five six seven eight nine ten")


@pytest.mark.parametrize(
    ("text", "allowed", "expected"),
    [
        ("It is late. The lamp is on. He types.", 6, "It is late."),
        ("It is late. The lamp is on. He types.", 7, "It is late. The lamp is on."),
        ("It is so very late, and he types.", 5, "It is so very late"),
        ("Dr. Mo types all night long.", 4, "Dr. Mo types all"),
        ("雨が降る。豆が降る。", 2, "雨が降る。"),
        ("Late.", 0, ""),
    ],
    ids=["one-sentence", "two-sentences", "word", "abbreviation", "no-spaces", "no-time"],
)
def test_cut_at_a_sentence_else_at_a_word(text: str, allowed: int, expected: str) -> None:
    """A narration that is too long ends with a whole sentence, else with a whole word."""
    assert expected == cut_to_pace(text, allowed)


@given(texts, st.integers(0, 30))
def test_what_is_cut_can_be_spoken(text: str, allowed: int) -> None:
    """Whatever is written, what is left of it fits, begins as it did, and is not cut again."""
    said = cut_to_pace(text, allowed)
    assert words(said) <= allowed
    assert text.strip().startswith(said)
    assert said == cut_to_pace(said, allowed)
    assert words(text) > allowed or said == text.strip()
