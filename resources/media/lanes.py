"""Sounds at their places: laid end to end on as few lanes as their overlaps need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resources.media import ffmpeg

__all__ = ["Part", "exact", "lanes", "mixed", "silence"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A sound at its place.

    Args:
        at: film sample at which it begins.
        samples: how many it has, exactly.
        stream: the sound, from time 0.
    """

    at: int
    samples: int
    stream: Any

    @property
    def end(self) -> int:
        """The sample after its last."""
        return self.at + self.samples


def lanes(parts: Iterable[Part]) -> list[list[Part]]:
    """Part the sounds so that none overlaps another on its lane.

    A delay and a mix of everything would hold and add up the whole film once for every sound; a lane
    costs its film once, however many sounds lie on it.

    Args:
        parts: in any order.

    Returns:
        Lanes, the parts of each in order.
    """
    found: list[list[Part]] = []
    for part in sorted(parts, key=lambda one: (one.at, one.end)):
        free = next((lane for lane in found if lane[-1].end <= part.at), None)
        if free is None:
            found.append([part])
        else:
            free.append(part)
    return found


def mixed(parts: Iterable[Part], total: int, rate: int, number: int) -> Any:
    """All parts as one stream.

    Args:
        parts: at least one.
        total: samples of the film.
        rate: samples per second.
        number: of the graph's first input that is free; as many are used as there are lanes.

    Returns:
        A stream of exactly `total` samples.
    """
    streams = [_laid(lane, total, rate, number + at) for at, lane in enumerate(lanes(parts))]
    if len(streams) == 1:
        return streams[0]
    return ffmpeg.graphs().filter(streams, "amix", inputs=len(streams), normalize=0, duration="longest")


def _laid(lane: list[Part], total: int, rate: int, number: int) -> Any:
    ends = [*(part.at for part in lane[1:]), total]
    pieces = [exact(part.stream, end - part.at) for part, end in zip(lane, ends, strict=True)]
    if lane[0].at:
        pieces.insert(0, silence(lane[0].at, rate, number))
    return pieces[0] if len(pieces) == 1 else ffmpeg.graphs().concat(*pieces, v=0, a=1)


def silence(samples: int, rate: int, number: int) -> Any:
    """Nothing to hear.

    Args:
        samples: for how many.
        rate: samples per second.
        number: unlike that of any other input of the graph.

    Returns:
        A stereo stream.
    """
    made = ffmpeg.source(f"anullsrc=channel_layout=stereo:sample_rate={rate}", number, f="lavfi")["a:0"]
    return exact(made.filter("aformat", sample_fmts="fltp"), samples)


def exact(stream: Any, samples: int) -> Any:
    """A stream of exactly so many samples: padded with silence, or cut.

    Args:
        stream: any sound.
        samples: at least 1.
    """
    cut = stream.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)
    return cut.filter("asetpts", "N/SR/TB")
