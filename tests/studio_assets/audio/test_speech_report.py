"""What is wrong with a spoken line is said in sentences; a good one has none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from resources.media.speech_measure import Speech
from studio_assets.audio.speech_report import Room, judge_speech

WORDS = "one two three four five six seven eight nine ten eleven twelve"
ROOM = Room(Fraction(5), Fraction(25, 2))


def heard(**changes: Any) -> Speech:
    """Twelve words in five seconds, as a voice says them."""
    given: dict[str, Any] = {
        "seconds": Fraction(5), "clipped": 0.0, "integrated": -18.0, "peak": -3.0, "leading": 50,
        "trailing": 150, "pauses": ((1000, 1300),),
    }  # fmt: skip
    return Speech(**(given | changes))


def test_a_good_line() -> None:
    """A line as voices say it has no fault, and its measures are there."""
    report = judge_speech(heard(), WORDS, ROOM)
    assert ((), 150, 300) == (report.faults, report.words_per_minute, report.longest_pause)


@pytest.mark.parametrize(
    ("changes", "text", "room", "expected"),
    [
        ({"clipped": 0.02}, WORDS, ROOM, "It is clipped: 2.0% of it stand at full scale."),
        ({"integrated": -41.0}, WORDS, ROOM, "It is too quiet: -41.0 LUFS, where -35 to -9 are usual."),
        ({"integrated": -5.0}, WORDS, ROOM, "It is too loud: -5.0 LUFS, where -35 to -9 are usual."),
        ({"leading": 5000, "trailing": 0, "integrated": None}, WORDS, ROOM, "Nobody speaks: it is silent."),
        ({"seconds": Fraction(2)}, WORDS, ROOM,
         "It is too fast: 400 words a minute, where 80 to 240 can be followed."),
        ({"seconds": Fraction(12)}, WORDS, ROOM,
         "It is too slow: 61 words a minute, where 80 to 240 can be followed."),
        ({"leading": 1200}, WORDS, ROOM, "It begins after 1.2 s of silence."),
        ({"seconds": Fraction(7), "trailing": 2000}, WORDS, ROOM, "It ends with 2.0 s of silence."),
        ({"pauses": ((1000, 3500),)}, WORDS, ROOM, "It has a pause of 2.5 s."),
        ({"seconds": Fraction(13)}, "One.", ROOM,
         "It takes 13.0 s and its picture 5.0 s, which can be extended to 12.5 s."),
        ({}, WORDS, Room(Fraction(4), Fraction(4), cut_off=True),
         "It takes 5.0 s and its picture 4.0 s: its end is cut off."),
    ],
    ids=["clipped", "quiet", "loud", "silent", "fast", "slow", "late", "tail", "pause", "long", "cut-off"],
)  # fmt: skip
def test_each_fault_is_a_sentence(changes: Any, text: str, room: Room, expected: str) -> None:
    """Each thing that can be wrong is told by itself, with its number."""
    assert (expected,) == judge_speech(heard(**changes), text, room).faults


@pytest.mark.parametrize(
    ("changes", "text", "room"),
    [
        ({"pauses": ((1000, 3500),)}, f'{WORDS} <break time="2.5s"/>', ROOM),
        ({"seconds": Fraction(1)}, "One two.", ROOM),
        ({"seconds": Fraction(25, 2)}, "One.", ROOM),
        ({"seconds": Fraction(60)}, "One.", Room(Fraction(5), None)),
    ],
    ids=["asked-for-pause", "few-words", "just-fits", "speech-leads"],
)
def test_no_fault(changes: Any, text: str, room: Room) -> None:
    """A pause that was asked for, a short cry, a line that just fits and one that leads are fine."""
    assert () == judge_speech(heard(**changes), text, room).faults
