"""Pictures of another shape, size, pixel shape or turn fill the frame as ordered."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from resources.media import ffmpeg
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


CLEAR = {
    "prores.mov": ["-c:v", "prores_ks", "-pix_fmt", "yuva444p10le"],
    "woven.mov": ["-vf", "setfield=tff", "-c:v", "prores_ks", "-pix_fmt", "yuva444p10le", "-flags", "+ildct"],
    "qtrle.mov": ["-c:v", "qtrle"],
    "png.mov": ["-c:v", "png"],
    "full.mkv": ["-vf", "scale=out_range=pc,format=yuva444p", "-c:v", "ffv1", "-color_range", "pc"],
    "vp9.webm": ["-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"],
    "vp8.webm": ["-c:v", "libvpx", "-pix_fmt", "yuva420p", "-auto-alt-ref", "0"],
    "palette.gif": ["-vf", "split[a][b];[a]palettegen[p];[b][p]paletteuse"],
}


@pytest.mark.parametrize("fit", ["pad", "crop", "blur"])
@pytest.mark.parametrize("name", list(CLEAR))
def test_see_through_footage_stands_on_white(tmp_path: Path, name: str, fit: Fit) -> None:
    """What lies hidden under the transparency, here green, is not seen: the ground is white, as a still's."""
    source = "color=0x206020:s=96x96:r=25:d=0.24,format=rgba,geq=r='p(X,Y)':g='p(X,Y)':b='p(X,Y)'"
    args = ["-f", "lavfi", "-i", f"{source}:a='255*lt(X,48)'", *CLEAR[name], str(tmp_path / name)]
    asyncio.run(ffmpeg.run(args, timeout=60, where="test"))
    timeline = Timeline(
        shots=(shot(tmp_path / name, 6, 0, 6),), format=Format(width=64, height=64, fps=25, fit=fit)
    )
    with av.open(str(picture(timeline, tmp_path))) as container:
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(shown) == 6
    for frame in shown:
        assert np.abs(frame[8:56, 8:28].mean(axis=(0, 1)) - (32, 96, 32)).max() < 8
        assert frame[8:56, 34:].min() > 240


def test_half_clear_footage_lets_half_of_the_white_through(tmp_path: Path) -> None:
    """A black veil of one half over nothing is grey, as over a still."""
    veil = ["-f", "lavfi", "-i", "color=black@0.5:s=96x96:r=24:d=0.125,format=rgba", "-c:v", "qtrle"]
    asyncio.run(ffmpeg.run([*veil, str(tmp_path / "veil.mov")], timeout=60, where="test"))
    frame = seen(tmp_path / "veil.mov", Format(width=96, height=96, fps=24), tmp_path)
    assert pytest.approx(128, abs=3) == int(frame[48, 48])
