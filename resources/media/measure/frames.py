"""A clip's decoded frames as a film shows them: not woven of two pictures, and on white where see-through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import av
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from resources.media.head import CLEAR, SMALLEST, interlaced

__all__ = ["decoder", "shown"]

Filters = tuple[tuple[str, str], ...]

_PARTED: Filters = (("bwdif", "mode=send_frame:deint=interlaced"),)
_MIRROR = ("lutyuv", ":".join(f"{plane}=minval+maxval-val" for plane in "yuv"))
# What `premultiply` lays on black is on white after the negative of it is taken, before and after. The
# film's `overlay` would pair frames by their times, and lose those without one.
_ON_WHITE: Filters = (
    ("scale", "out_range=tv:flags=bicubic+accurate_rnd"),
    ("format", "yuva444p10"),
    _MIRROR,
    ("premultiply", "inplace=1"),
    _MIRROR,
    ("format", "yuv444p10"),
)


def decoder(video: VideoStream) -> VideoCodecContext:
    """What decodes a clip with all that is see-through in it.

    Args:
        video: the clip's picture, opened; it says so where it keeps that beside the picture.

    Returns:
        The stream's own decoder, or another one where that leaves it out.
    """
    own = video.codec_context
    name = CLEAR.get(own.codec.canonical_name) if video.metadata.get("alpha_mode") == "1" else None
    return cast("VideoCodecContext", av.CodecContext.create(name, "r")) if name else own


def shown(frames: Iterable[av.VideoFrame], video: VideoStream) -> Iterator[av.VideoFrame]:
    """The frames as a film shows them: one for each, at its own time.

    Args:
        frames: decoded, in order.
        video: the stream that they come from; whether it is woven is its head's word, as in the probe.

    Returns:
        The frames themselves but for those of woven and of see-through clips.
    """
    woven = interlaced(video)
    graph: Graph | None = None
    known: tuple[int, int, str] | None = None
    for frame in frames:
        form = frame.width, frame.height, frame.format.name
        if form != known:  # some streams change it on their way, and a graph takes one alone
            yield from _rest(graph)
            graph, known = _graph(frame, woven), form
        if graph is None:
            yield frame
        else:
            graph.push(frame)
            yield from _ready(graph)
    yield from _rest(graph)


def _graph(frame: av.VideoFrame, woven: bool) -> Graph | None:
    filters: Filters = _PARTED if woven and min(frame.width, frame.height) >= SMALLEST else ()
    if frame.format.has_palette or any(one.is_alpha for one in frame.format.components):
        filters += _ON_WHITE
    if not filters:
        return None
    graph = Graph()
    made = [
        graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
        ),
        *(graph.add(name, options) for name, options in filters),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*made).configure()
    return graph


def _rest(graph: Graph | None) -> Iterator[av.VideoFrame]:
    if graph is not None:
        graph.push(None)
        yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[av.VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (av.BlockingIOError, av.EOFError):
            return
