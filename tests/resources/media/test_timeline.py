"""A timeline's faults are found before anything is encoded."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from resources.errors import StudioError
from resources.media.caption import Burn, Cue
from resources.media.timeline import Shot, Sound, Text, Timeline
from tests.resources.media.marker_clips import FORM


def part(frames: int = 20, **more: object) -> Shot:
    """A shot of a clip of 30 frames."""
    return Shot(**({"file": Path("a.mp4"), "digest": "a", "clip_frames": 30, "source_out": frames} | more))


DISSOLVE = {"transition": "dissolve"}
FAULTY = {
    "beyond-clip": ([part(31)], "that has 30"),
    "empty": ([part(0)], "frames 0 to 0"),
    "first-dissolves": ([part(**DISSOLVE, transition_frames=4)], "no shot before"),
    "too-long": ([part(5), part(**DISSOLVE, transition_frames=6)], "longer than a shot"),
    "both-ends": (
        [part(), part(10, **DISSOLVE, transition_frames=6), part(**DISSOLVE, transition_frames=5)],
        "too short for the transitions",
    ),
    "cut-with-frames": ([part(), part(transition_frames=3)], "by cut with 3"),
    "dissolve-without": ([part(), part(**DISSOLVE)], "by dissolve with 0"),
    "held-too-short": (
        [part(5, hold=2), part(**DISSOLVE, transition_frames=8)],
        "longer than a shot",
    ),
    "too-fast": ([part(spread=4), part(**DISSOLVE, transition_frames=5)], "longer than a shot"),
    "no-frames": ([part(spread=0)], "spread over 0"),
    "backwards": ([part(hold=-1)], "held for -1"),
    "focus-outside": ([part(focus=(Fraction(2), Fraction(0)))], "focus"),
    "text-outside": ([part(texts=(Text(text="a", position="top", start=5, end=21),))], "text"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_what_cannot_be_rendered_is_named(name: str) -> None:
    """Each impossible cut is refused with the shot's number and a mend."""
    shots, words = FAULTY[name]
    with pytest.raises(StudioError, match=words) as caught:
        Timeline(shots=tuple(shots), format=FORM).check()
    assert "Shot" in caught.value.what
    assert caught.value.mend


def test_a_sound_outside_the_film_is_named() -> None:
    """A sound that would never be heard is a fault."""
    timeline = Timeline(shots=(part(),), sounds=(Sound(file=Path("s"), digest="s", at=20),), format=FORM)
    with pytest.raises(StudioError, match="Sound 1"):
        timeline.check()


@pytest.mark.parametrize("span", [(900, 900), (-1, 100), (834, 900)], ids=["empty", "early", "late"])
def test_a_caption_that_nobody_would_see_is_named(span: tuple[int, int]) -> None:
    """A caption outside the film is a fault, never a silent loss."""
    burn = Burn(cues=(Cue(start=span[0], end=span[1], lines=("a",)),))
    with pytest.raises(StudioError, match="Caption 1"):
        Timeline(shots=(part(),), format=FORM, burn=burn).check()


def test_all_faults_are_told_at_once() -> None:
    """Two mistakes are two sentences in one error."""
    with pytest.raises(StudioError, match=r"Shot 1.*Shot 2"):
        Timeline(shots=(part(31), part(32)), format=FORM).check()


def test_spread_and_hold_count_in_film_frames() -> None:
    """10 frames spread over 30 and held for 6 last 36; a transition may lie in what the hold gives."""
    slow = part(10, spread=30, hold=6)
    timeline = Timeline(shots=(slow, part(20, **DISSOLVE, transition_frames=6)), format=FORM)
    timeline.check()
    assert (36, 50, (0, 30)) == (slow.frames, timeline.frames, timeline.record_ins)


def test_overlaps_shorten_the_film() -> None:
    """A dissolve of 6 frames between shots of 20 and 10 makes a film of 24."""
    timeline = Timeline(shots=(part(), part(10, **DISSOLVE, transition_frames=6)), format=FORM)
    assert (timeline.frames, timeline.record_ins) == (24, (0, 14))
