"""A timeline's faults are found before anything is encoded."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.errors import StudioError
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


def test_all_faults_are_told_at_once() -> None:
    """Two mistakes are two sentences in one error."""
    with pytest.raises(StudioError, match=r"Shot 1.*Shot 2"):
        Timeline(shots=(part(31), part(32)), format=FORM).check()


def test_overlaps_shorten_the_film() -> None:
    """A dissolve of 6 frames between shots of 20 and 10 makes a film of 24."""
    timeline = Timeline(shots=(part(), part(10, **DISSOLVE, transition_frames=6)), format=FORM)
    assert (timeline.frames, timeline.record_ins) == (24, (0, 14))
