"""What the simulator makes: every kind of media in every format that a wire protocol orders."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from resources.errors import MediaFailed
from resources.media.sound import sound_length
from resources.providers.speech.simulated import VOICES
from resources.simulator.encode import PICTURES, SOUNDS, encode_sound
from resources.simulator.generate import generate, voice_like
from resources.simulator.job import Wish

PICTURE = Wish(kind="image", text="A fox at dawn.", width=320, height=200)
MUSIC = Wish(kind="music", text="Calm piano.", seconds=2.5)
SPEECH = Wish(kind="speech", text="It was two in the morning.", voice="Kore")
CLIP = Wish(kind="video", text="A fox at dawn.", seconds=1, width=320, height=180)
MAGIC = {
    ".wav": b"RIFF",
    ".mulaw": b"RIFF",
    ".alaw": b"RIFF",
    ".mp3": b"ID3",
    ".ogg": b"OggS",
    ".opus": b"OggS",
    ".flac": b"fLaC",
}


def made(wish: Wish, into: Path, **fields: Any) -> Path:
    """Make a wish's media."""
    asyncio.run(generate(wish, into, **fields))
    return into


@pytest.mark.parametrize("suffix", sorted(PICTURES))
def test_a_picture_comes_in_every_format(suffix: str, tmp_path: Path) -> None:
    """A picture has the ordered size and the format that its suffix says."""
    with Image.open(made(PICTURE, tmp_path / f"one{suffix}")) as picture:
        picture.load()
        assert ((320, 200), PICTURES[suffix]) == (picture.size, picture.format)


@pytest.mark.parametrize("suffix", sorted(SOUNDS))
@pytest.mark.parametrize("wish", [MUSIC, SPEECH], ids=["music", "speech"])
def test_a_sound_comes_in_every_format(wish: Wish, suffix: str, tmp_path: Path) -> None:
    """A sound decodes, lasts as long as it should, and its first bytes are those of its format."""
    file = made(wish, tmp_path / f"one{suffix}")
    assert file.read_bytes().startswith(MAGIC.get(suffix, b""))
    channels = 2 if wish.kind == "music" else 1
    headless = file.stat().st_size / 2 / channels / 48000
    seconds = headless if suffix == ".pcm" else float(sound_length(file))
    low, high = (2.49, 2.60) if wish.kind == "music" else (1.0, 4.0)
    assert low < seconds < high


@pytest.mark.parametrize("rate", [8000, 22050, 44100])
def test_a_sound_has_the_ordered_rate(rate: int, tmp_path: Path) -> None:
    """A sample rate that the wire orders is what the file has."""
    asyncio.run(encode_sound(made(SPEECH, tmp_path / "one.wav"), tmp_path / "two.wav", rate=rate))
    with av.open(str(tmp_path / "two.wav")) as container:
        assert rate == container.streams.audio[0].rate
        assert "Simulated by Studio" in container.metadata["comment"]


def test_a_filter_is_heard(tmp_path: Path) -> None:
    """A line that is ordered twice as fast lasts half as long."""
    plain, quick = made(SPEECH, tmp_path / "one.wav"), tmp_path / "two.wav"
    asyncio.run(encode_sound(plain, quick, filters=["atempo=2"]))
    assert 0.45 < float(sound_length(quick) / sound_length(plain)) < 0.55


@pytest.mark.parametrize(
    ("wish", "suffix"), [(PICTURE, ".webp"), (MUSIC, ".mp3"), (SPEECH, ".ogg"), (CLIP, ".mp4")]
)
def test_the_same_wish_gives_the_same_bytes(wish: Wish, suffix: str, tmp_path: Path) -> None:
    """A media file that is fetched again is the same file."""
    one, two = (made(wish, tmp_path / f"{name}{suffix}", slate="a") for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(("wish", "suffix"), [(PICTURE, ".png"), (MUSIC, ".wav"), (CLIP, ".mp4")])
def test_two_generations_without_a_seed_differ(wish: Wish, suffix: str, tmp_path: Path) -> None:
    """As at a real provider, asking twice without a seed gives two different takes; a seed gives one."""
    one, two = (made(wish, tmp_path / f"{name}{suffix}", slate=name) for name in ("one", "two"))
    assert one.read_bytes() != two.read_bytes()
    seeded = wish.model_copy(update={"seed": 7})
    three, four = (made(seeded, tmp_path / f"{name}{suffix}", slate=name) for name in ("three", "four"))
    assert three.read_bytes() == four.read_bytes()


@pytest.mark.parametrize(
    ("wish", "suffix"), [(PICTURE, ".gif"), (MUSIC, ".mid"), (SPEECH, ""), (CLIP, ".avi")]
)
def test_an_unknown_format_is_an_error_with_a_mend(wish: Wish, suffix: str, tmp_path: Path) -> None:
    """A format that is not made is an error that names those that are, and leaves no file."""
    with pytest.raises(MediaFailed) as caught:
        made(wish, tmp_path / f"one{suffix}")
    assert "." in caught.value.mend
    assert [] == list(tmp_path.iterdir())


def test_a_providers_voices_become_ours() -> None:
    """A voice of ours is itself, any other is always spoken by the same one, and not all by one."""
    assert "Lily" == voice_like("lily")
    names = [f"en-US-Chirp3-HD-{number}" for number in range(30)]
    assert [voice_like(name) for name in names] == [voice_like(name) for name in names]
    assert set(map(voice_like, names)) <= set(VOICES)
    assert len(set(map(voice_like, names))) > 5
