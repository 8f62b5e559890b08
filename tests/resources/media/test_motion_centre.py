"""The motion centre: where something moves, and the middle where nothing clear does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from resources.errors import MediaFailed
from resources.media.motion_centre import CENTRE, motion_centre
from tests.resources.media.marker_clips import write_plain

Frames = list[NDArray[np.uint8]]


def ground(width: int = 320, height: int = 180) -> NDArray[np.uint8]:
    """A picture with texture everywhere, always the same."""
    coarse = np.random.default_rng(7).integers(60, 180, (height // 10, width // 10))
    return np.kron(coarse, np.ones((10, 10))).astype(np.uint8)


def moving_square(left: int, top: int, pan: int = 0) -> Frames:
    """24 frames of a bright square that goes 24 pixels to the right over a ground that pans."""
    frames = []
    for number in range(24):
        wide = ground(480)
        frame = wide[:, number * pan : number * pan + 320].copy()
        frame[top : top + 36, left + number : left + number + 36] = 235
        frames.append(frame)
    return frames


@pytest.mark.parametrize(("left", "x"), [(30, 0.19), (220, 0.78)], ids=["left-third", "right-third"])
@pytest.mark.parametrize("pan", [0, 4], ids=["still", "pan"])
def test_a_square_that_moves_is_found(tmp_path: Path, left: int, x: float, pan: int) -> None:
    """The centre lies where the square moves, also while the camera pans."""
    found = motion_centre(write_plain(tmp_path / "square.mp4", moving_square(left, 90, pan)))
    assert [pytest.approx(float(share), abs=0.08) for share in found] == [x, 0.6]
    assert all(share.denominator <= 100 for share in found)


def test_a_clip_filmed_on_its_side_is_judged_upright(tmp_path: Path) -> None:
    """Shares are of the picture as it is seen, after a telephone's turn by a quarter."""
    clip = write_plain(tmp_path / "turned.mp4", moving_square(30, 90), turn=90)
    across, down = motion_centre(clip)
    assert (0.6, 1 - 0.19) == (pytest.approx(float(across), abs=0.05), pytest.approx(float(down), abs=0.05))


def noise() -> Frames:
    """A picture with grain that changes in each frame."""
    grains = np.random.default_rng(3)
    return [(ground() + grains.integers(-10, 11, (180, 320))).astype(np.uint8) for _ in range(12)]


NOTHING_CLEAR = {
    "still": lambda: [ground()] * 12,
    "one-frame": lambda: [ground()],
    "grain": noise,
    "light": lambda: [(ground() * (0.6 + 0.04 * number)).astype(np.uint8) for number in range(12)],
    "pan": lambda: [ground(480)[:, 4 * number : 4 * number + 320] for number in range(24)],
    "cut": lambda: [ground()] * 6 + [ground()[::-1, ::-1]] * 6,
}


@pytest.mark.parametrize("name", NOTHING_CLEAR)
def test_where_nothing_clear_moves_it_is_the_middle(tmp_path: Path, name: str) -> None:
    """A still, grain, light, a pan or a cut moves the crop nowhere."""
    assert CENTRE == motion_centre(write_plain(tmp_path / "clip.mp4", NOTHING_CLEAR[name]()))
    assert CENTRE == (Fraction(1, 2), Fraction(1, 2))


def test_a_file_that_does_not_play_is_a_fault(tmp_path: Path) -> None:
    """A broken clip is named with a mend."""
    (tmp_path / "broken.mp4").write_bytes(b"no film")
    with pytest.raises(MediaFailed) as caught:
        motion_centre(tmp_path / "broken.mp4")
    assert caught.value.mend
