"""Pictures and lines of the same length."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.artifacts.artifact import Artifact
from studio_assets.edl.cut import Event
from studio_assets.timeline.fit import BREATH, LONGEST, Fitted, How, Placed, fit
from studio_assets.timeline.retime import SLOWEST
from tests.studio_assets.timeline.reels import Drawn, card, cut_of, cuts, dissolved, event, faults

FPS = 10
WAYS = [(how, led) for how in ("longest", "shortest", "stretch") for led in (False, True)]


def fitted(*events: Event, how: How = "longest", led: bool = False, **lines: Any) -> Fitted:
    """A cut at 10 fps fitted to lines of so many seconds."""
    spoken = {("ink", scene): Fraction(str(seconds)) for scene, seconds in lines.items()}
    return fit(cut_of(*events, fps=FPS), spoken, how, audio_led=led)


@pytest.mark.parametrize(
    ("how", "seconds", "spread", "hold"),
    [("shortest", "5.2", None, 0), ("longest", 13, 65, 65), ("stretch", 13, 130, 0)],
)
def test_a_long_line_over_a_short_picture(how: How, seconds: Any, spread: int | None, hold: int) -> None:
    """13.0 s of voice over 5.2 s of picture give 5.2, 13.0 and 13.0 s."""
    done = fitted(event("desk", 52), how=how, desk="13.0")
    [one] = done.cut.events
    assert (Fraction(str(seconds)), spread, hold) == (done.cut.duration, one.spread, one.hold)
    assert [Placed("ink", "desk", 0, done.cut.frames)] == list(done.lines)
    assert (["desk"] if how == "shortest" else []) == list(done.unfit)


def test_what_the_clip_has_left_is_used_before_it_is_slowed() -> None:
    """A clip with frames left runs on, then slows down, then stands still, no more than it must."""
    runs, slows, stands = (fitted(event("desk", 50, clip=60), desk=line) for line in (5.6, 7.2, 8))
    events = [done.cut.events[0] for done in (runs, slows, stands)]
    assert [(56, None, 0), (60, 72, 0), (60, 75, 5)] == [
        (one.source_out, one.spread, one.hold) for one in events
    ]
    assert "It is the best. For its line it runs on for 0.6 s of its clip." == runs.cut.events[0].reason
    assert stands.cut.events[0].reason.endswith(
        "is slowed to 80 % of its speed and stands still for its last 0.5 s."
    )


@pytest.mark.parametrize("how", ["longest", "stretch"])
def test_a_line_far_too_long_is_heard_and_named(how: How) -> None:
    """A line of more than 5/2 of its picture is heard to its end all the same; its scene is named."""
    done = fitted(event("desk", 10), event("end", 10), how=how, desk="2.6", end="2.5")
    assert [26, 25] == [one.frames for one in done.cut.events]
    assert {
        "desk": "Its line needs 2.6 s of picture, more than 2.5 times the 1 s that it has; "
        "the picture is extended all the same."
    } == done.unfit  # fmt: skip


def test_in_shortest_a_line_ends_with_its_picture() -> None:
    """In `shortest` a line is cut off where its picture ends, and the next begins after it."""
    done = fitted(event("desk", 30), dissolved("end", 30, 5), how="shortest", desk=4, end=1)
    assert [Placed("ink", "desk", 0, 30), Placed("ink", "end", 30, 40)] == list(done.lines)
    assert {"desk": "Its line is 1 s longer than its picture and is cut off there."} == done.unfit


def test_one_voice_at_a_time_in_a_transition() -> None:
    """Where a line lasts through a transition, the next waits for its end, and its picture for it."""
    done = fitted(event("desk", 30), dissolved("rain", 30, 10), dissolved("end", 30, 10), desk=4, rain=3)
    assert [Placed("ink", "desk", 0, 40), Placed("ink", "rain", 40, 70)] == list(done.lines)
    assert [0, 30, 60] == [one.record_in for one in done.cut.events]
    assert [40, 40, 30] == [one.frames for one in done.cut.events]


@pytest.mark.parametrize(("line", "frames", "out"), [("2.0", 25, 25), ("4.5", 50, 50), ("9", 95, 50)])
def test_speech_sets_the_lengths(line: str, frames: int, out: int) -> None:
    """In an audio-led film a picture lasts as long as its line and a breath, trimmed or extended."""
    for how in ("longest", "shortest"):
        done = fitted(event("desk", 50), event("end", 7), how=how, led=True, desk=line)  # type: ignore[arg-type]
        assert [(frames, out), (7, 7)] == [(one.frames, one.source_out) for one in done.cut.events]
        assert [Placed("ink", "desk", 0, ceil(Fraction(line) * FPS))] == list(done.lines)


def test_a_seam_is_not_trimmed_away() -> None:
    """A clip whose last frame opens the next scene loses its start; one with a seam at both ends nothing."""
    cut = cut_of(event("desk", 40), event("rain", 40), event("end", 40), fps=FPS)
    lines = {("ink", name): Fraction(2) for name in ("desk", "rain", "end")}
    seams: dict[str, str | None] = {"rain": "desk", "end": "rain"}
    done = fit(cut, lines, "longest", audio_led=True, continues=seams)
    assert [(15, 40), (0, 40), (0, 25)] == [(one.source_in, one.source_out) for one in done.cut.events]
    with_card = cut_of(cut.events[0], card("rain", 5), cut.events[1], fps=FPS)
    apart = fit(with_card, lines, "longest", audio_led=True, continues=seams)
    assert (0, 25) == (apart.cut.events[0].source_in, apart.cut.events[0].source_out)


def test_a_start_left_out_for_a_seam_comes_back_first() -> None:
    """A clip of which only the end is shown, for the seam, is shown from earlier on before it is slowed."""
    cut = cut_of(event("desk", 40, begin=10), event("end", 40), fps=FPS)
    done = fit(cut, {("ink", "desk"): Fraction(6)}, "longest", audio_led=False, continues={"end": "desk"})
    desk = done.cut.events[0]
    assert (0, 50, 60, 0) == (desk.source_in, desk.source_out, desk.spread, desk.hold)


def test_a_seam_at_the_start_is_kept_where_a_picture_runs_on() -> None:
    """A clip that goes on from the one before is not shown from earlier on."""
    cut = cut_of(event("desk", 40), event("rain", 40, begin=10), event("end", 40), fps=FPS)
    seams: dict[str, str | None] = {"rain": "desk", "end": "rain"}
    done = fit(cut, {("ink", "rain"): Fraction(5)}, "stretch", audio_led=False, continues=seams)
    assert (10, 50) == (done.cut.events[1].source_in, done.cut.events[1].spread)


def test_the_next_picture_waits_for_the_last_word() -> None:
    """In an audio-led film a transition longer than a breath begins when the line has ended."""
    done = fitted(event("desk", 50), dissolved("end", 50, 8), led=True, desk=2, end=2)
    assert [(0, 28), (20, 30)] == [(one.record_in, one.frames) for one in done.cut.events]
    assert [Placed("ink", "desk", 0, 20), Placed("ink", "end", 25, 45)] == list(done.lines)


def test_a_picture_that_is_all_transition_leaves_no_room_for_a_line() -> None:
    """In `shortest` a line whose picture ends with the line before it is not heard, and is named."""
    done = fitted(event("desk", 30), dissolved("rain", 10, 10), how="shortest", desk=4, rain=1)
    assert [Placed("ink", "desk", 0, 30)] == list(done.lines)
    assert "Its line is not heard: the line before it lasts to its picture's end." == done.unfit["rain"]


def test_a_line_without_a_picture_is_named() -> None:
    """Lines of scenes that are not in the cut, and lines without a sound, are not lost in silence."""
    done = fitted(event("desk", 30), desk=0, rain=2)
    assert () == done.lines
    assert {
        "desk": "Its line has no sound.",
        "rain": "Its picture is not in the cut, so that its line is not heard.",
    } == done.unfit


def test_files_of_the_locked_cut_are_left_out() -> None:
    """What was written down of the locked cut says other frames than the fitted one, so it is not kept."""
    file = Artifact(digest="ab" * 32, suffix=".otio", size=9)
    cut = cut_of(event("desk", 30)).model_copy(update={"files": {"otio": file}})
    assert {} == fit(cut, {}, "longest", audio_led=False).cut.files


@given(drawn=cuts(), way=st.sampled_from(WAYS))
def test_what_comes_out_can_be_rendered(drawn: Drawn, way: tuple[How, bool]) -> None:
    """Whatever the cut and the lines, the film has no fault, keeps its transitions, and adds up."""
    cut, lines, continues = drawn
    assert [] == faults(cut)
    done = fit(cut, lines, way[0], audio_led=way[1], continues=continues)
    assert [] == faults(done.cut)
    kept = [
        [(one.clip, one.transition, one.transition_frames) for one in of.events] for of in (cut, done.cut)
    ]
    assert kept[0] == kept[1]
    assert done.cut.frames == sum(one.frames - one.transition_frames for one in done.cut.events)
    silent = [
        (old, new)
        for old, new in zip(cut.events, done.cut.events, strict=True)
        if (old.pilot, old.scene) not in lines
    ]
    assert all(old.model_copy(update={"record_in": new.record_in}) == new for old, new in silent)


@given(drawn=cuts(), way=st.sampled_from(WAYS))
def test_no_line_is_lost_or_talked_over(drawn: Drawn, way: tuple[How, bool]) -> None:
    """Each line is heard within its picture, after the one before; whole, but for some in `shortest`."""
    cut, lines, continues = drawn
    how, led = way
    done = fit(cut, lines, how, audio_led=led, continues=continues)
    pictures = {(one.pilot, one.scene): one for one in done.cut.events}
    for line in done.lines:
        picture = pictures[line.pilot, line.scene]
        assert picture.record_in <= line.at < line.end <= picture.record_in + picture.frames
    pause = ceil(BREATH * cut.fps) if led else 0
    assert all(before.end + pause <= after.at for before, after in pairwise(done.lines))
    whole = {
        (one.pilot, one.scene)
        for one in done.lines
        if one.end - one.at == ceil(lines[one.pilot, one.scene] * cut.fps)
    }
    lost = {scene for _, scene in set(lines) - whole}
    assert lost <= set(done.unfit)
    if how != "shortest" or led:
        assert set() == lost


@given(drawn=cuts())
def test_shortest_leaves_the_picture_as_it_is(drawn: Drawn) -> None:
    """In `shortest` the events are those of the cut, to the frame."""
    cut, lines, continues = drawn
    done = fit(cut, lines, "shortest", audio_led=False, continues=continues)
    assert (cut.events, cut.frames) == (done.cut.events, done.cut.frames)


@given(drawn=cuts(), how=st.sampled_from(["longest", "stretch"]))
def test_a_picture_is_extended_no_more_than_its_line_needs(drawn: Drawn, how: How) -> None:
    """A picture stays as it is or ends with its line; it slows no more, and stands no longer, than needed."""
    cut, lines, continues = drawn
    done = fit(cut, lines, how, audio_led=False, continues=continues)
    ends = {(one.pilot, one.scene): one.end for one in done.lines}
    for old, new in zip(cut.events, done.cut.events, strict=True):
        used = new.source_out - new.source_in
        assert new.frames >= old.frames
        if new.frames > old.frames:
            assert ends[new.pilot, new.scene] == new.record_in + new.frames
        if new.spread is not None or new.hold:
            assert new.source_out == new.clip_frames
            assert new.hold == 0 or how == "longest"
        if how == "longest":
            assert used <= (new.spread or used) <= used * SLOWEST
        if new.frames <= old.frames * LONGEST:
            assert new.scene not in done.unfit


@given(drawn=cuts(), way=st.sampled_from(WAYS))
def test_what_fits_is_left_alone(drawn: Drawn, way: tuple[How, bool]) -> None:
    """A cut that was fitted once does not change when it is fitted again."""
    cut, lines, continues = drawn
    once = fit(cut, lines, way[0], audio_led=way[1], continues=continues)
    again = fit(once.cut, lines, way[0], audio_led=way[1], continues=continues)
    assert (once.cut, once.lines) == (again.cut, again.lines)
