"""Speech without a synthesizer: tone bursts in the rhythm of the text's syllables."""

from __future__ import annotations

import hashlib
import re
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from resources.providers.speech.word_times import Part

__all__ = ["RATE", "babble", "write_wave"]

RATE = 48_000
"""Samples per second."""

_SYLLABLE = 0.19  # seconds; about 4-5 syllables per second, as in calm English narration
_PAUSES = {",": 0.18, ";": 0.22, ":": 0.22, ".": 0.38, "!": 0.38, "?": 0.38}  # seconds


def babble(text: str, voice: str) -> tuple[npt.NDArray[np.int16], tuple[Part, ...]]:
    """A voice that hums a text: one burst a syllable, a rest after each word and mark.

    Args:
        text: what is said.
        voice: the voice's name, which decides its pitch.

    Returns:
        Mono samples at 48 kHz, and when each word begins and ends; the same arguments give the same.
    """
    pitch = 110.0 + hashlib.sha256(voice.encode()).digest()[0] / 255 * 110.0
    parts = [np.zeros(int(0.05 * RATE))]
    told: list[Part] = []
    at = len(parts[0])
    for number, found in enumerate(re.finditer(r"\w+|[^\w\s]", text)):
        token = found[0]
        if token in _PAUSES:
            parts.append(np.zeros(int(_PAUSES[token] * RATE)))
            at += len(parts[-1])
        elif token[0].isalnum():
            syllables = len(re.findall(r"[aeiouyäöüàâéèêíóúå]+", token.lower())) or 1
            fall = 1.0 + 0.12 * np.cos(number / 2)
            bursts = [_burst(pitch * fall * (1 - 0.04 * place)) for place in range(syllables)]
            spoken = sum(map(len, bursts))
            told.append(Part(found.start(), at * 1000 // RATE, (at + spoken) * 1000 // RATE))
            parts += [*bursts, np.zeros(int(0.05 * RATE))]
            at += spoken + len(parts[-1])
    wave_form = np.concatenate([*parts, np.zeros(int(0.1 * RATE))])
    samples: npt.NDArray[np.int16] = np.rint(wave_form * 32767).astype(np.int16)
    return samples, tuple(told)


def write_wave(file: Path, samples: npt.NDArray[np.int16]) -> None:
    """Write mono samples at 48 kHz as a WAV file.

    Args:
        file: the file.
        samples: 16 bits each.
    """
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.astype("<i2").tobytes())


def _burst(pitch: float) -> npt.NDArray[np.float64]:
    at = np.arange(int(_SYLLABLE * RATE)) / RATE
    shape = np.sin(np.pi * at / _SYLLABLE) ** 2
    tones = sum(np.sin(2 * np.pi * pitch * part * at) / part for part in (1, 2, 3, 4))
    return np.asarray(0.14 * shape * tones, dtype=np.float64)
