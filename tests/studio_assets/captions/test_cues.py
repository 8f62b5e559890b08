"""Captions: every word once, on lines that fit, for as long as reading takes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio_assets.captions.align import align
from studio_assets.captions.cues import LONGEST, SPEED, Composed, Line, compose
from studio_assets.captions.layout import LINE
from studio_assets.captions.words import LETTER, split, width

STORY = (
    "It was two in the morning. The lamp had burned for hours, and still the last test failed; nobody else"
    " was awake in the whole building. She leaned back, closed her eyes, and listened to the rain."
)


def line(text: str, at: int = 0, ms: int | None = None, end: int | None = None, name: str = "scene") -> Line:
    """A line spoken evenly, 15 letters a second unless its milliseconds are given."""
    times, _ = align(text, len(text) * 1000 // 15 if ms is None else ms)
    moved = (one.model_copy(update={"start": one.start + at, "end": one.end + at}) for one in times)
    return Line(name=name, words=split(text), times=tuple(moved), end=end)


def shown(composed: Composed) -> list[tuple[str, ...]]:
    """The captions' lines."""
    return [cue.lines for cue in composed.cues]


def test_captions_end_where_a_reader_pauses() -> None:
    """Breaks stand behind full stops and commas, and lines are of much the same length."""
    assert [
        ("It was two in the morning.", "The lamp had burned for hours,"),
        ("and still the last test failed; nobody", "else was awake in the whole building."),
        ("She leaned back, closed her eyes,", "and listened to the rain."),
    ] == shown(compose([line(STORY)], 24 * 20, 24))


def test_chinese_lines_break_between_letters() -> None:
    """At most sixteen letters a line, broken behind a comma where that is possible."""
    text = "我们在北京学习了很多新的技术，然后大家一起去喝咖啡，看着雨水落在窗户上。"
    cues = shown(compose([line(text, ms=9000)], 24 * 12, 24))
    assert text == "".join(one for lines in cues for one in lines)
    assert all(len(one) <= 16 for lines in cues for one in lines)
    assert ("我们在北京学习了很多新的技术，",) == cues[0] or "，" == cues[0][0][-1]


def test_a_short_line_stands_a_second_and_a_long_rest_ends_a_caption() -> None:
    """`No.` is not a flash, and a caption does not wait through silence."""
    first, second = line("No.", ms=300), line("Yes, it is.", at=9000, ms=800)
    cues = compose([first, second], 24 * 20, 24).cues
    assert [(0, 1000), (9000, 10000)] == [(cue.start, cue.end) for cue in cues]


def test_what_must_be_read_too_fast_is_told() -> None:
    """Speech of forty letters a second is captioned, and each caption says how fast it is."""
    composed = compose([line(STORY, ms=len(STORY) * 25)], 24 * 20, 24)
    assert len(composed.cues) >= 3 and all(f"{SPEED} are read with ease" in one for one in composed.fast)
    assert () == compose([line(STORY)], 24 * 20, 24).fast


def test_a_caption_of_a_cut_off_line_ends_with_it() -> None:
    """Nothing stands beyond the cut, and the words that nobody hears are told."""
    composed = compose([line("One two three four five six.", ms=3000, end=1400)], 24 * 20, 24)
    assert (("One two three",), 1400) == (composed.cues[-1].lines, composed.cues[-1].end)
    assert "“four five six.”" in composed.notes[0] and "scene" in composed.notes[0]


def test_captions_longer_than_the_film_cannot_be() -> None:
    """A film of one frame has at most one caption, as long as the film; the rest is told."""
    for frames in (1, 2, 30):
        composed = compose([line(STORY)], frames, 24)
        assert all(cue.end <= frames * 1000 // 24 for cue in composed.cues)
        assert composed.notes


def test_a_word_wider_than_a_line_is_kept_whole() -> None:
    """It stands on a line of its own."""
    word = "x" * 60
    assert [("We say", word), ("again.",)] == shown(compose([line(f"We say {word} again.")], 24 * 20, 24))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(
                st.text("abcé我的,.", min_size=1, max_size=9) | st.just("y" * 50), min_size=1, max_size=40
            ),
            st.integers(0, 2500),
            st.integers(0, 60),
            st.booleans(),
        ),
        max_size=4,
    ),
    st.integers(1, 2000),
    st.sampled_from([1, 8, 24, 25, 30, 60]),
)
def test_any_film_has_captions_that_can_be_shown(
    told: list[tuple[list[str], int, int, bool]], frames: int, fps: int
) -> None:
    """No overlap, within the film, a frame each at least, lines that fit, every word once and in order."""
    lines, at = [], 0
    for words, rest, pace, cut in told:
        text = " ".join(words)
        ms = len(text) * pace
        lines.append(line(text, at, ms, end=at + ms // 2 if cut else None))
        at += ms + rest
    composed = compose(lines, frames, fps)
    cues = composed.cues
    assert all(0 <= cue.start and (cue.end - cue.start) * fps >= 1000 for cue in cues)
    assert all(
        cue.end - cue.start <= max(LONGEST, -(-1000 // fps)) or cue.end == 0 for cue in cues if cue.words
    )
    assert not cues or cues[-1].end <= frames * 1000 // fps
    assert all(a.end <= b.start for a, b in pairwise(cues))
    assert all(1 <= len(cue.lines) <= 2 for cue in cues)
    assert all(width(one) <= LINE or len(split(one)) == 1 for cue in cues for one in cue.lines)
    said = [word.text for one in lines for word in one.words]
    held = [word.text for cue in cues for word in cue.words]
    lost = [word.text for note in composed.notes for word in split(note.partition("“")[2].rpartition("”")[0])]
    assert sorted(said) == sorted(held + lost)
    assert held == [word.text for cue in cues for one in cue.lines for word in split(one)]
    assert all(cue.start <= w.start < w.end <= cue.end for cue in cues for w in cue.words)


def test_a_slow_film_still_captions_a_short_line() -> None:
    """At a frame a second two frames are no gap that a line of a second could do without."""
    composed = compose([line("It is late.", at=3000), line("Nothing works.", at=5000)], 10, 1)
    assert (2, ()) == (len(composed.cues), composed.notes)


@pytest.mark.parametrize("fps", [8, 24, 60])
def test_speech_of_usual_speed_loses_no_word_and_keeps_its_gaps(fps: int) -> None:
    """Captions that follow each other are two frames and 80 ms apart, and no word is dropped."""
    composed = compose([line(STORY), line(STORY, at=13_000)], fps * 27, fps)
    assert () == composed.notes
    assert all(b.start - a.end >= max(80, 2000 // fps) for a, b in pairwise(composed.cues))
    assert all(width("".join(cue.lines)) <= 2 * 42 * LETTER for cue in composed.cues)


def test_a_sentence_without_spaces_is_captioned_to_its_end() -> None:
    """Thai writes a whole sentence as one run: it is parted into captions as others are."""
    thai = (
        "ในตอนเช้าของวันที่อากาศสดใสชายคนหนึ่งเดินออกจากบ้านพร้อมกับถ้วยกาแฟร้อนในมือ"
        "และมองไปยังท้องฟ้าที่เต็มไปด้วยเมฆสีขาวก่อนที่จะเริ่มต้นวันใหม่ด้วยรอยยิ้ม"
    )
    cues = compose([line(thai, ms=15_000)], 24 * 15, 24).cues
    assert thai == "".join(one for cue in cues for one in cue.lines)
    assert 15_000 == cues[-1].end
    assert all(width(one) <= LINE for cue in cues for one in cue.lines)


def test_every_caption_of_a_line_runs_the_way_of_the_line() -> None:
    """A Hebrew line's caption that begins with a Latin word runs from right to left as the others do."""
    text = "שלום עולם, קוראים לי משה ואני כותב סרטים קצרים כבר שנים. Python היא שפה טובה מאוד לכל זה ולעוד."
    cues = compose([line(text)], 24 * 20, 24).cues
    assert 2 == len(cues)
    assert [False, True] == [cue.lines[0].startswith("\u200fPython") for cue in cues]
