"""Sounds made of numbers, and the numbers that a sound track is made of."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from resources.media.loudness import Heard
from resources.media.soundtrack import soundtrack
from resources.media.timeline import Sound, Timeline
from tests.resources.media.marker_clips import RATE

Samples = NDArray[np.float32]


def write_wav(path: Path, sound: Samples, *, rate: int = RATE, layout: str = "mono") -> Path:
    """A 16 bit sound file; one row a channel, or mono."""
    rows = np.atleast_2d(sound)
    data = np.ascontiguousarray((rows * 32767).astype(np.int16).T.reshape(1, -1))
    return _encode(path, data, "pcm_s16le", "s16", rate, layout)


def write_floats(path: Path, sound: Samples, *, rate: int = RATE) -> Path:
    """A mono sound file that may pass full scale."""
    both = np.repeat(sound, 2)[None, :].astype(np.float32)
    return _encode(path, both, "pcm_f32le", "flt", rate, "stereo")


def write_coded(path: Path, sound: Samples, codec: str, *, rate: int = RATE, bits: int = 0) -> Path:
    """A mono sound file as the suffix says, in a codec that takes planar floats."""
    return _encode(path, sound[None, :].astype(np.float32), codec, "fltp", rate, "mono", bits)


def write_flac(path: Path, sound: Samples) -> Path:
    """A mono FLAC file."""
    return _encode(path, (sound[None, :] * 32767).astype(np.int16), "flac", "s16", RATE, "mono")


def _encode(
    path: Path, data: NDArray[np.generic], codec: str, form: str, rate: int, layout: str, bits: int = 0
) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        if bits:
            stream.bit_rate = bits
        channels = 1 if form.endswith("p") else len(stream.codec_context.layout.channels)
        block = stream.codec_context.frame_size or 1 << 16
        for number, at in enumerate(range(0, data.shape[1], block * channels)):
            part = np.ascontiguousarray(data[:, at : at + block * channels])
            frame = av.AudioFrame.from_ndarray(part, format=form, layout=layout)
            frame.rate, frame.pts, frame.time_base = rate, number * block, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_sound(path: Path, sound: Samples, **more: object) -> Sound:
    """A mono sound file as a sound at frame 0."""
    return Sound(**({"file": write_wav(path, sound), "digest": path.name, "at": 0} | more))


def tone(seconds: float, level: float, hertz: float = 440) -> Samples:
    """A steady tone."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def made(timeline: Timeline, into: Path) -> Heard:
    """Make the sound track."""
    return asyncio.run(soundtrack(timeline, into, timeout=60))


def mixed(timeline: Timeline, folder: Path) -> Samples:
    """The sound track's left channel, 1 is full scale."""
    made(timeline, folder / "track.wav")
    return samples_of(folder / "track.wav")


def samples_of(path: Path) -> Samples:
    """The left channel of a WAV file of 16 bit stereo."""
    with av.open(str(path)) as container:
        return np.concatenate([block.to_ndarray()[0, ::2] for block in container.decode(audio=0)]) / 32768


def onsets(sound: Samples, threshold: float = 0.1) -> list[int]:
    """The first sample of each beep."""
    loud = np.flatnonzero(np.abs(sound) > threshold)
    return [int(one) for one, gap in zip(loud, np.diff(loud, prepend=-RATE), strict=True) if gap > RATE // 20]


def loudness(sound: Samples, start: float, end: float) -> float:
    """Level between two times in dB."""
    part = sound[round(start * RATE) : round(end * RATE)]
    return float(20 * np.log10(np.sqrt((part**2).mean()) + 1e-9))
