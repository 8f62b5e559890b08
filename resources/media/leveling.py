"""Brings a film's sound to its loudness: gain and a limiter, measured until both are right as heard."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from resources.media import ffmpeg
from resources.media.loudness import Heard, listen, read, tap
from resources.media.sound import reach
from resources.media.timeline import Loudness
from resources.media.whole_file import whole

__all__ = ["AAC", "FAINT", "MOST_GAIN", "PCM", "aim", "level"]

_EXACT = {"fflags": "+bitexact", "flags:a": "+bitexact", "map_metadata": -1}
AAC: dict[str, Any] = {"c:a": "aac", "b:a": "192k", **_EXACT}
"""How a film carries its sound."""
PCM: dict[str, Any] = {"c:a": "pcm_s16le", "f": "wav", "rf64": "auto", **_EXACT}
"""How a sound is kept that is still to be encoded."""
MOST_GAIN = 24.0
"""Decibels by which a sound is made louder at most: noise that nobody was to hear rises no further."""
FAINT = -50.0
"""LUFS below which a sound stays as it is: it is room noise, not a mix that was meant to be heard."""

_CLOSE = 0.3  # LU
_PASSES, _ENCODES, _TRIMS = 4, 3, 3
_HEADROOM = 0.7  # dB under the ceiling: what AAC and the way between samples add to common sounds
_FLATTEST = 0.25  # LU that a decibel of gain brings where the limiter takes the rest


def aim(mix: Heard, target: Loudness) -> float | None:
    """How loud a mix is to become.

    Args:
        mix: what it measures.
        target: the film's loudness.

    Returns:
        LUFS: the target, less where the mix would need more than `MOST_GAIN`, its own loudness where
        it is `FAINT`; None for silence.
    """
    if mix.integrated is None or mix.integrated < FAINT:
        return mix.integrated
    return min(target.integrated, mix.integrated + MOST_GAIN)


async def level(
    source: Path, into: Path, target: Loudness, *, timeout: float, mix: Heard | None = None
) -> Heard:
    """Make a sound as loud as a film should be.

    The limiter works at twice the sample rate, so that it sees most of what lies between samples. An
    `.m4a` is measured after AAC, which raises some peaks by 3 dB and takes 1 LU from noise, and is
    made again where it misses. Where loudness and ceiling cannot both be had, the ceiling is kept.

    Args:
        source: the mix, a WAV that may pass full scale (float).
        into: `.m4a`, AAC as the film carries it, or `.wav`, 16 bit with 0.5 dB of room for AAC.
        target: loudness and ceiling.
        timeout: seconds that each ffmpeg process may take.
        mix: what the mix measures, if that is known.

    Returns:
        What the made file measures: within 0.3 LU of `aim`, unless its peaks do not let it.

    Raises:
        MediaFailed: the mix cannot be read; make it again.
        StoreFailed: the disk is full; make room and run again.
    """
    before = mix or await listen(source, timeout=timeout)
    rate = (await asyncio.to_thread(reach, source, Fraction(0))).rate
    goal, close = aim(before, target), min(_CLOSE, target.tolerance)
    ceiling = target.ceiling - (0.0 if into.suffix == ".m4a" else _HEADROOM - 0.2)
    with whole(into) as beside, tempfile.TemporaryDirectory(prefix=".level-", dir=into.parent) as name:
        desk = _Desk(source, rate, Path(name), timeout, limit=target.ceiling - _HEADROOM)
        desk.gain = 0.0 if goal is None or before.integrated is None else goal - before.integrated
        wanted = goal
        for _ in range(_ENCODES):
            reached = await desk.approach(wanted, close)
            made = await desk.finish(beside, trim=0.0)
            missed = _less(goal, made.integrated)
            over = _less(made.true_peak, ceiling)
            if over <= 0 and (not reached or abs(missed) <= close):
                break
            desk.limit -= over + 0.1 if over > 0 else 0.0
            wanted = None if wanted is None else wanted + missed
        trim = 0.0
        for _ in range(_TRIMS):
            over = _less(made.true_peak, ceiling)
            if over <= 0:
                break
            trim -= over + 0.1
            made = await desk.finish(beside, trim=trim)
    return made


def _less(one: float | None, other: float | None) -> float:
    return 0.0 if one is None or other is None else one - other


@dataclass
class _Desk:
    """A mix on its way: the settings of gain (dB) and limiter (dBFS), and the file they made."""

    source: Path
    rate: int
    folder: Path
    timeout: float
    limit: float
    gain: float = 0.0

    @property
    def leveled(self) -> Path:
        return self.folder / "leveled.wav"

    async def approach(self, wanted: float | None, close: float) -> bool:
        """Turn the gain until the file measures what is wanted; False where the limiter forbids it."""
        slope, last = 1.0, None
        for turn in range(_PASSES):
            heard = await self._limited()
            if wanted is None or heard.integrated is None:
                return True
            miss = wanted - heard.integrated
            if abs(miss) <= close:
                return True
            if turn == _PASSES - 1:
                break
            if last is not None and self.gain != last[0]:
                slope = (heard.integrated - last[1]) / (self.gain - last[0])
            last = self.gain, heard.integrated
            turned = min(MOST_GAIN, self.gain + miss / min(1.0, max(_FLATTEST, slope)))
            if turned == self.gain:
                break
            self.gain = turned
        return False

    async def _limited(self) -> Heard:
        sound = ffmpeg.graphs().input(str(self.source))["a:0"]
        sound = sound.filter("volume", volume=f"{self.gain:.3f}dB", precision="double")
        sound = sound.filter("aresample", 2 * self.rate)
        sound = sound.filter("alimiter", limit=f"{_share(self.limit):.6f}", level=0, latency=1)
        both = sound.filter("aresample", self.rate).filter_multi_output("asplit")
        words = self.folder / "heard.txt"
        graph = ffmpeg.graphs().merge_outputs(
            ffmpeg.graphs().output(both.stream(0), str(self.leveled), **PCM), tap(both.stream(1), words)
        )
        await ffmpeg.run(ffmpeg.compile(graph), timeout=self.timeout, where="loudness")
        return read(words, "loudness")

    async def finish(self, into: Path, *, trim: float) -> Heard:
        """Write the leveled sound as it is delivered, softer by some dB, and measure that."""
        sound = ffmpeg.graphs().input(str(self.leveled))["a:0"]
        sound = sound.filter("volume", volume=f"{trim:.3f}dB", precision="double")
        graph = ffmpeg.graphs().output(sound, str(into), **(AAC if into.suffix == ".m4a" else PCM))
        await ffmpeg.run(ffmpeg.compile(graph), timeout=self.timeout, where="loudness")
        return await listen(into, timeout=self.timeout)


def _share(decibels: float) -> float:
    return max(0.0625, 10 ** (decibels / 20))  # the limiter takes no less
