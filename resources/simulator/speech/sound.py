"""The sound of a line in the form that a wire body orders: codec, sample rate, speed, pitch, loudness."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from resources.simulator.encode import encode_sound
from resources.simulator.far_side import FarSide
from resources.simulator.job import Job

__all__ = ["ENCODINGS", "spoken"]

ENCODINGS = {
    "LINEAR16": ".wav",
    "WAV": ".wav",
    "MP3": ".mp3",
    "OGG_OPUS": ".ogg",
    "MULAW": ".mulaw",
    "ALAW": ".alaw",
    "PCM": ".pcm",
    "M4A": ".m4a",
    "FLAC": ".flac",
}
"""Word of the wire -> suffix of `encode.SOUNDS`."""


async def spoken(
    far: FarSide,
    job: Job,
    encoding: str,
    *,
    rate: int,
    speed: float = 1.0,
    pitch: float = 0.0,
    gain: float = 0.0,
) -> bytes:
    """A generation's line as bytes.

    Args:
        far: the memory.
        job: the generation.
        encoding: a word of `ENCODINGS`.
        rate: samples per second.
        speed: 1 is the voice's own.
        pitch: semitones up.
        gain: decibels up.
    """
    plain = await far.media(job, ".wav")
    suffix = ENCODINGS[encoding]
    with tempfile.TemporaryDirectory(prefix=".encode-", dir=plain.parent) as folder:
        made = Path(folder) / f"line{suffix}"
        await encode_sound(plain, made, rate=rate, filters=list(_filters(speed, pitch, gain)))
        return made.read_bytes()


def _filters(speed: float, pitch: float, gain: float) -> Iterator[str]:
    factor = 2 ** (pitch / 12)  # equal temperament
    if factor != 1.0:
        # Played faster it is higher; the tempo below takes the haste out again.
        yield from (f"asetrate=48000*{factor:.6f}", "aresample=48000")
    tempo = speed / factor
    while tempo < 0.5:  # the filter's lower bound
        yield "atempo=0.5"
        tempo /= 0.5
    if tempo != 1.0:
        yield f"atempo={tempo:.6f}"
    if gain:
        yield f"volume={gain:.3f}dB"
