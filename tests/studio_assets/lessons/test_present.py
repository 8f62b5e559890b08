"""What Dagster's UI shows of the lessons."""

from __future__ import annotations

from studio_assets.lessons.lessons import Lesson, Lessons
from studio_assets.lessons.present import lessons_metadata


def test_each_lesson_is_a_sentence() -> None:
    """Each judged pilot's lesson is one line of the list."""
    learned = Lesson(subject="tier:animated", pilot="drawn", text="animated scored 93.")
    shown = lessons_metadata(Lessons(state="recorded", lessons=(learned,)))
    assert ("recorded", "- animated scored 93.") == (shown["state"], shown["lessons"].md_str)


def test_nothing_learned_is_said() -> None:
    """A run that judged nothing says none."""
    assert "none" == lessons_metadata(Lessons(state="nothing: no clip was judged"))["lessons"].md_str
