"""Judges, stills and the frame that opens another clip see what the film shows of a clip."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from resources.media import ffmpeg
from resources.media.measure import Measurement, Order, measure
from resources.media.measure.frames import decoder, shown
from resources.media.motion_centre import motion_centre
from tests.resources.media.marker_clips import FPS, read_frame, write_clip, write_plain
from tests.resources.media.test_conform import combed, write_woven
from tests.resources.media.test_fill import CLEAR


def measured(clip: Path, frames: int = 6) -> Measurement:
    """A measurement for what it sees; the order does not matter to that."""
    return measure(clip, Order(duration=Fraction(1), width=96, height=96, fps=Fraction(25)), frames=frames)


def opened(data: bytes) -> NDArray[np.uint8]:
    """A picture's colours."""
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))


def write_clear(path: Path, *, args: list[str]) -> Path:
    """Green on the left; on the right nothing is seen, and bright magenta lies hidden there."""
    colours = {"r": (32, 255), "g": (96, 0), "b": (32, 255), "a": (255, 0)}
    drawn = ":".join(f"{one}='if(lt(X,48),{left},{right})'" for one, (left, right) in colours.items())
    source = ["-f", "lavfi", "-i", f"color=s=96x96:r=25:d=0.24,format=rgba,geq={drawn}"]
    asyncio.run(ffmpeg.run([*source, *args, str(path)], timeout=60, where="test"))
    return path


@pytest.mark.parametrize("name", list(CLEAR))
def test_what_is_see_through_is_judged_on_white(tmp_path: Path, name: str) -> None:
    """Stills, sheet and last frame show the white of the film, not the colours that lie hidden."""
    found = measured(write_clear(tmp_path / name, args=CLEAR[name]))
    assert list(range(6)) == [still.frame for still in found.stills]
    assert [Fraction(number, 25) for number in range(6)] == [still.at for still in found.stills]
    assert (6, 1) == (found.probe.frames, found.parts["integrity"].score)
    for data in (found.last_frame, *(still.picture for still in found.stills)):
        picture = opened(data)
        assert np.abs(picture[8:88, 8:40].mean(axis=(0, 1)) - (32, 96, 32)).max() < 4
        assert picture[8:88, 58:].min() > 250
    sheet = opened(found.sheet).reshape(-1, 3).astype(int)
    assert not ((sheet[:, 0] > 150) & (sheet[:, 1] < 100)).any()


def test_half_of_the_white_comes_through_half_clear_footage(tmp_path: Path) -> None:
    """A black veil of one half over nothing is grey, and so judged neither black nor drowned."""
    veil = ["-f", "lavfi", "-i", "color=black@0.5:s=96x96:r=25:d=0.24,format=rgba", "-c:v", "qtrle"]
    asyncio.run(ffmpeg.run([*veil, str(tmp_path / "veil.mov")], timeout=60, where="test"))
    found = measured(tmp_path / "veil.mov")
    assert pytest.approx(127, abs=2) == int(opened(found.last_frame)[48, 48].mean())
    assert (0, 0) == (found.parts["black"].value, found.parts["shadows"].value)


@pytest.mark.parametrize("frames", [1, 2, 15])
def test_woven_footage_is_judged_without_combs(tmp_path: Path, frames: int) -> None:
    """Each frame of interlaced footage is seen as the first of its pictures, none is lost or doubled."""
    found = measured(write_woven(tmp_path / "woven.mp4", range(frames)), frames=frames + 1)
    assert list(range(frames)) == [still.frame for still in found.stills]
    assert [Fraction(number, FPS) for number in range(frames)] == [still.at for still in found.stills]
    assert (frames, 1) == (found.probe.frames, found.parts["integrity"].score)
    pictures = [opened(data)[:, :, 1] for data in (*(one.picture for one in found.stills), found.last_frame)]
    assert [(7, number) for number in (*range(frames), frames - 1)] == [read_frame(one) for one in pictures]
    if frames > 1:  # one alone has no neighbour by which it could be parted, in the film too
        assert [False] * (frames + 1) == [combed(one) for one in pictures]


@pytest.mark.parametrize("side", [2, 8, 14, 16])
def test_the_smallest_woven_footage_is_measured(tmp_path: Path, side: int) -> None:
    """A woven clip of a few pixels, too small for its fields to be parted, is no fault."""
    made = ["-f", "lavfi", "-i", f"testsrc2=s={side}x{side}:r=25:d=0.2,setfield=tff,format=yuv420p"]
    clip = tmp_path / "tiny.mov"
    args = [*made, "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-field_order", "tt", str(clip)]
    asyncio.run(ffmpeg.run(args, timeout=60, where="test"))
    found = measured(clip)
    assert (True, [0, 1, 2, 3, 4]) == (found.probe.interlaced, [still.frame for still in found.stills])


def write_square(path: Path, *, turn: int) -> Path:
    """A square that is seen moves on the right; in what is see-through on the left a hidden one moves."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("qtrle", rate=FPS)
        video.width, video.height, video.pix_fmt = 320, 180, "argb"
        if turn:
            video.set_display_rotation(turn)
        for number in range(24):
            pixels = np.zeros((180, 320, 4), np.uint8)
            pixels[90:126, 20 + number : 56 + number, :3] = 255
            pixels[90:126, 220 + number : 256 + number] = (60, 60, 60, 255)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode())
    return path


@pytest.mark.parametrize(("turn", "centre"), [(0, (0.78, 0.6)), (90, (0.6, 0.22))], ids=["upright", "turned"])
def test_a_crop_follows_what_is_seen_not_what_lies_hidden(
    tmp_path: Path, turn: int, centre: tuple[float, float]
) -> None:
    """Motion under the transparency moves no crop, and a turned clip is judged upright."""
    found = motion_centre(write_square(tmp_path / "square.mov", turn=turn))
    assert [pytest.approx(float(share), abs=0.08) for share in found] == list(centre)


PLAIN: dict[str, Callable[[Path], Path]] = {
    "yuv420p.mp4": lambda path: write_clip(path, 7, 12),
    "yuv444p.mp4": lambda path: write_plain(path, [np.full((90, 60), 20 * n, np.uint8) for n in range(6)]),
    "fine-lines.mp4": lambda path: write_woven(path, range(6), told=False),
}


@pytest.mark.parametrize("name", PLAIN)
def test_other_footage_is_measured_as_it_is(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clip that is neither woven nor see-through keeps its decoder and the very frames that it gives."""
    clip = PLAIN[name](tmp_path / name)
    with av.open(str(clip)) as container:
        video = container.streams.video[0]
        assert video.codec_context is decoder(video)
        frames = list(container.decode(video=0))
        assert [id(frame) for frame in frames] == [id(frame) for frame in shown(frames, video)]
    found = measured(clip)
    monkeypatch.setattr("resources.media.measure.measurement.shown", lambda frames, video: frames)
    assert measured(clip) == found
