"""The film's sound, built once for the whole film, sample for sample as long as its picture."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

from resources.errors import StudioError
from resources.media import ffmpeg
from resources.media.lanes import Part, exact, mixed, silence
from resources.media.leveling import AAC, PCM, level
from resources.media.loudness import Heard, listen, read, tap
from resources.media.probe import AudioTrack, Probe, probe
from resources.media.sound import Reach, reach, sound_end
from resources.media.stretch import cadence, onsets, stretched
from resources.media.timeline import Format, Shot, Sound, Timeline
from resources.media.whole_file import whole

__all__ = ["soundtrack"]

# How far the music goes down depends on `mix` and not on how loud somebody speaks: with next to
# nothing of the compressed sound left, 0.28 of the plain one is 11 dB less. The low threshold keeps
# it down in the pauses between words. Measured under a narrator at -31, -21 and -13 LUFS, pauses
# included: 8.6, 9.9 and 10.7 dB.
_DUCK = {"threshold": 0.001, "ratio": 20, "attack": 20, "release": 400, "mix": 0.72}
_PEAK = 0.89  # -1 dBFS, which leaves room for what AAC adds between samples
_DAMAGE = 0.05  # share of packets that may not decode before a file counts as broken
_SPARE = Fraction(1)  # seconds read beyond what is heard: times in files are not exact to the sample
_BLOCK = 8192  # samples
_SLACK = Fraction(1, 20)  # seconds by which a resampled sound may outlast its packets
_THROUGH_COLOUR = ("fade", "fade_white")
"""Transitions in whose middle neither shot is seen, and neither is heard."""


async def soundtrack(timeline: Timeline, into: Path, *, timeout: float) -> Heard:
    """Mix clips' own sound and the sounds laid over them, as loud as the film should be.

    Every sound has its exact number of samples and its place on a lane, so that no length depends on
    what a file happens to hold. Clips' sound and beds are ducked by 10 dB under the other sounds. No
    more of a file is read than is heard.

    Args:
        timeline: a timeline without faults.
        into: the file to make: `.wav` (16 bit stereo), or `.m4a` (AAC to be copied into the film;
            its loudness and peaks are measured after encoding).
        timeout: seconds that each ffmpeg process may take.

    Returns:
        What the file measures.

    Raises:
        MediaFailed: a sound cannot be read, or is not all there; fetch or record it again.
        StudioError: a sound ends before it begins; mend its times.
        StoreFailed: the disk is full; make room and run again.
    """
    mix = await _mix(timeline)
    into.parent.mkdir(parents=True, exist_ok=True)
    if timeline.loudness is None:
        mix = exact(mix.filter("alimiter", limit=_PEAK, level=0, latency=1), timeline.sample(timeline.frames))
        with whole(into) as beside:
            graph = ffmpeg.graphs().output(mix, str(beside), **(AAC if into.suffix == ".m4a" else PCM))
            await _run(graph, timeout)
            return await listen(beside, timeout=timeout)
    with tempfile.TemporaryDirectory(prefix=".mix-", dir=into.parent) as name:
        wav, words = Path(name) / "mix.wav", Path(name) / "heard.txt"
        both = mix.filter_multi_output("asplit")
        # Float: what passes full scale is the limiter's to bring down, not to be clipped before.
        kept = ffmpeg.graphs().output(both.stream(0), str(wav), **(PCM | {"c:a": "pcm_f32le"}))
        await _run(ffmpeg.graphs().merge_outputs(kept, tap(both.stream(1), words)), timeout)
        return await level(wav, into, timeline.loudness, timeout=timeout, mix=read(words, "soundtrack"))


async def _run(graph: Any, timeout: float) -> None:
    args = ["-max_error_rate", str(_DAMAGE), *ffmpeg.compile(graph)]
    await ffmpeg.run(args, timeout=timeout, where="soundtrack")


async def _mix(timeline: Timeline) -> Any:
    total, rate = timeline.sample(timeline.frames), timeline.format.sample_rate
    first = len(timeline.shots)
    clips = await _clips(timeline)
    laid = [(sound, await _laid(first + i, sound, timeline)) for i, sound in enumerate(timeline.sounds)]
    under = clips + [part for sound, part in laid if sound.bed]
    over = [part for sound, part in laid if not sound.bed]
    free = first + len(timeline.sounds)
    if under and over:
        voices = mixed(over, total, rate, free).filter_multi_output("asplit")
        # The key is as long as the film: music whose key ends would end with it.
        pair = [mixed(under, total, rate, free + len(over)), voices.stream(1)]
        ducked = ffmpeg.graphs().filter(pair, "sidechaincompress", **_DUCK)
        both = [voices.stream(0), ducked]
        return exact(ffmpeg.graphs().filter(both, "amix", inputs=2, normalize=0), total)
    if under or over:
        return exact(mixed(under or over, total, rate, free), total)
    return silence(total, rate, free)


async def _clips(timeline: Timeline) -> list[Part]:
    heard = []
    for index, shot in enumerate(timeline.shots):
        source = await asyncio.to_thread(probe, shot.file) if shot.audio else None
        if source is not None and source.audio is not None:
            heard.append(await _clip(index, source, source.audio, timeline))
    return heard


async def _clip(index: int, source: Probe, track: AudioTrack, timeline: Timeline) -> Part:
    shot, rate = timeline.shots[index], timeline.format.sample_rate
    start = timeline.record_ins[index]
    at = timeline.sample(start)
    # ffmpeg counts a file's time from its earliest stream; in points count from the first frame.
    lead = round(max(source.start - track.start, Fraction(0)) * rate)
    first = lead + timeline.sample(shot.source_in)
    moving = timeline.sample(start + shot.moving) - at
    used = (
        moving if shot.spread is None else timeline.sample(shot.source_out) - timeline.sample(shot.source_in)
    )
    sound = _tuned(index, shot.file, track.channels, rate, Fraction(first + used, rate))
    sound = sound.filter("atrim", start_sample=first, end_sample=first + used)
    sound = exact(sound.filter("asetpts", "PTS-STARTPTS"), used)
    if shot.spread is not None:
        begins = await asyncio.to_thread(onsets, shot.file, Fraction(first, rate), Fraction(used, rate))
        marks = [(round(one * rate), _seen(one, shot, timeline.format)) for one in begins]
        sound = stretched(sound, [(0, 0), *marks, (used, moving)])
    length = timeline.sample(start + shot.frames) - at
    sound = exact(sound, length)
    for fade in _transitions(index, length, timeline):
        sound = sound.filter("afade", curve="tri", **fade)
    return Part(at=at, samples=length, stream=sound)


def _seen(at: Fraction, shot: Shot, form: Format) -> int:
    used = shot.source_out - shot.source_in
    return round(cadence(at * form.fps, used, shot.moving) * form.sample_rate / form.fps)


def _transitions(index: int, length: int, timeline: Timeline) -> Iterator[dict[str, Any]]:
    shot, following = timeline.shots[index], next(iter(timeline.shots[index + 1 :]), None)
    if shot.transition_frames:
        overlap = timeline.sample(shot.transition_frames)
        half = overlap // 2 if shot.transition in _THROUGH_COLOUR else 0
        yield {"type": "in", "start_sample": half, "nb_samples": max(1, overlap - half)}
    if following is not None and following.transition_frames:
        overlap = timeline.sample(following.transition_frames)
        faded = overlap // 2 if following.transition in _THROUGH_COLOUR else overlap
        yield {"type": "out", "start_sample": max(0, length - overlap), "nb_samples": max(1, faded)}


async def _laid(number: int, sound: Sound, timeline: Timeline) -> Part:
    rate, at = timeline.format.sample_rate, timeline.sample(sound.at)
    until = timeline.sample(min(timeline.frames, timeline.frames if sound.end is None else sound.end))
    if until <= at:
        raise StudioError(
            f"The sound is to end at frame {sound.end}, before it begins at frame {sound.at}.",
            mend="Move its end behind its beginning.",
            where=sound.file.name,
        )
    length = until - at
    found = await asyncio.to_thread(reach, sound.file, Fraction(length, rate))
    own = await _own_length(sound, found, length, rate)
    stream = _tuned(number, sound.file, found.channels, rate, Fraction(length, rate))
    stream = stream.filter("volume", volume=f"{sound.gain_db:.2f}dB")
    if sound.loop and own < length:
        stream = stream.filter("atrim", end_sample=own).filter("asetpts", "PTS-STARTPTS")
        stream = stream.filter("aloop", loop=-1, size=own)
        own = length
    # No longer than it sounds: what follows may then lie on the same lane.
    stream = exact(stream, own)
    if sound.fade_in:
        up = min(own, timeline.sample(sound.at + sound.fade_in) - at)
        stream = stream.filter("afade", type="in", start_sample=0, nb_samples=up, curve="tri")
    if sound.fade_out:
        down = min(own, timeline.sample(sound.fade_out))
        stream = stream.filter("afade", type="out", start_sample=own - down, nb_samples=down, curve="tri")
    return Part(at=at, samples=own, stream=stream)


async def _own_length(sound: Sound, found: Reach, length: int, rate: int) -> int:
    if found.end is None:
        return length
    if sound.loop or sound.fade_out:
        # A seam and a fade need the end to the sample, which costs decoding all of it.
        end = await asyncio.to_thread(sound_end, sound.file)
        return max(1, min(length, int(end * rate)))
    return min(length, int((found.end + _SLACK) * rate))


def _tuned(number: int, file: Path, channels: int, rate: int, seconds: Fraction) -> Any:
    stream = ffmpeg.source(str(file), number, t=f"{float(seconds + _SPARE):.3f}")["a:0"]
    # Mixed down in float: whole numbers make 5.1 softer by 8 dB.
    stream = stream.filter("aformat", sample_fmts="fltp")
    # Gaps and a late start become silence: a sample's number is then its time.
    stream = stream.filter("aresample", rate, **{"async": 1, "first_pts": 0})
    if channels == 1:
        # ffmpeg halves the power of each side when it makes mono stereo; a voice keeps its level here.
        stream = stream.filter("volume", volume=f"{sqrt(2):.9f}", precision="float")
    stream = stream.filter("aformat", sample_fmts="fltp", sample_rates=rate, channel_layouts="stereo")
    # Every block makes ffmpeg look at every input: larger ones halve the cost of the mix.
    return stream.filter("asetnsamples", n=_BLOCK, p=0)
