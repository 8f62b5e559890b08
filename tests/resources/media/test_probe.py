"""What a file really is, by its packets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.probe import probe, probe_sound, rhythm
from resources.media.timeline import Timeline
from tests.resources.media.marker_clips import FORM, beep, lumas, picture, shot, write_clip, write_plain


def test_frames_rate_and_length_are_exact(clip_file: Callable[..., Path]) -> None:
    """A clip of 30 frames at 24 a second lasts exactly 5/4 seconds."""
    clip = probe(clip_file(1, 30))
    assert (30, Fraction(24), Fraction(5, 4), Fraction(0)) == (
        clip.frames,
        clip.fps,
        clip.duration,
        clip.start,
    )
    assert (128, 96, "h264", "yuv420p", Fraction(1)) == (
        clip.width, clip.height, clip.codec, clip.signature.pix_fmt, clip.signature.sar,
    )  # fmt: skip
    assert clip.constant and not clip.has_audio


def test_a_sound_track_is_measured(tmp_path: Path) -> None:
    """A clip's sound says codec, rate and where it ends, to one AAC frame."""
    clip = probe(write_clip(tmp_path / "clip.mp4", 1, 24, sound=beep(1, 0.2)))
    assert clip.audio is not None
    assert (clip.audio.codec, clip.audio.rate, clip.audio.channels) == ("aac", 48000, 1)
    assert abs(clip.audio.end - 1) <= Fraction(1024, 48000)
    assert clip.audio == probe_sound(tmp_path / "clip.mp4")


@pytest.mark.parametrize("bytes_", [b"", b"not a film at all", b"\0" * 4096], ids=["empty", "text", "zeros"])
def test_a_file_that_is_no_media_is_refused(tmp_path: Path, bytes_: bytes) -> None:
    """Rubbish from a provider is an error with a mend, not a traceback."""
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes_)
    with pytest.raises(MediaFailed) as caught:
        probe(file)
    assert caught.value.mend
    assert str(tmp_path) not in str(caught.value)


def test_a_truncated_file_is_refused(clip_file: Callable[..., Path], tmp_path: Path) -> None:
    """Half a download is never taken for a clip."""
    whole = clip_file(1, 30).read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaFailed):
        probe(tmp_path / "half.mp4")


def test_a_frame_that_the_file_breaks_off_in_is_not_counted(tmp_path: Path) -> None:
    """A download with its index at the front that ends too early has the frames that are shown."""
    whole = write_plain(tmp_path / "plain.mp4", [np.full((96, 128), 90, np.uint8)] * 30)
    front = ["-i", str(whole), "-c", "copy", "-movflags", "faststart", str(tmp_path / "front.mp4")]
    asyncio.run(ffmpeg.run(front, timeout=60, where="test"))
    (tmp_path / "part.mp4").write_bytes((tmp_path / "front.mp4").read_bytes()[:-4])
    clip = probe(tmp_path / "part.mp4")
    assert (29, Fraction(29, 24), True) == (clip.frames, clip.duration, clip.constant)
    film = picture(Timeline(shots=(shot(tmp_path / "part.mp4", 29, 0, 29),), format=FORM), tmp_path)
    assert len(lumas(film)) == 29


def test_a_sound_without_picture_is_no_clip(tmp_path: Path) -> None:
    """A sound file where a clip was wanted is told apart."""
    with av.open(str(tmp_path / "a.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=480)
        frame.rate = 48000
        container.mux(stream.encode(frame))
    with pytest.raises(MediaFailed, match="no picture"):
        probe(tmp_path / "a.wav")
    assert Fraction(1, 100) == probe_sound(tmp_path / "a.wav").duration


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("plain.mp4", [], (False, False)),
        ("woven.mp4", ["-vf", "setfield=tff", "-flags", "+ildct+ilme"], (True, False)),
        (
            "woven.mov",
            ["-vf", "format=yuv422p10,setfield=bff", "-c:v", "prores_ks", "-flags", "+ildct"],
            (True, False),
        ),
        ("clear.mov", ["-c:v", "prores_ks", "-pix_fmt", "yuva444p10le"], (False, True)),
        ("clear.webm", ["-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"], (False, True)),
        ("opaque.webm", ["-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p"], (False, False)),
        ("palette.mov", ["-c:v", "png", "-pix_fmt", "pal8"], (False, True)),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_woven_and_see_through_pictures_are_told(
    tmp_path: Path, name: str, options: list[str], expected: tuple[bool, bool]
) -> None:
    """Whether frames are woven of two pictures, and whether the ground may shine through, is known."""
    args = ["-f", "lavfi", "-i", "testsrc=s=64x48:r=24,format=rgba", "-frames:v", "3", *options]
    asyncio.run(ffmpeg.run([*args, str(tmp_path / name)], timeout=60, where="test"))
    clip = probe(tmp_path / name)
    assert expected == (clip.interlaced, clip.see_through)


def test_a_coarse_clock_does_not_bend_the_rate() -> None:
    """24 frames a second written in milliseconds are still 24, and even."""
    times = [round(number * 1000 / 24) for number in range(100)]
    assert (Fraction(24), True) == rhythm(times, Fraction(1, 1000), Fraction(25))


def test_a_stretched_clip_is_seen_as_uneven() -> None:
    """A gap between frames is found, and the rate is that of most frames."""
    assert (Fraction(24), False) == rhythm([0, 512, 1024, 4096, 4608], Fraction(1, 12288), Fraction(25))
