"""Measures a clip's technical quality and takes its stills, all in one decode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import av
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from resources.errors import MediaFailed
from resources.media.measure.bars import Bars
from resources.media.measure.blocking import Blocking
from resources.media.measure.cuts import Cuts
from resources.media.measure.exposure import Exposure
from resources.media.measure.flicker import Flicker
from resources.media.measure.frames import decoder, shown
from resources.media.measure.freeze import Freeze
from resources.media.measure.integrity import integrity
from resources.media.measure.motion import Motion
from resources.media.measure.noise import Noise
from resources.media.measure.order import Order, against
from resources.media.measure.picture import Measure, Reducer
from resources.media.measure.scales import Part, total
from resources.media.measure.sharpness import Sharpness
from resources.media.measure.stills import Still, Stills
from resources.media.probe import Probe, probe, rhythm
from resources.media.sheet import evenly

__all__ = ["Measurement", "measure"]

_CLOSE = 8  # frames that are looked at in full size
_THREADS = 2


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was measured in a clip, and its stills.

    Args:
        score: technical quality 0-100.
        parts: name -> sub-measure; one that cannot be judged (no texture, too short) is left out.
        probe: what the packets say; where some of them never become frames, frames, rate, duration and
            start are those of the frames, since a film shows nothing else.
        stills: in order, for eyes; the first frame and the last one are among them.
        last_frame: the last frame as PNG, lossless and in full size, to open another clip with.
        sheet: contact sheet as WebP.
    """

    score: Decimal
    parts: dict[str, Part]
    probe: Probe
    stills: tuple[Still, ...]
    last_frame: bytes
    sheet: bytes


def measure(path: Path, order: Order, *, frames: int = 6) -> Measurement:
    """Measure a clip; streams through it and keeps no frame but the stills.

    Args:
        path: the clip.
        order: what it should be.
        frames: how many stills for eyes, 1 or more; a short clip has fewer.

    Returns:
        The measurement; the same for the same bytes.

    Raises:
        MediaFailed: it cannot be opened, has no frame that decodes, or its sound would come too late for
            those that do; export, fetch or film it again.
    """
    clip = probe(path)
    close = evenly(clip.frames, _CLOSE)
    measures = _measures(clip, still=order.still)
    reducer, counts = Reducer(), _Decode()
    stills = Stills(clip.frames, clip.fps, frames)
    seen = False
    for number, frame in enumerate(_decoded(path, counts)):
        picture = reducer.picture(frame, whole=number in close)
        for one in measures:
            one.see(picture)
        stills.see(number, frame)
        seen = True
    if not seen:
        raise MediaFailed(
            "No frame of the file can be decoded.", mend="Fetch the file or film it again.", where=path.name
        )
    shown = _shown(clip, counts, path)
    parts = integrity(clip, good=counts.good, promised=counts.promised) | against(order, shown)
    for one in measures:
        parts |= one.parts()
    return Measurement(
        score=total(parts),
        parts=parts,
        probe=shown,
        stills=stills.taken(),
        last_frame=stills.last_frame(),
        sheet=stills.sheet(),
    )


def _measures(clip: Probe, *, still: bool) -> tuple[Measure, ...]:
    if still:
        return (Exposure(), Sharpness(), Noise(), Flicker(), Cuts(), Bars())
    return (
        Exposure(),
        Freeze(clip.fps),
        Sharpness(),
        Blocking(),
        Noise(),
        Flicker(),
        Cuts(),
        Bars(),
        Motion(),
    )


class _Decode:
    def __init__(self) -> None:
        self.good = self.promised = 0
        self.times: list[int] = []
        self.tick = Fraction(1)

    def see(self, frame: av.VideoFrame) -> None:
        self.good += not frame.is_corrupt
        if frame.pts is not None and frame.time_base is not None:
            self.times.append(frame.pts)
            self.tick = Fraction(frame.time_base)


def _shown(clip: Probe, decode: _Decode, path: Path) -> Probe:
    """The probe of what a film shows, whose first frame is the first that decodes.

    A file that was cut within a group of pictures begins with packets that never become frames. What
    is missing further on takes no time away: the frame before it stands still there.
    """
    times, tick = sorted(decode.times), decode.tick
    if not times or len(times) >= clip.frames:
        return clip
    start = times[0] * tick
    if clip.has_audio and (start - clip.start) * clip.fps > 1:
        # The render lays a clip's sound beside its first packet.
        raise MediaFailed(
            f"The first {float(start - clip.start):.2f} s of the picture cannot be decoded, as after a cut "
            "that is not at a key frame, and the sound would come too late for the rest.",
            mend="Export the file anew, for example with `ffmpeg -i FILE whole.mp4`, or film it again.",
            where=path.name,
        )
    fps, constant = rhythm(times, tick, clip.fps)
    span = len(times) / fps if constant else (times[-1] - times[0]) * tick + 1 / fps
    seen = {"frames": len(times), "fps": fps, "duration": span, "start": start, "constant": constant}
    return clip.model_copy(update=seen)


def _decoded(path: Path, counts: _Decode) -> Iterator[av.VideoFrame]:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = decoder(video)
        context.thread_type, context.thread_count = "AUTO", _THREADS
        counts.promised = video.frames
        yield from shown(_counted(container.demux(video), context, counts), video)


def _counted(
    packets: Iterable[av.Packet[VideoStream]], context: VideoCodecContext, counts: _Decode
) -> Iterator[av.VideoFrame]:
    for packet in packets:
        try:
            decoded = context.decode(packet)
        except av.FFmpegError:
            continue  # counted by its absence
        for frame in decoded:
            counts.see(frame)
            yield frame
