"""Every transition is exactly as long as the cut says, and looks as its name says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from resources.media.conform import conform
from resources.media.encoder import Encoder
from resources.media.segments import plan
from resources.media.timeline import Timeline
from resources.media.transitions import TRANSITIONS
from tests.resources.media.marker_clips import FORM, lumas, read_frame, shot, write_clip

DRAWN = [name for name in TRANSITIONS if name != "cut"]
_TOP, _BOTTOM, _LEFT, _RIGHT = (36, 64), (90, 64), (64, 4), (64, 124)
_MIDDLE, _CORNER = (48, 64), (92, 4)
NEW_FIRST = {
    "wipe": (_RIGHT, _LEFT), "wipe_right": (_LEFT, _RIGHT), "wipe_up": (_BOTTOM, _TOP),
    "wipe_down": (_TOP, _BOTTOM), "slide": (_RIGHT, _LEFT), "slide_right": (_LEFT, _RIGHT),
    "slide_up": (_BOTTOM, _TOP), "slide_down": (_TOP, _BOTTOM), "smooth_wipe": (_RIGHT, _LEFT),
    "iris": (_MIDDLE, _CORNER), "iris_close": (_CORNER, _MIDDLE),
}  # fmt: skip
"""Where the new picture is seen in the middle, and where the old one still is (row, column)."""


@pytest.fixture(scope="module")
def bright(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A marker clip that is white below its bars."""
    return write_clip(tmp_path_factory.mktemp("bright") / "bright.mp4", 2, 40, bright=True)


def passage(old: Path, new: Path, kind: str, frames: int, folder: Path) -> list[NDArray[np.uint8]]:
    """The luma of each frame of a transition from the old clip's frames 10.. to the new one's 5.. ."""
    shots = (
        shot(old, 40, 0, 10 + frames),
        shot(new, 40, 5, 25, transition=kind, transition_frames=frames),
    )
    segment = plan(Timeline(shots=shots, format=FORM))[1]
    asyncio.run(conform(segment, FORM, folder / "t.mp4", encoder=Encoder(preset="ultrafast"), timeout=60))
    return lumas(folder / "t.mp4")


@pytest.mark.parametrize("kind", DRAWN)
def test_a_transition_has_its_frames_and_its_look(
    clip_file: Callable[..., Path], bright: Path, tmp_path: Path, kind: str
) -> None:
    """It is exact in frames, begins with the old picture, and goes the way that its name says."""
    seen = passage(clip_file(1, 40), bright, kind, 9, tmp_path)
    assert len(seen) == 9
    assert read_frame(seen[0]) == (1, 10)
    if kind in NEW_FIRST:
        (row, column), (other_row, other_column) = NEW_FIRST[kind]
        middle = seen[4 if kind != "iris_close" else 5]
        assert middle[row, column] > 200
        assert middle[other_row, other_column] < 140


@pytest.mark.parametrize("frames", [1, 2])
def test_the_shortest_transitions_are_exact(
    clip_file: Callable[..., Path], bright: Path, tmp_path: Path, frames: int
) -> None:
    """One and two frames of overlap are one and two frames of film."""
    assert len(passage(clip_file(1, 40), bright, "dissolve", frames, tmp_path)) == frames


def test_a_dissolve_mixes_both_evenly(clip_file: Callable[..., Path], bright: Path, tmp_path: Path) -> None:
    """Frame k of n shows k/n of the new picture."""
    seen = passage(clip_file(1, 40), bright, "dissolve", 5, tmp_path)
    levels = [float(luma[60:90].mean()) for luma in seen]
    shares = [(level - levels[0]) / (255 - levels[0]) for level in levels]
    assert pytest.approx([0, 0.2, 0.4, 0.6, 0.8], abs=0.03) == shares
