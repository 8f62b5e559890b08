"""Slow and fast motion and standing pictures, proven on frames that say which they are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resources.errors import MediaFailed
from resources.media.retime import Window
from resources.media.timeline import Timeline
from tests.resources.media.examples import films
from tests.resources.media.marker_clips import FORM, expected_frames, picture, read_frames, shot


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Any part of any retimed and held shot of a clip with 40 frames."""
    source_in = draw(st.integers(0, 39))
    used, spread = draw(st.integers(1, 40 - source_in)), draw(st.integers(1, 90))
    first = draw(st.integers(0, spread + 9))
    end = draw(st.integers(first + 1, spread + 10))
    return Window(source_in=source_in, used=used, spread=spread, first=first, end=end)


@settings(deadline=None)
@given(windows())
def test_the_frames_pass_evenly_and_in_order(window: Window) -> None:
    """Whatever the speed, frames never go back, and no step differs from another by more than one."""
    shown = window.shown()
    assert window.frames == len(shown)
    assert shown == sorted(shown)
    steps = {b - a for a, b in pairwise(shown)}
    moving = window.end <= window.spread
    assert not moving or max(steps, default=0) - min(steps, default=0) <= 1


@films(5)
@given(
    st.integers(0, 39).flatmap(lambda first: st.tuples(st.just(first), st.integers(first + 1, 40))),
    st.none() | st.integers(1, 60),
    st.integers(0, 8),
)
@example((10, 40), 2, 3)  # the last used frame is seen in the hold alone
@example((5, 6), 7, 0)
def test_every_film_frame_of_a_retimed_shot_is_exact(
    clip_file: Callable[..., Path],
    tmp_path: Path,
    used: tuple[int, int],
    spread: int | None,
    hold: int,
) -> None:
    """The film shows frame `source_in + k * used // spread`, then the last used one, and nothing else."""
    clip = clip_file(1, 40)
    timeline = Timeline(shots=(shot(clip, 40, *used, spread=spread, hold=hold),), format=FORM)
    expected = expected_frames(timeline, {timeline.shots[0].digest: 1})
    assert expected == read_frames(picture(timeline, tmp_path))


def test_a_slow_clip_is_slowed_in_film_frames(clip_file: Callable[..., Path], tmp_path: Path) -> None:
    """A clip of 8 frames a second, half as fast: each of its frames stands for six film frames."""
    timeline = Timeline(shots=(shot(clip_file(3, 16, 8), 48, 0, 48, spread=96),), format=FORM)
    assert [(3, number // 6) for number in range(96)] == read_frames(picture(timeline, tmp_path))


@pytest.mark.parametrize(
    ("spread", "hold"), [(80, 0), (20, 0), (None, 12), (30, 5)], ids=["slow", "fast", "held", "both"]
)
def test_standing_frames_never_hide_that_a_clip_is_short(
    clip_file: Callable[..., Path], tmp_path: Path, spread: int | None, hold: int
) -> None:
    """A clip that lacks frames fails also where its last frame would be repeated anyway."""
    timeline = Timeline(shots=(shot(clip_file(1, 40), 50, 20, 50, spread=spread, hold=hold),), format=FORM)
    with pytest.raises(MediaFailed, match="instead of") as caught:
        picture(timeline, tmp_path)
    assert "shorter" in caught.value.mend
