"""CMX 3600: columns, reels, sounds and remarks."""

from __future__ import annotations

import io
from typing import Any

import opentimelineio as otio
import pycmx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.edl.exports.cmx3600 import write
from studio_assets.edl.exports.program import Program
from studio_assets.edl.exports.timecode import COUNTED, timecode
from tests.studio_assets.edl.exports.programs import DIGESTS, placed, whole_film


def parsed(program: Program) -> Any:
    """The EDL as pycmx reads it."""
    return pycmx.parse_cmx3600(io.StringIO(write(program).text))


def test_columns_are_where_readers_look() -> None:
    """A dissolve is two lines of one number, the first without length, the second with its own columns."""
    first, second, _ = DIGESTS
    program = placed(
        [{"clip": first, "source": (0, 36)},
         {"clip": second, "source": (5, 40), "transition": "dissolve", "transition_frames": 12}]
    )  # fmt: skip
    one, two = first[:8].upper(), second[:8].upper()
    assert [
        f"001  {one} V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00",
        f"002  {one} V     C        00:00:01:00 00:00:01:00 01:00:01:00 01:00:01:00",
        f"002  {two} V     D    012 00:00:00:05 00:00:01:16 01:00:01:00 01:00:02:11",
    ] == [line for line in write(program).text.splitlines() if line[0].isdigit()]


def test_wipes_have_their_number() -> None:
    """A wipe is written by its SMPTE number; what has none is a dissolve that says its name."""
    first, second, third = DIGESTS
    program = placed(
        [{"clip": first, "source": (0, 30)},
         {"clip": second, "source": (0, 30), "transition": "clock", "transition_frames": 12},
         {"clip": third, "source": (0, 30), "transition": "pixelize", "transition_frames": 8}]
    )  # fmt: skip
    found = [one.edits[-1].transition for one in parsed(program).events]
    assert [("C", None), ("W", 201), ("D", None)] == [(one.kind, one.wipe_number) for one in found]
    assert ["CLOCK", "PIXELIZE"] == [one.name for one in found[1:]]
    notes = write(program).notes
    assert any("clock" in note and "201" in note for note in notes)
    assert any("pixelize" in note and "dissolve" in note for note in notes)


def test_every_line_of_a_whole_film_is_understood() -> None:
    """pycmx knows every line but the speeds, and names, files and reels are those of the film."""
    found = parsed(whole_film())
    assert "boat" == found.title
    assert all(line.content.startswith("M2") for line in found.unrecognized_statements)
    assert all(len(edit.source) <= 8 for event in found.events for edit in event.edits)
    picture = [event.edits[-1] for event in found.events if event.edits[-1].channels.video]
    assert ["scene_1", "scene_2", "scene_2", "scene_3", "scene_4"] == [one.clip_name for one in picture]
    assert picture[-1].black


def test_sounds_have_channels_and_the_fifth_track_is_noted() -> None:
    """Four tracks of sound are written at their places; what does not fit is named in the notes."""
    program = whole_film()
    found = [event.edits[0] for event in parsed(program).events if event.edits[0].channels.audio]
    assert [{1}, {2}, {2}, {3}, {4}] == [set(edit.channels.channels) for edit in found]
    music = found[-1]
    assert ("01:00:02:02", "01:00:04:04", "00:00:01:00") == (
        music.record_in, music.record_out, music.source_in)  # fmt: skip
    assert any("`rain` is left out" in note for note in write(program).notes)


def test_more_events_than_old_programs_read_are_noted() -> None:
    """The 1000th event is written and read as the others, and the notes count them."""
    program = placed([{"clip": DIGESTS[0], "source": (0, 2)}] * 1001)
    assert 1001 == len(list(parsed(program).events))
    assert any("1001 events" in note for note in write(program).notes)
    assert not any("events" in note for note in write(whole_film()).notes)


def test_a_hold_is_a_freeze_frame() -> None:
    """A held frame is an event of its own that stands still, and slow motion says its speed."""
    lines = write(whole_film()).text.splitlines()
    speeds = [line.split()[2] for line in lines if line.startswith("M2")]
    assert ["012.0", "000.0", "000.0"] == speeds
    assert 1 == lines.count("* * FREEZE FRAME")


def test_chapters_and_titles_are_remarks() -> None:
    """Chapters and notes are locators with their place in the film; overlays and cards are told in words."""
    text = write(whole_film()).text
    assert "* LOC: 01:00:00:00 GREEN   Beginning" in text
    assert "* LOC: 01:00:02:00 RED     scene_3: the line is longer than the picture" in text
    assert '* OVERLAY LOWER_THIRD 01:00:00:00 TO 01:00:01:00: 100% "done": it\'s été & <so>' in text
    assert "CARD 01:00:" in text


def test_reels_never_collide() -> None:
    """Two files whose digests begin alike have two reels, the same in every export."""
    digests = ("ab" * 32, "ab" * 16 + "cd" * 16)
    program = placed([{"clip": one, "source": (0, 20)} for one in digests]).model_copy(
        update={"media": {one: f"media/{one[-2:]}.mp4" for one in digests}}
    )
    reels = [event.edits[0].source for event in parsed(program).events]
    assert ["ABABABAB", "ABABABA1"] == sorted(reels, key=lambda reel: reel[-1], reverse=True)


@given(st.integers(0, 10**7), st.sampled_from(COUNTED))
def test_timecode_is_the_trades(frames: int, fps: int) -> None:
    """Our timecode is OpenTimelineIO's at every rate that it counts."""
    time = otio.opentime.RationalTime(frames % (86_400 * fps), fps)
    assert otio.opentime.to_timecode(time, fps, False) == timecode(frames, fps)


@pytest.mark.parametrize("text", ["a\nb", "M2   X", "001  X  V  C", "* LOC: x"])
def test_no_text_becomes_a_line_of_its_own(text: str) -> None:
    """Whatever a title says, it stands in its remark and adds no event."""
    program = whole_film()
    overlay = program.events[0].overlay
    assert overlay is not None
    event = program.events[0].model_copy(update={"overlay": overlay.model_copy(update={"text": text})})
    changed = program.model_copy(update={"events": (event, *program.events[1:]), "name": f"x {text}"})
    count = len(write(program).text.splitlines())
    assert count == len(write(changed).text.splitlines())
