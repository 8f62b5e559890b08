"""Composes a plain tune: the direction's mood and the seed decide key, tempo, chords and melody.

A tune is eight bars of pads, a bass and a plucked melody, played round and round. The bars are a
circle: what still rings at its end sounds on at its beginning, so that no seam is heard.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["RATE", "Mood", "mood", "tune"]

RATE = 48_000
"""Samples per second."""

_BARS, _BEATS = 8, 4
_PEAK = 0.6  # of full scale: far from clipping, whatever meets
_FADE_IN, _FADE_OUT = 0.3, 2.0  # seconds, each at most a quarter of the piece
_MAJOR, _MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)  # semitones over the key
_CHORDS = {
    False: ((0, 4, 5, 3), (0, 5, 3, 4), (0, 3, 0, 4), (0, 2, 3, 4)),
    True: ((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 6), (0, 3, 0, 4)),
}
"""Minor or not -> chord progressions, each chord by the step of the scale that it stands on."""

_MOODS = {
    "sad melancholy melancholic lonely dark sombre somber grief": (True, 60, 76),
    "tense suspense suspenseful mystery mysterious thriller ominous": (True, 84, 100),
    "epic dramatic heroic cinematic trailer": (True, 88, 104),
    "electronic driving techno synthwave action intense": (True, 118, 128),
    "happy cheerful joyful upbeat bright playful fun": (False, 112, 128),
    "hopeful uplifting inspiring warm morning corporate": (False, 92, 108),
    "calm gentle ambient slow soft peaceful quiet relaxed lofi night": (False, 60, 76),
}
"""Words of a mood -> whether it is minor, and the slowest and fastest beats a minute."""


class Mood(NamedTuple):
    """What a direction and a seed decide.

    Args:
        key: semitones over C.
        minor: whether the third is small.
        tempo: beats a minute.
        chords: four steps of the scale, each for a bar.
    """

    key: int
    minor: bool
    tempo: int
    chords: tuple[int, ...]


def mood(direction: str, seed: int) -> Mood:
    """The key, tempo and chords that a direction calls for.

    Args:
        direction: mood, style and instruments in words.
        seed: makes takes of one direction differ.
    """
    random = _random(direction, seed)
    words = re.findall(r"[a-z]+", direction.lower())
    named = (bounds for word in words for names, bounds in _MOODS.items() if word in names.split())
    minor, slowest, fastest = next(named, (bool(random.integers(2)), 72, 116))
    progressions = _CHORDS[minor]
    return Mood(
        key=int(random.integers(12)),
        minor=minor,
        tempo=int(random.integers(slowest, fastest + 1)),
        chords=progressions[int(random.integers(len(progressions)))],
    )


def tune(direction: str, seed: int, seconds: Fraction) -> Iterator[bytes]:
    """A piece of music of an exact length, faded in and out.

    Args:
        direction: mood, style and instruments in words.
        seed: makes takes of one direction differ.
        seconds: how long, to the nearest sample.

    Returns:
        Stereo samples at 48 kHz, 16 bits little-endian, in pieces; the same arguments give the same bytes.
    """
    circle = _circle(mood(direction, seed), _random(direction, seed + 1))
    count = round(seconds * RATE)
    rise = max(1, round(min(_FADE_IN, float(seconds) / 4) * RATE))
    fall = max(1, round(min(_FADE_OUT, float(seconds) / 4) * RATE))
    for start in range(0, count, len(circle)):
        piece = circle[: count - start].copy()
        at = np.arange(start, start + len(piece))
        piece *= np.clip(np.minimum(at / rise, (count - 1 - at) / fall), 0, 1)[:, None]
        yield np.rint(piece * 32767).astype("<i2").tobytes()


def _random(direction: str, seed: int) -> np.random.Generator:
    digest = hashlib.sha256(f"tune\n{seed}\n{direction}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16])))


def _circle(feel: Mood, random: np.random.Generator) -> npt.NDArray[Any]:
    beat = round(60 / feel.tempo * RATE)
    circle = np.zeros((beat * _BEATS * _BARS, 2))
    scale = _MINOR if feel.minor else _MAJOR
    for bar in range(_BARS):
        step, start = feel.chords[bar % len(feel.chords)], bar * _BEATS * beat
        for voice, third in enumerate((0, 2, 4)):
            pitch = _hertz(48 + feel.key, scale, step + third)
            _sound(circle, start, _pad(pitch, beat * _BEATS), 0.10, 0.3 + 0.2 * voice)
        for half in (0, 2):
            _sound(
                circle, start + half * beat, _plucked(_hertz(36 + feel.key, scale, step), beat * 3), 0.3, 0.5
            )
        for place in range(_BEATS * 2):
            # The second half of a bar rests more, and every note is one of the chord or beside it.
            if random.random() < (0.75 if place < _BEATS else 0.45):
                note = step + int(random.choice([0, 2, 4, 7, 1, 5], p=[0.25, 0.25, 0.2, 0.1, 0.1, 0.1]))
                tone = _plucked(_hertz(60 + feel.key, scale, note), beat * 2)
                _sound(circle, start + place * beat // 2, tone, 0.16, float(random.uniform(0.3, 0.7)))
    return np.asarray(circle * (_PEAK / np.abs(circle).max()))


def _hertz(key: int, scale: tuple[int, ...], step: int) -> float:
    """Equal temperament; `key` as in MIDI, where 69 is 440 Hz."""
    octave, place = divmod(step, len(scale))
    return float(440.0 * 2 ** ((key + 12 * octave + scale[place] - 69) / 12))


def _sound(circle: npt.NDArray[Any], start: int, tone: npt.NDArray[Any], loud: float, right: float) -> None:
    at = (start + np.arange(len(tone))) % len(circle)
    # No index occurs twice: every tone is shorter than the circle.
    circle[at] += loud * tone[:, None] * np.array([1 - right, right])


def _pad(hertz: float, count: int) -> npt.NDArray[Any]:
    ring = count + RATE // 3  # rings on into the next chord
    at = np.arange(ring) / RATE
    tones = sum(np.sin(2 * np.pi * hertz * part * at) / part**2 for part in (1, 2, 3, 1.003))
    swell = np.clip(np.minimum(at / 0.4, (at[-1] - at) / 0.6), 0, 1)
    return np.asarray(tones * swell)


def _plucked(hertz: float, count: int) -> npt.NDArray[Any]:
    at = np.arange(count) / RATE
    tones = sum(np.sin(2 * np.pi * hertz * part * at) * np.exp(-3.0 * part * at) / part for part in (1, 2, 3))
    return np.asarray(tones * np.clip(np.minimum(at / 0.006, (at[-1] - at) / 0.05), 0, 1))
