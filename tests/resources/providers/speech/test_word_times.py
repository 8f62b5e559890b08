"""Words out of the times that synthesizers tell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.media.spoken_words import in_order
from resources.providers.speech.word_times import Part, lists_of, told_words, words_of

LETTERS = ("T", "w", "o", ",", " ", "“", "3", "”", "!")
STARTS = [Decimal(one) for one in ("0.05", "0.1", "0.15", "0.3", "0.4", "0.6", "0.7", "0.9", "1.1")]
ENDS = [*STARTS[1:], Decimal("1.2345")]


def told(*lists: Any, **how: bool) -> list[tuple[str, int, int]]:
    """The words of three lists."""
    return [(one.text, one.start, one.end) for one in told_words(*lists, **how)]


def test_letters_become_words_without_the_silence_of_their_marks() -> None:
    """A word lasts from its first letter to its last one; comma, quotes and spaces hold the pauses."""
    assert [("Two,", 50, 300), ("“3”!", 700, 900)] == told(list(LETTERS), STARTS, ENDS)


@pytest.mark.parametrize(
    "tokens",
    [
        ["It", " ", "was", ",", " ", "so"],
        ["It", "was,", "so"],
        ["It", "was", ",", "so"],
    ],
    ids=["spaces and marks", "marks at words", "marks alone"],
)
def test_words_come_with_or_without_what_stands_between(tokens: list[str]) -> None:
    """All ways in which a list of words is written give the same times."""
    starts = {"It": 1, "was": 2, "was,": 2, "so": 4}
    at = [Decimal(starts.get(one, 3)) for one in tokens]
    found = told(tokens, at, [one + Decimal("0.5") for one in at], apart=True)
    assert [("It", 1000, 1500), ("was", 2000, 2500), ("so", 4000, 4500)] == [
        (text.rstrip(" ,"), start, end) for text, start, end in found
    ]


def test_letters_of_scripts_without_spaces_stand_alone() -> None:
    """A Chinese line keeps the time of each letter, a mark is of the letter before it."""
    times = [Decimal(number) for number in range(6)]
    found = told(list("夜的雨。ok"), times, [one + 1 for one in times])
    assert [("夜", 0, 1000), ("的", 1000, 2000), ("雨。", 2000, 3000), ("ok", 4000, 6000)] == found


def test_what_has_no_time_is_of_the_word_before() -> None:
    """A dash belongs to the word before it, at the beginning to the one behind it."""
    words = words_of("— lamps — on", [Part(2, 5, 9), Part(10, 20, 29)])
    assert [("— lamps —", 5, 9), ("on", 20, 29)] == [(one.text, one.start, one.end) for one in words]


@pytest.mark.parametrize(
    "lists",
    [
        (None, None, None),
        ("abc", [1, 2, 3], [1, 2, 3]),
        (["a"], [1], []),
        (["a", 2], [1, 2], [2, 3]),
        (["a"], ["1"], [2]),
        (["a"], [True], [2]),
        (["a"], [1.5], [2.5]),
        (["a"], [None], [2]),
        (["a"], [-1], [2]),
        (["a"], [1], [Decimal("1e999999")]),
        (["a"], [2], [1]),
        (["b", " ", "a"], [5, 6, 1], [6, 7, 2]),
        (["a"], [1], [1]),
        ([], [], []),
        ([" ", "."], [1, 2], [2, 3]),
    ],
    ids=str,
)
def test_a_damaged_alignment_is_no_words(lists: tuple[Any, Any, Any]) -> None:
    """Whatever is wrong with the lists, there are no words and no error."""
    assert [] == told(*lists)


def test_times_that_stop_are_damage() -> None:
    """Where many letters last no time, the aligner lost the line; a single one was rounded."""
    letters = list("abcdefghijk")
    starts = [Decimal(number) for number in range(11)]
    ends = [one + 1 for one in starts]
    assert [("abcdefghijk", 0, 11_000)] == told(letters, starts, ends)
    assert [("abcdefghijk", 0, 11_000)] == told(letters, [*starts[:4], ends[4], *starts[5:]], ends)
    assert [] == told(letters, [*starts[:9], ends[9], ends[10]], ends)


def test_members_of_what_is_no_object_are_none() -> None:
    """An alignment of any type can be asked for its lists."""
    assert (1, None) == lists_of({"a": 1}, "a", "b")
    assert (None, None) == lists_of([1], "a", "b") == lists_of(None, "a", "b")


@given(st.text(max_size=20), st.lists(st.decimals(0, 99, places=3), max_size=20))
def test_any_alignment_gives_words_in_order_that_are_slices_of_the_text(
    text: str, times: list[Decimal]
) -> None:
    """Words are in order, none is empty, and together they hold nothing that was not said."""
    starts = (sorted(times) + [Decimal(99)] * len(text))[: len(text)]
    words = told_words(list(text), starts, [one + 1 for one in starts])
    assert in_order(words)
    assert all(word.text and word.text in text for word in words)
