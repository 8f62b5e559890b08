"""Camera moves as boxes: pure, so that every frame of every move can be looked at."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.media.moves import MOVES, Move, boxes, suits
from resources.media.timeline import Format

FORM = Format(width=1280, height=720, fps=24)
SIDES = st.integers(1, 9000)
SHAPES = st.sampled_from([(1280, 720), (720, 1280), (720, 720), (64, 2)])


@given(move=st.sampled_from(list(MOVES)), width=SIDES, height=SIDES, shape=SHAPES, frames=st.integers(1, 200))
def test_no_frame_shows_what_is_outside(
    move: Move, width: int, height: int, shape: tuple[int, int], frames: int
) -> None:
    """Each frame has its box, inside of the picture and of the frame's shape, for pictures of any shape."""
    form = Format(width=shape[0], height=shape[1], fps=24)
    found = boxes(move, width, height, form, frames)
    assert frames == len(found)
    for box in found:
        assert 0 <= box.left < box.right <= width
        assert 0 <= box.top < box.bottom <= height
        ratio = (box.right - box.left) / (box.bottom - box.top)
        assert abs(ratio * form.height / form.width - 1) < 1e-6


@pytest.mark.parametrize(
    ("move", "goes"),
    [
        ("pan_left", (-1, 0, 0)),
        ("pan_right", (1, 0, 0)),
        ("tilt_up", (0, -1, 0)),
        ("tilt_down", (0, 1, 0)),
        ("push_in", (0, 0, -1)),
        ("pull_out", (0, 0, 1)),
        ("still", (0, 0, 0)),
    ],
)
def test_each_move_goes_its_way(move: Move, goes: tuple[int, int, int]) -> None:
    """The middle and the size of the box change as the move's name says, and in no other way."""
    first, *_, last = boxes(move, 3000, 3000, FORM, 120)
    found = (
        (last.left + last.right) - (first.left + first.right),
        (last.top + last.bottom) - (first.top + first.bottom),
        (last.right - last.left) - (first.right - first.left),
    )
    assert goes == tuple(0 if abs(way) < 1e-6 else int(way / abs(way)) for way in found)


@pytest.mark.parametrize("move", [move for move in MOVES if move != "still"])
def test_the_speed_is_even_and_begins_at_rest(move: Move) -> None:
    """The step from box to box never jumps: it grows, stays and falls, and is slow all the while."""
    found = boxes(move, 2400, 1400, FORM, 120)
    steps = [
        max(abs(one.left - two.left), abs(one.right - two.right), abs(one.top - two.top))
        for one, two in pairwise(found)
    ]
    largest = max(steps)
    assert max(steps[0], steps[-1]) < largest / 8
    assert max(abs(one - two) for one, two in pairwise(steps)) < largest / 8
    assert largest * FORM.fps < 0.1 * 2400, "a tenth of the picture a second"


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1920, 1080, ("push_in", "pull_out")),
        (4000, 1000, ("pan_right", "pan_left")),
        (1000, 1500, ("tilt_down", "tilt_up")),
        (1024, 1024, ("tilt_down", "tilt_up")),
        (1600, 1000, ("push_in", "pull_out")),
    ],
    ids=["same", "wide", "tall", "square", "nearly"],
)
def test_a_move_suits_its_picture(width: int, height: int, expected: tuple[Move, Move]) -> None:
    """The camera goes along a picture that is longer than the frame; neighbours in the film differ."""
    assert expected == (suits(width, height, FORM, 1), suits(width, height, FORM, 2))
