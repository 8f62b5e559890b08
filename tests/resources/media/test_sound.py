"""A sound's length is what decodes; whole files of every common kind are taken for whole."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from resources.errors import MediaFailed
from resources.media.sound import reach, sound_end, sound_length
from tests.resources.media.sounds import tone, write_coded, write_flac, write_wav


def mp3(folder: Path) -> Path:
    """A second of MP3."""
    return write_coded(folder / "s.mp3", tone(1, 0.3), "libmp3lame")


def streamed_wav(folder: Path) -> Path:
    """A WAV whose header was written before its length was known, as speech providers stream it."""
    path = write_wav(folder / "s.wav", tone(1, 0.3))
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    data[4:8] = data[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes(data))
    return path


def tagged_mp3(folder: Path) -> Path:
    """An MP3 with a player's notes behind its sound."""
    path = mp3(folder)
    path.write_bytes(path.read_bytes() + b"APETAGEX" + bytes(range(256)) * 3)
    return path


def headless_mp3(folder: Path) -> Path:
    """An MP3 whose length players guess: the encoder's header is cut off."""
    path = write_coded(folder / "s.mp3", tone(1, 0.3), "libmp3lame", bits=64_000)
    path.write_bytes(path.read_bytes()[1000:])
    return path


WHOLE: dict[str, Callable[[Path], Path]] = {
    "mp3": mp3,
    "m4a": lambda folder: write_coded(folder / "s.m4a", tone(1, 0.3), "aac"),
    "adts": lambda folder: write_coded(folder / "s.aac", tone(1, 0.3), "aac"),
    "flac": lambda folder: write_flac(folder / "s.flac", tone(1, 0.3)),
    "matroska": lambda folder: write_coded(folder / "s.mka", tone(1, 0.3), "aac"),
    "streamed-wav": streamed_wav,
    "tagged-mp3": tagged_mp3,
    "headless-mp3": headless_mp3,
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_taken_for_whole(tmp_path: Path, name: str) -> None:
    """Padding, tags and rounded headers are not damage; its end is its length."""
    path = WHOLE[name](tmp_path)
    found = reach(path, Fraction(30)).end
    assert found is not None
    assert sound_end(path) <= found + Fraction(1, 20)
    assert float(sound_end(path)) == pytest.approx(1, abs=0.15)
    assert float(sound_length(path)) == pytest.approx(1, abs=0.15)


def test_a_longer_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    """What is damaged beyond the part that is heard does not matter."""
    path = write_coded(tmp_path / "s.m4a", tone(8, 0.3), "aac")
    assert reach(path, Fraction(2)).end is None


def test_a_shorter_file_than_it_says_is_a_fault(tmp_path: Path) -> None:
    """Half a download is named with how much is there."""
    path = mp3(tmp_path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(MediaFailed, match="there are only") as caught:
        reach(path, Fraction(30))
    assert caught.value.mend


def test_a_wav_is_exact(tmp_path: Path) -> None:
    """12,345 samples at 44.1 kHz are 12,345/44,100 s."""
    path = write_wav(tmp_path / "s.wav", np.zeros(12_345, np.float32), rate=44_100)
    assert Fraction(12_345, 44_100) == sound_length(path) == sound_end(path)
