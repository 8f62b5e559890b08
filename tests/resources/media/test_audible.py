"""Whether a file holds sound, told from its first samples."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from PIL import Image

from resources.errors import MediaFailed
from resources.media.audible import check_audible


def _wav(file: Path, samples: int) -> Path:
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * samples))
    return file


def test_a_sound_is_audible(tmp_path: Path) -> None:
    """A file whose samples decode is taken, however short."""
    check_audible(_wav(tmp_path / "one.wav", 1))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("empty.wav", "Its sound is empty."),
        ("picture.png", "It holds no sound."),
        ("noise.mp3", "Its sound cannot be read: "),
        ("nothing.wav", "Its sound cannot be read: "),
        ("gone.wav", "Its sound cannot be read: No such file or directory."),
    ],
)
def test_what_holds_no_sound_is_refused(tmp_path: Path, name: str, expected: str) -> None:
    """An empty, damaged or missing file and one without a sound track say what is wrong and the mend."""
    _wav(tmp_path / "empty.wav", 0)
    Image.new("RGB", (4, 4)).save(tmp_path / "picture.png")
    (tmp_path / "noise.mp3").write_text("not a sound")
    (tmp_path / "nothing.wav").write_bytes(b"")
    with pytest.raises(MediaFailed) as failed:
        check_audible(tmp_path / name)
    assert failed.value.what.startswith(expected), failed.value.what
    assert (name, True) == (failed.value.where, bool(failed.value.mend))
