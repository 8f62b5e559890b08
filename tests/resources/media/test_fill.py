"""Pictures of another shape, size, pixel shape or turn fill the frame as ordered."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from resources.media.timeline import Fit, Format, Timeline
from tests.resources.media.marker_clips import lumas, picture, shot, write_plain

HALF = Fraction(1, 2)


DARK, GREY, BRIGHT = 28, 121, 214
"""What is seen of the coded levels 40, 120 and 200."""


def thirds(width: int, height: int) -> NDArray[np.uint8]:
    """A picture in three columns: dark, grey, bright."""
    columns = np.array([40, 120, 200], np.uint8)[np.arange(width) * 3 // width]
    return np.tile(columns, (height, 1))


def seen(
    clip: Path, form: Format, folder: Path, focus: tuple[Fraction, Fraction] = (HALF, HALF)
) -> NDArray[np.uint8]:
    """The first film frame's luma."""
    timeline = Timeline(shots=(shot(clip, 3, 0, 3, focus=focus),), format=form)
    frames = lumas(picture(timeline, folder))
    assert len(frames) == 3
    return frames[0]


@pytest.mark.parametrize(
    ("share", "level"),
    [(Fraction(0), DARK), (HALF, GREY), (Fraction(5, 6), BRIGHT)],
    ids=["left-edge", "middle", "right"],
)
def test_a_crop_follows_its_focus_and_stays_in_the_picture(
    tmp_path: Path, share: Fraction, level: int
) -> None:
    """An upright film of a wide clip shows what the focus names, up to the picture's edge."""
    clip = write_plain(tmp_path / "wide.mp4", [thirds(192, 96)] * 3)
    frame = seen(clip, Format(width=54, height=96, fps=24, fit="crop"), tmp_path, (share, HALF))
    assert frame.shape == (96, 54)
    assert pytest.approx(level, abs=3) == int(frame[:, 4:-4].min())
    assert pytest.approx(level, abs=3) == int(frame[:, 4:-4].max())


def test_a_blurred_frame_shows_the_whole_picture_over_itself(tmp_path: Path) -> None:
    """Beside the sharp picture stand its own blurred colours, not black."""
    clip = write_plain(tmp_path / "high.mp4", [thirds(48, 96)] * 3)
    frame = seen(clip, Format(width=192, height=96, fps=24, fit="blur"), tmp_path)
    sharp = frame[:, 72:120]
    assert [DARK, GREY, BRIGHT] == [pytest.approx(int(sharp[48, column]), abs=4) for column in (4, 24, 44)]
    assert frame[:, :60].max() < 110  # its left third, enlarged
    assert frame[:, 130:].min() > 130
    assert np.abs(np.diff(frame[48, :70].astype(int))).max() < 10


@pytest.mark.parametrize("fit", ["pad", "crop", "blur"])
def test_footage_of_odd_sides_fills_the_frame(tmp_path: Path, fit: Fit) -> None:
    """A clip of 101 by 75 pixels is a film of 128 by 96, whatever the fit."""
    clip = write_plain(tmp_path / "odd.mp4", [thirds(101, 75)] * 3)
    frame = seen(clip, Format(width=128, height=96, fps=24, fit=fit), tmp_path)
    assert frame.shape == (96, 128)
    assert pytest.approx(GREY, abs=3) == int(frame[48, 64])


def test_pixels_that_are_not_square_are_shown_in_their_shape(tmp_path: Path) -> None:
    """A clip of 64 by 96 pixels, each twice as wide as high, fills a frame of 4 by 3."""
    clip = write_plain(tmp_path / "wide_pixels.mp4", [thirds(64, 96)] * 3, sar="2/1")
    frame = seen(clip, Format(width=128, height=96, fps=24), tmp_path)
    assert [DARK, GREY, BRIGHT] == [pytest.approx(int(frame[2, column]), abs=4) for column in (10, 64, 118)]


def test_a_clip_filmed_on_its_side_stands_upright(tmp_path: Path) -> None:
    """A telephone's turn by a quarter is obeyed before the picture is fitted."""
    clip = write_plain(tmp_path / "turned.mp4", [thirds(96, 48)] * 3, turn=90)
    frame = seen(clip, Format(width=48, height=96, fps=24), tmp_path)
    assert [BRIGHT, GREY, DARK] == [pytest.approx(int(frame[row, 24]), abs=4) for row in (10, 48, 86)]
