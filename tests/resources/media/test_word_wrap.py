"""Lines: broken where readers expect it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resources.media.word_wrap import wrap


def test_words_stay_whole_and_breaks_are_kept() -> None:
    """Lines break between words and where the writer broke them."""
    assert wrap("one two three\nfour", len, 8) == ["one two", "three", "four"]


def test_scripts_without_spaces_break_between_letters() -> None:
    """Chinese breaks anywhere, but never before a full stop; Latin words within it stay whole."""
    assert wrap("今天天气好。", len, 5) == ["今天天气", "好。"]
    assert wrap("我用Studio做电影", len, 6) == ["我用", "Studio", "做电影"]


def test_thai_breaks_where_it_must_and_no_break_spaces_hold() -> None:
    """A Thai run that is too wide is parted instead of running out of the picture; `100\u00a0km` is not."""
    run = "ในตอนเช้าของวันที่อากาศสดใสชายคนหนึ่ง"
    assert all(len(line) <= 20 for line in wrap(run, len, 20))
    assert run == "".join(wrap(run, len, 20))
    assert wrap("well 100\u00a0km", len, 8) == ["well", "100 km"]


@given(st.text("ab 今天。\n", max_size=40), st.integers(2, 12))
def test_no_letter_is_lost(text: str, room: int) -> None:
    """Whatever is broken, every letter is there in its order, and lines fit where words do."""
    broken = wrap(text, len, room)
    assert "".join(text.split()) == "".join("".join(broken).split())
    assert all(line == line.strip() for line in broken)
