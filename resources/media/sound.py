"""How long a sound is, and whether it is whole, without reading more of it than is heard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from resources.errors import MediaFailed

__all__ = ["Reach", "decoded", "floats", "reach", "sound_end", "sound_length"]

_MEND = "See whether the file plays to its end; if it does not, fetch or record it again."
_BROKEN = Fraction(1, 50)
"""Share of packets that may fail to decode: tags at a file's end are taken for sound by some formats."""
_LOST, _LOST_SECONDS = Fraction(1, 100), Fraction(1, 4)
"""Sound that may be missing: encoders' padding and rounded headers lie within a quarter of a second."""
_MICRO = Fraction(1, av.time_base)


class Reach(BaseModel):
    """A sound track as far as it is heard.

    Args:
        rate: samples per second.
        channels: 1 is mono.
        end: seconds from the file's start at which its last packet ends, within some milliseconds of its
            last sample; None where it goes on beyond the time that was asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: int
    channels: int
    end: Fraction | None


def sound_length(path: Path) -> Fraction:
    """The length of a sound file in exact seconds: decoded samples over their rate.

    Args:
        path: the file.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or speak it again.
    """
    samples, rate = 0, 1
    for frame in decoded(path):
        samples, rate = samples + frame.samples, frame.sample_rate
    return Fraction(samples, rate)


def sound_end(path: Path) -> Fraction:
    """When a file's sound ends, in exact seconds after the file's start, by decoding all of it.

    Args:
        path: the file, with or without a picture.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or record it again.
    """
    end = Fraction(0)
    for frame in decoded(path):
        start = Fraction(frame.pts or 0) * Fraction(frame.time_base or 1)
        end = start + Fraction(frame.samples, frame.sample_rate)
    with av.open(str(path)) as container:
        return end - (container.start_time or 0) * _MICRO


def reach(path: Path, seconds: Fraction) -> Reach:
    """Measure a sound's first track up to a time, by its packets, and see that nothing of it is missing.

    Nothing is decoded and nothing after that time is read: hours of music under a short film cost no
    more than the film's length.

    Args:
        path: the file, with or without a picture.
        seconds: how much of it may be heard.

    Raises:
        MediaFailed: it cannot be read, has no sound, or less than its header says; fetch it again.
    """
    try:
        with av.open(str(path)) as container:
            track = _track(container, path)
            return Reach(
                rate=track.codec_context.sample_rate,
                channels=track.codec_context.channels,
                end=_end(container, track, seconds, path),
            )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def decoded(path: Path) -> Iterator[AudioFrame]:
    """Every decoded block of a file's first sound track, at least one.

    Args:
        path: the file.

    Raises:
        MediaFailed: it has no sound, or more than a few of its packets do not decode; fetch it again.
    """
    good = bad = 0
    try:
        with av.open(str(path)) as container:
            for packet in container.demux(_track(container, path)):
                try:
                    frames = packet.decode()
                except av.InvalidDataError:
                    bad += 1
                    continue
                for frame in frames:
                    good += 1
                    yield frame
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not good or (bad > 1 and bad > _BROKEN * (good + bad)):
        raise MediaFailed(
            f"{bad} of the sound's {good + bad} packets do not decode.", mend=_MEND, where=path.name
        )


def floats(frame: AudioFrame) -> NDArray[np.float32]:
    """A decoded block as numbers.

    Args:
        frame: of any sample format.

    Returns:
        One row a channel; 1 is full scale.
    """
    data = frame.to_ndarray()
    if not frame.format.is_planar:
        data = data.reshape(-1, len(frame.layout.channels)).T
    if np.issubdtype(data.dtype, np.floating):
        return data.astype(np.float32)
    middle = 128 if data.dtype == np.uint8 else 0
    full = float(2 ** (8 * data.dtype.itemsize - 1))
    return ((data.astype(np.float32) - middle) / full).astype(np.float32)


def _track(container: InputContainer, path: Path) -> AudioStream:
    if not container.streams.audio:
        raise MediaFailed("The file has no sound.", mend=_MEND, where=path.name)
    return container.streams.audio[0]


def _end(container: InputContainer, track: AudioStream, seconds: Fraction, path: Path) -> Fraction | None:
    tick = Fraction(track.time_base or 1)
    first: Fraction | None = None
    end = there = Fraction(0)
    ends = True
    for packet in container.demux(track):
        if packet.pts is None or not packet.size:
            continue
        start, length = packet.pts * tick, (packet.duration or 0) * tick
        first = start if first is None else min(first, start)
        end, there = max(end, start + length), there + length
        if end - first > seconds + 1:
            ends = False
            break
    if first is None:
        raise MediaFailed("The file's sound track is empty.", mend=_MEND, where=path.name)
    told = first + (track.duration or 0) * tick if ends and _believed(container, track) else end
    missing = max(told, end) - first - there
    if missing > max(_LOST_SECONDS, _LOST * (told - first)):
        raise MediaFailed(
            f"Of the sound's {float(told - first):.2f} s there are only {float(there):.2f} s.",
            mend=_MEND,
            where=path.name,
        )
    return end - (container.start_time or 0) * _MICRO if ends else None


def _believed(container: InputContainer, track: AudioStream) -> bool:
    # An MP3 without an encoder's header has its length guessed from its first bytes. The delay that the
    # header tells makes such a track begin after 0.
    return container.format.name != "mp3" or bool(track.start_time)


def _unreadable(path: Path, error: Exception) -> MediaFailed:
    reason = str(getattr(error, "strerror", None) or error)
    return MediaFailed(f"The file cannot be read: {reason}.", mend=_MEND, where=path.name)
