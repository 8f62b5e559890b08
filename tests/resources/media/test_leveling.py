"""A film's sound reaches its loudness as it is heard after AAC, and never passes its ceiling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from resources.media.leveling import FAINT, MOST_GAIN, aim, level
from resources.media.loudness import Heard, measure
from resources.media.timeline import Loudness
from tests.resources.media.marker_clips import RATE
from tests.resources.media.sounds import Samples, tone, write_floats

TARGET = Loudness()


def at(seconds: float) -> np.ndarray:
    """The time of each sample."""
    return np.arange(round(seconds * RATE)) / RATE


def noise(seconds: float) -> np.ndarray:
    """White noise with a peak of 1."""
    return np.random.default_rng(4).uniform(-1, 1, round(seconds * RATE))


def speech_and_music(seconds: float) -> np.ndarray:
    """Syllables of 12 dB more than the chord under them, with breaths between."""
    time = at(seconds)
    voice = np.clip(np.sin(2 * np.pi * 4 * time), 0, 1) * (time % 2 < 1.5) * np.sin(2 * np.pi * 210 * time)
    voice += 0.3 * noise(seconds) * np.clip(np.sin(2 * np.pi * 4 * time + 1), 0, 1) ** 4
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (220, 277, 330))
    return 0.2 * voice + 0.02 * np.asarray(chord)


def drums(seconds: float) -> np.ndarray:
    """A kick and a snare, twice a second, that ring for a quarter of it."""
    time = at(seconds) % 0.5
    kick = np.exp(-14 * time) * np.sin(2 * np.pi * (60 + 400 * np.exp(-40 * time)) * time)
    return 0.7 * kick + 0.3 * noise(seconds) * np.exp(-20 * ((at(seconds) + 0.25) % 0.5))


def bursts(seconds: float) -> np.ndarray:
    """Noise that comes and goes at full scale: AAC raises its peaks by more than 2 dB."""
    return 0.9 * noise(seconds) * (at(seconds) % 0.4 < 0.08)


SOUNDS: dict[str, Callable[[], np.ndarray]] = {
    "speech-and-music-beyond-full-scale": lambda: 4 * speech_and_music(2),
    "drums": lambda: drums(2),
    "white-noise": lambda: 0.3 * noise(1),
    "noise-bursts": lambda: bursts(1.2),
}


def leveled(folder: Path, sound: np.ndarray, name: str = "film.m4a", target: Loudness = TARGET) -> Heard:
    """Level a sound; what the made file measures."""
    source = write_floats(folder / "mix.wav", sound.astype(np.float32))
    return asyncio.run(level(source, folder / name, target, timeout=60))


def samples(path: Path) -> Samples:
    """The left channel."""
    with av.open(str(path)) as container:
        blocks = [block.to_ndarray() for block in container.decode(audio=0)]
    return np.concatenate([block[0, ::2] for block in blocks]) / 32768


@pytest.mark.parametrize("name", SOUNDS)
def test_the_encoded_sound_has_its_loudness_and_keeps_its_ceiling(tmp_path: Path, name: str) -> None:
    """-14 LUFS within 0.5 and at most -1 dBTP, measured on the AAC by another pass."""
    heard = leveled(tmp_path, SOUNDS[name]())
    again = measure(tmp_path / "film.m4a")
    assert again.integrated == pytest.approx(-14, abs=0.5)
    assert again.true_peak is not None
    assert again.true_peak <= -1
    assert again == heard


def test_another_loudness_is_reached_too(tmp_path: Path) -> None:
    """A spec's -20 LUFS and -3 dBTP hold as well."""
    heard = leveled(tmp_path, speech_and_music(1), target=Loudness(integrated=-20, ceiling=-3))
    assert heard.integrated == pytest.approx(-20, abs=0.3)
    assert heard.true_peak is not None
    assert heard.true_peak <= -3


def test_where_both_cannot_be_had_the_ceiling_is_kept(tmp_path: Path) -> None:
    """Clicks cannot be as loud as music without passing the ceiling."""
    clicks = np.zeros(RATE)
    clicks[:: RATE // 2] = 0.5
    heard = leveled(tmp_path, clicks)
    assert heard.integrated is not None
    assert heard.integrated < -15
    assert heard.true_peak is not None
    assert heard.true_peak <= -1


def test_silence_stays_silence(tmp_path: Path) -> None:
    """Nothing is made of nothing."""
    assert leveled(tmp_path, np.zeros(RATE)) == Heard(integrated=None, true_peak=None, range=0)


def test_room_noise_stays_as_it_is(tmp_path: Path) -> None:
    """Noise below -50 LUFS is not a mix: it keeps its level."""
    hiss = 0.002 * noise(2)
    before = measure(write_floats(tmp_path / "before.wav", hiss.astype(np.float32))).integrated
    assert before is not None
    assert before < FAINT
    assert leveled(tmp_path, hiss, "film.wav").integrated == pytest.approx(before, abs=0.2)


@pytest.mark.parametrize(
    ("mix", "wanted"),
    [(-30, -14), (-6, -14), (-14 - MOST_GAIN - 4, -18), (FAINT - 1, FAINT - 1), (None, None)],
    ids=["quiet", "loud", "too-quiet", "faint", "silent"],
)
def test_noise_is_never_made_much_louder(mix: float | None, wanted: float | None) -> None:
    """24 dB are the most that is added, and to what is faint nothing is."""
    assert wanted == aim(Heard(integrated=mix, true_peak=-1, range=0), TARGET)


def test_the_same_mix_gives_the_same_bytes(tmp_path: Path) -> None:
    """Leveling draws no lots."""
    for name in ("one.m4a", "two.m4a"):
        leveled(tmp_path, speech_and_music(1), name)
    assert (tmp_path / "one.m4a").read_bytes() == (tmp_path / "two.m4a").read_bytes()


def test_no_sample_is_lost_or_moved(tmp_path: Path) -> None:
    """A beep stands at its sample after gain and limiter, in a file of the same length."""
    sound = np.concatenate([np.zeros(12_345, np.float32), tone(0.7, 0.5, 1000)])
    leveled(tmp_path, sound, "film.wav")
    made = samples(tmp_path / "film.wav")
    assert len(sound) == len(made)
    assert int(np.flatnonzero(np.abs(made) > 0.05)[0]) == pytest.approx(12_345, abs=8)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
