from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio_assets.script.clauses import FRAMINGS, fill

CONCEPT = "A developer works late. Coffee beans fall like rain. They lean back and smile."


def test_a_sentence_each() -> None:
    """As many sentences as slots: each slot holds one, in order, word for word."""
    expected = ["A developer works late.", "Coffee beans fall like rain.", "They lean back and smile."]
    assert expected == [description for description, _ in fill(CONCEPT, 3)]


def test_more_sentences_than_slots() -> None:
    """More sentences than slots: neighbours share a slot and none is lost."""
    assert CONCEPT == " ".join(description for description, _ in fill(CONCEPT, 2))


def test_clauses_where_sentences_are_few() -> None:
    """One long sentence is split where its clauses meet."""
    concept = "A paper boat sets out at noon, then the rain begins to fall, and a child runs after it."
    expected = [
        "A paper boat sets out at noon.",
        "The rain begins to fall.",
        "A child runs after it.",
    ]
    assert expected == [description for description, _ in fill(concept, 3)]


def test_one_thing_in_several_framings() -> None:
    """Too few clauses: the same words are seen wide, medium, close and in detail."""
    expected = [
        "Wide shot: A paper boat crosses a puddle at sunset.",
        "Medium shot: A paper boat crosses a puddle at sunset.",
        "Close-up: A paper boat crosses a puddle at sunset.",
        "Detail shot: A paper boat crosses a puddle at sunset.",
    ]
    filled = fill("A paper boat crosses a puddle at sunset.", 4)
    assert expected == [description for description, _ in filled]
    assert list(FRAMINGS[:4]) == [framing for _, framing in filled]


words = st.lists(st.sampled_from(["boat", "rain,", "sun.", "then", "a", "child;", "runs!"]), min_size=1)


@given(words.map(" ".join), st.integers(1, 12))
def test_no_invention(concept: Any, slots: Any) -> None:
    """Every slot is filled, and no description holds a word that the user did not write."""
    filled = fill(concept, slots)
    assert slots == len(filled)
    written = {word.strip(".,;!").lower() for word in concept.split()}
    for description, framing in filled:
        text = description.removeprefix(f"{framing[0].upper()}{framing[1:]}: ")
        assert {word.strip(".,;!").lower() for word in text.split()} <= written
