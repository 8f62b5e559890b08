"""The film's sound, built once for the whole film, sample for sample as long as its picture."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

from resources.media import ffmpeg
from resources.media.probe import AudioTrack, Probe, probe, probe_sound
from resources.media.timeline import Sound, Timeline
from resources.media.whole_file import whole

__all__ = ["soundtrack"]

_DUCK = {"threshold": 0.02, "ratio": 8, "attack": 20, "release": 400}
"""Measured with speech over music: 10 dB softer while somebody speaks."""
_PEAK = 0.89  # -1 dBFS, which leaves room for what AAC adds between samples


async def soundtrack(timeline: Timeline, into: Path, *, timeout: float) -> None:
    """Mix clips' own sound and the sounds laid over them into one WAV file.

    Every sound is put at its sample by a delay and faded over its transitions, so that no length
    depends on what a file happens to hold. Clips' sound and beds are ducked under the other sounds.

    Args:
        timeline: a timeline without faults.
        into: the file to make, 16 bit stereo.
        timeout: seconds that ffmpeg may take.

    Raises:
        MediaFailed: a sound cannot be read; fetch or record it again.
        StoreFailed: the disk is full; make room and run again.
    """
    total = timeline.sample(timeline.frames)
    first = len(timeline.shots)
    laid = [(sound, await _laid(first + i, sound, timeline)) for i, sound in enumerate(timeline.sounds)]
    under = await _clips(timeline) + [stream for sound, stream in laid if sound.bed]
    over = [stream for sound, stream in laid if not sound.bed]
    if under and over:
        voices = _mix(over, total).filter_multi_output("asplit")
        key = voices.stream(1)
        ducked = ffmpeg.graphs().filter([_mix(under, total), key], "sidechaincompress", **_DUCK)
        mixed = _mix([voices.stream(0), ducked], total)
    elif under or over:
        mixed = _mix(under or over, total)
    else:
        silence = f"anullsrc=channel_layout=stereo:sample_rate={timeline.format.sample_rate}"
        mixed = _exact(ffmpeg.graphs().input(silence, f="lavfi")["a:0"], total)
    limited = mixed.filter("alimiter", limit=_PEAK, level=0, latency=1)
    with whole(into) as beside:
        graph = ffmpeg.graphs().output(
            _exact(limited, total),
            str(beside),
            **{"c:a": "pcm_s16le", "f": "wav", "fflags": "+bitexact", "flags:a": "+bitexact"},
        )
        await ffmpeg.run(ffmpeg.compile(graph), timeout=timeout, where="soundtrack")


async def _clips(timeline: Timeline) -> list[Any]:
    heard = []
    starts = timeline.record_ins
    for index, shot in enumerate(timeline.shots):
        source = await asyncio.to_thread(probe, shot.file) if shot.audio else None
        if source is not None and source.audio is not None:
            heard.append(_clip(index, source, source.audio, starts[index], timeline))
    return heard


def _clip(index: int, source: Probe, track: AudioTrack, start: int, timeline: Timeline) -> Any:
    shot, following = timeline.shots[index], next(iter(timeline.shots[index + 1 :]), None)
    rate = timeline.format.sample_rate
    # ffmpeg counts a file's time from its earliest stream; in points count from the first frame.
    lead = round(max(source.start - track.start, Fraction(0)) * rate)
    first = lead + timeline.sample(shot.source_in)
    length = timeline.sample(start + shot.frames) - timeline.sample(start)
    sound = _tuned(index, str(shot.file), track, rate)
    sound = sound.filter("atrim", start_sample=first, end_sample=first + length)
    sound = _exact(sound.filter("asetpts", "PTS-STARTPTS"), length)
    if shot.transition_frames:
        overlap = timeline.sample(shot.transition_frames)
        half = overlap // 2 if shot.transition == "fade" else 0
        sound = sound.filter("afade", type="in", start_sample=half, nb_samples=overlap - half, curve="tri")
    if following is not None and following.transition_frames:
        overlap = timeline.sample(following.transition_frames)
        faded = overlap // 2 if following.transition == "fade" else overlap
        at = max(0, length - overlap)
        sound = sound.filter("afade", type="out", start_sample=at, nb_samples=max(1, faded), curve="tri")
    return sound.filter("adelay", delays=f"{timeline.sample(start)}S", all=1)


async def _laid(number: int, sound: Sound, timeline: Timeline) -> Any:
    track = await asyncio.to_thread(probe_sound, sound.file)
    stream = _tuned(number, str(sound.file), track, timeline.format.sample_rate)
    stream = stream.filter("volume", volume=f"{sound.gain_db:.2f}dB")
    return stream.filter("adelay", delays=f"{timeline.sample(sound.at)}S", all=1)


def _tuned(number: int, file: str, track: AudioTrack, rate: int) -> Any:
    stream = ffmpeg.source(file, number)["a:0"]
    # Gaps and a late start become silence: a sample's number is then its time.
    stream = stream.filter("aresample", rate, **{"async": 1, "first_pts": 0})
    if track.channels == 1:
        # ffmpeg halves the power of each side when it makes mono stereo; a voice keeps its level here.
        stream = stream.filter("volume", volume=f"{sqrt(2):.9f}", precision="float")
    return stream.filter("aformat", sample_fmts="fltp", sample_rates=rate, channel_layouts="stereo")


def _mix(streams: list[Any], total: int) -> Any:
    exact = [_exact(stream, total) for stream in streams]
    if len(exact) == 1:
        return exact[0]
    return ffmpeg.graphs().filter(exact, "amix", inputs=len(exact), normalize=0, duration="longest")


def _exact(stream: Any, samples: int) -> Any:
    return stream.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)
