"""Bad sound files: a fault with a mend, or a correct film; never sound that is missing without a word."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from resources.errors import MediaFailed
from resources.media.timeline import Shot, Sound, Timeline
from tests.resources.media.marker_clips import FORM, RATE, shot
from tests.resources.media.sounds import loudness, mixed, tone, write_coded, write_flac, write_wav


@pytest.fixture
def picture(clip_file: Callable[..., Path]) -> Shot:
    """48 silent frames."""
    return shot(clip_file(1, 48), 48, 0, 48)


def under(picture: Shot, file: Path, **more: object) -> Timeline:
    """A film with one sound."""
    return Timeline(shots=(picture,), sounds=(Sound(file=file, digest="s", at=0, **more),), format=FORM)


def noise(seconds: float) -> np.ndarray:
    """Noise, in which each packet of a codec differs."""
    return np.random.default_rng(1).normal(0, 0.1, round(seconds * RATE)).astype(np.float32)


def scrambled(path: Path, first: float, last: float) -> Path:
    """The file with a part of its bytes replaced by chance."""
    data = bytearray(path.read_bytes())
    start, end = int(len(data) * first), int(len(data) * last)
    data[start:end] = np.random.default_rng(2).integers(0, 256, end - start, np.uint8).tobytes()
    path.write_bytes(bytes(data))
    return path


def cut_off(path: Path) -> Path:
    """The first half of the file."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def empty(folder: Path) -> Path:
    """A file without a byte."""
    (folder / "empty.mp3").touch()
    return folder / "empty.mp3"


def text(folder: Path) -> Path:
    """Words that call themselves sound."""
    (folder / "text.wav").write_text("<html>Not found</html>" * 50)
    return folder / "text.wav"


def coded_mp3(folder: Path) -> Path:
    """Two seconds of MP3."""
    return write_coded(folder / "s.mp3", noise(2), "libmp3lame")


BROKEN: dict[str, Callable[[Path], Path]] = {
    "zero-length": empty,
    "a-page-of-html": text,
    "no-samples": lambda folder: write_wav(folder / "s.wav", np.zeros(0, np.float32)),
    "truncated-mp3": lambda folder: cut_off(coded_mp3(folder)),
    "truncated-flac": lambda folder: cut_off(write_flac(folder / "s.flac", noise(2))),
    "truncated-m4a": lambda folder: cut_off(write_coded(folder / "s.m4a", noise(2), "aac")),
    "scrambled-m4a": lambda folder: scrambled(write_coded(folder / "s.m4a", noise(2), "aac"), 0.2, 0.6),
    "scrambled-mp3": lambda folder: scrambled(coded_mp3(folder), 0.2, 0.6),
    "scrambled-flac": lambda folder: scrambled(write_flac(folder / "s.flac", noise(4)), 0.3, 0.6),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sound_is_a_fault_with_a_mend(picture: Shot, tmp_path: Path, name: str) -> None:
    """Whatever is wrong with a file, it is told, and no track is left behind."""
    with pytest.raises(MediaFailed) as caught:
        mixed(under(picture, BROKEN[name](tmp_path)), tmp_path)
    assert caught.value.mend
    assert not (tmp_path / "track.wav").exists()


def test_a_file_without_sound_is_a_fault(picture: Shot, tmp_path: Path) -> None:
    """A silent picture given as a sound is named."""
    with pytest.raises(MediaFailed, match="no sound") as caught:
        mixed(under(picture, picture.file), tmp_path)
    assert caught.value.where == picture.file.name


def test_a_sound_shorter_than_its_cue_leaves_silence(picture: Shot, tmp_path: Path) -> None:
    """Half a second of sound in a cue of two: the film is as long as its picture."""
    sound = mixed(under(picture, write_wav(tmp_path / "s.wav", tone(0.5, 0.3)), end=40), tmp_path)
    assert len(sound) == 48 * 2000
    assert np.abs(sound[RATE // 2 + 1 :]).max() == 0


@pytest.mark.parametrize("rate", [8000, 44_100])
def test_any_sample_rate_keeps_its_pitch_and_length(picture: Shot, tmp_path: Path, rate: int) -> None:
    """One second at any rate is one second of the same tone."""
    data = (0.3 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.float32)
    sound = mixed(under(picture, write_wav(tmp_path / "s.wav", data, rate=rate)), tmp_path)
    assert int(np.abs(np.fft.rfft(sound[:RATE])).argmax()) == 440
    assert np.flatnonzero(np.abs(sound) > 0.01)[-1] == pytest.approx(RATE, abs=RATE // 500)


def test_six_channels_keep_their_voice(picture: Shot, tmp_path: Path) -> None:
    """A voice in the middle of 5.1 is 3 dB softer on each side, and no more."""
    rows = np.zeros((6, RATE), np.float32)
    rows[2] = tone(1, 0.3)
    sound = mixed(under(picture, write_wav(tmp_path / "s.wav", rows, layout="5.1")), tmp_path)
    assert loudness(sound, 0.1, 0.9) == pytest.approx(20 * np.log10(0.3 / 2), abs=0.1)


def test_a_track_that_starts_late_is_heard_late(tmp_path: Path) -> None:
    """In a clip whose sound begins half a second after its picture, it does so in the film."""
    clip = tmp_path / "late.mkv"
    with av.open(str(clip), "w") as container:
        video = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 32, 32, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for number in range(24):
            frame = av.VideoFrame.from_ndarray(np.full((48, 32), 128, np.uint8), format="yuv420p")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode())
        block = av.AudioFrame.from_ndarray(
            (tone(0.4, 0.5)[None] * 32767).astype(np.int16), format="s16", layout="mono"
        )
        block.rate, block.pts = RATE, RATE // 2
        container.mux(audio.encode(block))
        container.mux(audio.encode())
    sound = mixed(Timeline(shots=(shot(clip, 24, 6, 24),), format=FORM), tmp_path)
    assert int(np.flatnonzero(np.abs(sound) > 0.02)[0]) == pytest.approx(RATE // 4, abs=RATE // 1000)


def test_four_hours_of_music_cost_what_is_heard_of_them(picture: Shot, tmp_path: Path) -> None:
    """Two seconds of a file of four hours take as little time and memory as two seconds."""
    part = write_coded(tmp_path / "part.mp3", tone(2, 0.3), "libmp3lame", rate=8000, bits=8000)
    music = tmp_path / "long.mp3"
    music.write_bytes(part.read_bytes()[-8000:] * 1800)
    with av.open(str(music)) as container:
        assert container.duration == pytest.approx(4 * 3600 * av.time_base, rel=0.02)
    before = os.times()
    sound = mixed(under(picture, music, fade_out=12), tmp_path)
    assert sum(os.times()[:4]) - sum(before[:4]) < 1.5
    assert loudness(sound, 0.5, 1) > -30
    assert np.abs(sound[-40:]).max() < 1e-3
