"""What a media file really is, by reading every packet: the container's own words are not believed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median_low

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from pydantic import BaseModel, ConfigDict

from resources.errors import MediaFailed
from resources.media.head import interlaced, see_through

__all__ = ["AudioTrack", "Probe", "Signature", "probe", "probe_sound"]

_MEND = "See whether the file plays; if it does not, fetch or film it again."


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AudioTrack(_Value):
    """A sound track.

    Args:
        codec: for example `aac`.
        rate: samples per second.
        channels: 1 is mono.
        start: seconds at which its first heard sample begins.
        duration: seconds, from there to the last packet's end.
    """

    codec: str
    rate: int
    channels: int
    start: Fraction
    duration: Fraction

    @property
    def end(self) -> Fraction:
        """Seconds at which its last packet ends."""
        return self.start + self.duration


class Signature(_Value):
    """What two encoded pictures must share so that their packets may stand in one stream uncoded.

    Args:
        codec: codec name.
        profile: codec profile, empty where the codec has none.
        extradata: sha256 of the decoder's set-up bytes.
        width: pixels.
        height: pixels.
        sar: shape of a pixel, 1 is square.
        pix_fmt: pixel format.
        time_base: seconds of one tick.
        colour: primaries, transfer, matrix and range as the codec numbers them.
    """

    codec: str
    profile: str
    extradata: str
    width: int
    height: int
    sar: Fraction
    pix_fmt: str
    time_base: Fraction
    colour: tuple[int, int, int, int]


class Probe(_Value):
    """A file with a moving picture, as its packets say.

    Args:
        signature: codec, size, pixel format and what else decides whether packets may be copied.
        frames: packets that are shown.
        fps: frames per second, from the median step of presentation times.
        duration: seconds, from the first frame's time to the end of the last one.
        start: presentation time of the first frame in seconds.
        constant: whether every step between frames is the same (to one tick of a coarse time base).
        largest_gap: the longest step between two frames, in frames; 1 where none is missing.
        monotone: whether packets stand in showing order with rising times, as without B-frames.
        interlaced: whether its head says that every frame is woven of two pictures; some that are woven
            do not say so.
        see_through: whether its picture may be see-through in parts.
        audio: the first sound track, or None.
        tags: the container's tags.
    """

    signature: Signature
    frames: int
    fps: Fraction
    duration: Fraction
    start: Fraction
    constant: bool
    largest_gap: int
    monotone: bool
    interlaced: bool
    see_through: bool
    audio: AudioTrack | None
    tags: dict[str, str]

    @property
    def codec(self) -> str:
        """The picture's codec."""
        return self.signature.codec

    @property
    def width(self) -> int:
        """Pixels."""
        return self.signature.width

    @property
    def height(self) -> int:
        """Pixels."""
        return self.signature.height

    @property
    def has_audio(self) -> bool:
        """Whether a sound track is there."""
        return self.audio is not None


def probe(path: Path) -> Probe:
    """Measure a file with a moving picture; 3 ms a clip beside 10-15 ms for opening it.

    Args:
        path: the file.

    Returns:
        What its packets say.

    Raises:
        MediaFailed: it cannot be read, or has no picture; film or fetch it again.
    """
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise MediaFailed("The file has no picture.", mend=_MEND, where=path.name)
            video = container.streams.video[0]
            times: list[int] = []
            cut_off: int | None = None
            sound: list[tuple[int, int]] = []
            audio = container.streams.audio[0] if container.streams.audio else None
            for packet in container.demux([video] if audio is None else [video, audio]):
                if packet.pts is None or packet.size == 0 or packet.is_discard:
                    continue
                if packet.stream is video:
                    times.append(packet.pts)
                    cut_off = packet.pts if packet.is_corrupt else None
                else:
                    sound.append((packet.pts, packet.duration or 0))
            if cut_off is not None:
                # A download that broke off ends within a packet, which never becomes a frame.
                times.remove(cut_off)
            track = None
            if audio is not None and sound:
                track = _track(audio, sound)
            return _summary(video, times, track, dict(container.metadata), path)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise MediaFailed(
            f"The file cannot be read: {_reason(error)}.", mend=_MEND, where=path.name
        ) from error


def probe_sound(path: Path) -> AudioTrack:
    """Measure a file's first sound track, with or without a picture.

    Args:
        path: the file.

    Returns:
        What its packets say.

    Raises:
        MediaFailed: it cannot be read, or has no sound; fetch or record it again.
    """
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise MediaFailed("The file has no sound.", mend=_MEND, where=path.name)
            audio = container.streams.audio[0]
            spans = [
                (packet.pts, packet.duration or 0)
                for packet in container.demux(audio)
                if packet.pts is not None and packet.size and not packet.is_discard
            ]
            if not spans:
                raise MediaFailed("The file's sound track is empty.", mend=_MEND, where=path.name)
            return _track(audio, spans)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise MediaFailed(
            f"The file cannot be read: {_reason(error)}.", mend=_MEND, where=path.name
        ) from error


def rhythm(times: Sequence[int], tick: Fraction, fallback: Fraction) -> tuple[Fraction, bool]:
    """Frames per second and whether they are evenly spaced.

    Args:
        times: presentation times in ticks, ascending.
        tick: seconds of one tick.
        fallback: frames per second of a file with a single frame.

    Returns:
        The rate from the median step, and whether all steps are the same. Where steps differ by one
        tick (a coarse time base such as WebM's milliseconds) the rate is the mean's nearest usual rate.
    """
    steps = [b - a for a, b in pairwise(times)]
    if not steps or max(steps) <= 0:
        return fallback, len(times) == 1
    if max(steps) == min(steps):
        return 1 / (steps[0] * tick), True
    if max(steps) - min(steps) > 1:
        return 1 / (max(1, median_low(steps)) * tick), False
    mean = len(steps) / ((times[-1] - times[0]) * tick)
    usual = [Fraction(round(mean)), Fraction(round(mean * 1001 / 1000) * 1000, 1001)]
    return min(usual, key=lambda rate: abs(rate - mean)), True


def _summary(
    video: VideoStream, order: list[int], audio: AudioTrack | None, tags: dict[str, str], path: Path
) -> Probe:
    if not order:
        raise MediaFailed("The file has no frames.", mend=_MEND, where=path.name)
    times = sorted(order)
    context, tick = video.codec_context, video.time_base or Fraction(1)
    fps, constant = rhythm(times, tick, video.guessed_rate or video.average_rate or Fraction(25))
    span = Fraction(len(times)) / fps if constant else (times[-1] - times[0]) * tick + 1 / fps
    return Probe(
        signature=Signature(
            codec=context.codec.canonical_name,
            profile=str(context.profile or ""),
            extradata=hashlib.sha256(context.extradata or b"").hexdigest(),
            width=context.width,
            height=context.height,
            sar=Fraction(video.sample_aspect_ratio or 1),
            pix_fmt=str(context.pix_fmt),
            time_base=tick,
            colour=(
                int(context.color_primaries),
                int(context.color_trc),
                int(context.colorspace),
                int(context.color_range),
            ),
        ),
        frames=len(times),
        fps=fps,
        duration=span,
        start=times[0] * tick,
        constant=constant,
        largest_gap=round(max((b - a for a, b in pairwise(times)), default=0) * tick * fps) or 1,
        monotone=all(a < b for a, b in pairwise(order)),
        interlaced=interlaced(video),
        see_through=see_through(video),
        audio=audio,
        tags=tags,
    )


def _track(audio: AudioStream, spans: Sequence[tuple[int, int]]) -> AudioTrack:
    # The stream's own start leaves out the encoder's priming samples; the first packet holds them.
    tick, first = audio.time_base or Fraction(1), min(at for at, _ in spans)
    start = audio.start_time if audio.start_time is not None else first
    end = max(at + length for at, length in spans)
    return AudioTrack(
        codec=audio.codec_context.codec.canonical_name,
        rate=audio.codec_context.sample_rate,
        channels=audio.codec_context.channels,
        start=start * tick,
        duration=(end - start) * tick,
    )


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
