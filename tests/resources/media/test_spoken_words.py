"""Words with their times in a sound's own tags."""

from __future__ import annotations

import asyncio
import hashlib
import json
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from resources.errors import MediaFailed
from resources.media import spoken_words as module
from resources.media.caption import SpokenWord
from resources.media.ffmpeg import run
from resources.media.spoken_words import spoken_words, with_words

RATE = 44_100
SOUNDS = {
    "plain.wav": (),
    "told.mp3": ("-c:a", "libmp3lame"),
    "untold.mp3": ("-c:a", "libmp3lame", "-write_xing", "0"),
    "bare.mp3": ("-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0"),
    "line.m4a": ("-c:a", "aac"),
    "line.ogg": ("-c:a", "libopus"),
    "line.flac": ("-c:a", "flac"),
}
"""File -> how ffmpeg makes it: an MP3 may or may not tell how much padding it has."""

WORDS = (
    SpokenWord(text="Zwölf", start=0, end=140),
    SpokenWord(text='a=b;c#"d"\\', start=140, end=141),
    SpokenWord(text="夜🌙", start=300, end=1000),
)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a second of tone in each format, with a title where it can have one."""
    folder = tmp_path_factory.mktemp("sounds")

    async def make() -> None:
        tone = ("-f", "lavfi", "-i", f"sine=330:r={RATE}:d=1", "-metadata", "title=Lamp")
        every = [word for name, form in SOUNDS.items() for word in ("-map", "0:a", *form, f"{folder}/{name}")]
        titled = [
            word for one in every for word in (("-metadata", "title=Lamp", one) if "/" in one else (one,))
        ]
        await run([*tone[:4], *titled], timeout=60, where="sounds")

    asyncio.run(make())
    return folder


def heard(file: Path) -> tuple[int, str]:
    """The number of a file's samples, and their digest."""
    with av.open(str(file)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(container.streams.audio[0])]
    return sum(one.size for one in frames), hashlib.sha256(
        b"".join(one.tobytes() for one in frames)
    ).hexdigest()


def title(file: Path) -> str:
    """The file's title."""
    with av.open(str(file)) as container:
        return dict([*container.metadata.items(), *container.streams.audio[0].metadata.items()]).get(
            "title", ""
        )


def tagged(file: Path, tag: bytes) -> Path:
    """A WAV whose tag of words has any bytes."""
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(np.zeros(8000, "<i2").tobytes())
    tag += b"\0" * (1 + len(tag) % 2 ^ 1)
    chunk = b"INFOIKEY" + struct.pack("<I", len(tag)) + tag
    data = file.read_bytes()[12:] + b"LIST" + struct.pack("<I", len(chunk)) + chunk
    file.write_bytes(b"RIFF" + struct.pack("<I", len(data) + 4) + b"WAVE" + data)
    return file


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_carries_its_words_and_sounds_the_same(sounds: Path, tmp_path: Path, name: str) -> None:
    """Words come back to the millisecond and the letter, no sample is changed, and other tags stay."""
    into = tmp_path / "kept.media"
    asyncio.run(with_words(sounds / name, WORDS, into, 60))
    assert WORDS == spoken_words(into)
    assert heard(sounds / name) == heard(into)
    assert title(sounds / name) == title(into)
    assert () == spoken_words(sounds / name)
    assert [into] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["plain.wav", "told.mp3"])
def test_words_are_replaced_and_the_same_words_are_the_same_bytes(
    sounds: Path, tmp_path: Path, name: str
) -> None:
    """A sound that has words gets the new ones; tagging twice gives one file."""
    one, two = tmp_path / "one", tmp_path / "two"
    for words in ((SpokenWord(text="old", start=1, end=2),), WORDS):
        asyncio.run(with_words(one if one.exists() else sounds / name, words, one, 60))
    asyncio.run(with_words(sounds / name, WORDS, two, 60))
    assert WORDS == spoken_words(one)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["plain.wav", "told.mp3"])
def test_the_longest_line_fits(sounds: Path, tmp_path: Path, name: str) -> None:
    """Ten thousand words, more than a command line can hold, are no more than a tag."""
    words = tuple(SpokenWord(text=f"wörd{number}", start=number // 10, end=1000) for number in range(10_000))
    asyncio.run(with_words(sounds / name, words, tmp_path / name, 60))
    assert words == spoken_words(tmp_path / name)


@pytest.mark.parametrize(
    "words",
    [
        (),
        (SpokenWord(text="late", start=0, end=1600),),
        (SpokenWord(text="b", start=500, end=600), SpokenWord(text="a", start=100, end=200)),
        (SpokenWord(text="a", start=100, end=100),),
        (SpokenWord(text="a", start=-1, end=100),),
    ],
    ids=["none", "behind the end", "out of order", "no time", "before the start"],
)
def test_words_that_do_not_fit_are_refused(
    sounds: Path, tmp_path: Path, words: tuple[SpokenWord, ...]
) -> None:
    """A sound is not tagged with what cannot be its words, and nothing is left."""
    with pytest.raises(MediaFailed) as caught:
        asyncio.run(with_words(sounds / "plain.wav", words, tmp_path / "line.wav", 60))
    assert caught.value.mend
    assert [] == list(tmp_path.iterdir())


def test_a_copy_that_sounds_otherwise_is_not_taken(
    sounds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the only way to tag would cut or pad the sound, it is refused."""
    monkeypatch.setitem(module._OPTIONS, "mp3", ((),))
    with pytest.raises(MediaFailed, match="sound the same"):
        asyncio.run(with_words(sounds / "bare.mp3", WORDS, tmp_path / "line.mp3", 60))
    assert [] == list(tmp_path.iterdir())


def test_other_formats_are_refused(sounds: Path, tmp_path: Path) -> None:
    """A format that keeps no tags is told as such."""
    asyncio.run(run(["-i", str(sounds / "plain.wav"), str(tmp_path / "line.aac")], timeout=60, where="aac"))
    with pytest.raises(MediaFailed, match="aac keeps no words"):
        asyncio.run(with_words(tmp_path / "line.aac", WORDS, tmp_path / "into", 60))


@pytest.mark.parametrize(
    "tag",
    [
        b"",
        b"rain, lamp",
        b"[]",
        b"{}",
        b'{"ms": 1}',
        b'{"ms": [["a", 0]]}',
        b'{"ms": [["a", 0, 1, 2]]}',
        b'{"ms": [["a", "0", 1]]}',
        b'{"ms": [["a", false, true]]}',
        b'{"ms": [["a", 0.5, 1.5]]}',
        b'{"ms": [[1, 0, 1]]}',
        b'{"ms": [["a", 5, 5]]}',
        b'{"ms": [["a", -5, 5]]}',
        b'{"ms": [["a", 9, 10], ["b", 0, 1]]}',
        b'{"ms": [["a", 0, 86400001]]}',
        b'{"ms": [["a", 0, 1' + b"0" * 5000 + b"]]}",
        b'{"ms": ' + b"[" * 100_000,
        b'{"ms": [["a", 0, 1]',
        b"\xff\xfe\x80",
    ],
    ids=lambda tag: tag[:24].decode("latin-1"),
)
def test_a_damaged_tag_is_no_words(tmp_path: Path, tag: bytes) -> None:
    """Whatever stands in the tag, what is not words with times is none, and no error."""
    assert () == spoken_words(tagged(tmp_path / "line.wav", tag))


def test_a_tag_is_read_up_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag that is larger than any line's is not read."""
    tag = json.dumps({"ms": [["a", 0, 1]]}).encode()
    file = tagged(tmp_path / "line.wav", tag)
    assert (SpokenWord(text="a", start=0, end=1),) == spoken_words(file)
    monkeypatch.setattr(module, "_LARGEST", len(tag) - 1)
    assert () == spoken_words(file)


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[: len(data) // 3], lambda data: b"", lambda data: b"\0" * 999],
    ids=["half", "empty", "zeros"],
)
def test_a_broken_file_has_no_words_or_its_own(
    sounds: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """Half a file, none and nonsense raise nothing."""
    asyncio.run(with_words(sounds / "told.mp3", WORDS, tmp_path / "a.mp3", 60))
    (tmp_path / "b.mp3").write_bytes(spoil((tmp_path / "a.mp3").read_bytes()))
    assert spoken_words(tmp_path / "b.mp3") in ((), WORDS)
    assert () == spoken_words(tmp_path / "nowhere.mp3")
