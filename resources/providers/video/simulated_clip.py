"""Makes one simulated clip with ffmpeg: painted pictures, the direction written over them, and a tone."""

from __future__ import annotations

import asyncio
import hashlib
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from resources.media.ffmpeg import BITEXACT, compile, graphs, run, source
from resources.media.font import covers, font
from resources.providers.port import VideoRequest
from resources.providers.video.defects import DEFECTS, Extent
from resources.providers.video.frame_markers import CELLS, marker_frames, strip_height
from resources.providers.video.painting import painted, small_size

__all__ = ["clip_number", "delivered_size", "make_clip"]

_BT709 = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "range": "tv"}
_DISSOLVE = 0.5  # seconds from a given first frame to the clip's own picture
_THUMBNAIL = 128  # pixels of the long edge
_LINES = 3
_TIMEOUT = 120.0  # seconds; five seconds of 720p take about two
_RATE = 48000  # audio samples per second


def clip_number(request: VideoRequest) -> int:
    """The number in a clip's frame markers: 16 bits of the request's hash."""
    return int.from_bytes(hashlib.sha256(request.model_dump_json().encode()).digest()[:2])


def delivered_size(request: VideoRequest, thumbnail: bool) -> tuple[int, int]:
    """Width and height of the clip: as ordered, or at most 128 pixels long.

    Args:
        request: what is wanted.
        thumbnail: whether tiny media are wanted.
    """
    if not thumbnail:
        return request.width, request.height
    scale = min(1.0, _THUMBNAIL / max(request.width, request.height))
    return max(2, round(request.width * scale / 2) * 2), max(2, round(request.height * scale / 2) * 2)


async def make_clip(
    request: VideoRequest,
    into: Path,
    scratch: Path,
    *,
    first_frame: Path | None = None,
    references: Sequence[Path] = (),
    thumbnail: bool = False,
    markers: bool = False,
    defects: Sequence[str] = (),
) -> None:
    """Make a clip: H.264 with an AAC tone, of exactly the ordered frames. Same arguments, same bytes.

    Args:
        request: what is wanted.
        into: the MP4 that is written.
        scratch: an empty folder for files that are needed on the way.
        first_frame: picture that the clip opens on, then dissolves from; or None.
        references: pictures that it was shown; they stand small at the left, so that people see them.
        thumbnail: tiny media, so that a benchmark measures everything but the encoding.
        markers: frame markers over the top of the picture.
        defects: names in `DEFECTS`.

    Raises:
        MediaFailed: ffmpeg could not make it.
    """
    size = delivered_size(request, thumbnail)
    extent = Extent(int(request.duration * request.fps), request.fps, size[1])
    raw, small = scratch / "picture.yuv", small_size(*size)
    await asyncio.to_thread(_paint, request, raw, small, extent)
    picture = _raw(raw, small, extent.fps).filter("scale", *size, flags="bilinear").filter("setsar", 1)
    if first_frame is not None:
        picture = _opened_on(picture, first_frame, size, extent)
    for number, reference in enumerate(references):
        picture = _shown(picture, reference, number, size)
    picture = _lettered(picture, request.direction, size, scratch)
    for name, applied in DEFECTS.items():
        picture = applied(picture, extent) if name in defects else picture
    if markers:
        picture = _marked(picture, clip_number(request), size, extent, scratch)
    picture = picture.filter("trim", end_frame=extent.frames)
    # Tagged last: filters between may forget what the numbers mean.
    picture = picture.filter("setparams", **_BT709)
    length = request.duration * 3 / 5 if "short" in defects else request.duration
    output = graphs().output(
        picture, _tone(request, float(length), scratch / "tone.pcm"), str(into), **_ENCODING
    )
    words = compile(output)
    await run([*words[:-1], *BITEXACT, *_TAGS, words[-1]], timeout=_TIMEOUT, where=into.name)


_ENCODING = {
    "vcodec": "libx264",
    "preset": "superfast",
    "crf": 20,
    "pix_fmt": "yuv420p",
    "threads": 1,  # x264's bytes depend on the number of threads
    "acodec": "aac",
    "audio_bitrate": "96k",
    "ar": _RATE,
    "ac": 2,
    "movflags": "+faststart",
}
_TAGS = ("-metadata", "comment=Simulated by Studio: painted by program, not filmed.")


def _paint(request: VideoRequest, raw: Path, small: tuple[int, int], extent: Extent) -> None:
    with raw.open("wb") as file:
        for frame in painted(
            request.model, request.direction, request.seed, small, extent.frames, extent.fps
        ):
            file.write(frame)


def _opened_on(picture: Any, image: Path, size: tuple[int, int], extent: Extent) -> Any:
    still = graphs().input(str(image), f="image2", loop=1, framerate=extent.fps, t=_DISSOLVE + 1)
    still = still.filter("scale", *size, force_original_aspect_ratio="increase", out_color_matrix="bt709")
    still = still.filter("crop", *size).filter("format", "yuv420p").filter("setsar", 1)
    still, picture = (stream.filter("settb", f"1/{extent.fps}") for stream in (still, picture))
    return graphs().filter([still, picture], "xfade", transition="fade", duration=_DISSOLVE, offset=0)


def _shown(picture: Any, reference: Path, number: int, size: tuple[int, int]) -> Any:
    edge, margin = max(2, min(size) // 5), max(2, min(size) // 24)
    # A name without a suffix hides the format from ffmpeg; its own look at the bytes finds it.
    small = source(str(reference), number).filter("scale", edge, edge, force_original_aspect_ratio="increase")
    small = small.filter("crop", edge, edge).filter("format", "yuv420p").filter("setsar", 1)
    place = strip_height(size[1]) + margin + number * (edge + margin)
    return graphs().filter([picture, small], "overlay", margin, place, eof_action="repeat")


def _lettered(picture: Any, direction: str, size: tuple[int, int], scratch: Path) -> Any:
    width, height = size
    margin, letter = max(2, min(size) // 24), max(5, min(size) // 26)
    look = {"fontfile": str(font()), "expansion": "none", "fontcolor": "white@0.92"}
    label = scratch / "label.txt"
    label.write_text("SIMULATED")
    picture = picture.filter(
        "drawtext",
        textfile=str(label),
        x=f"w-tw-{margin}",
        y=strip_height(height) + margin // 2,
        fontsize=max(5, letter * 3 // 4),
        **{**look, "fontcolor": "white@0.7"},
    )
    text = direction.translate({ord(char): " " for char in covers(direction)})
    room = max(8, int((width - 2 * margin) / (letter * 0.53)))  # Roboto's mean advance is about 0.53 em
    lines = textwrap.wrap(text, room, max_lines=_LINES, placeholder=" …")
    if not lines:
        return picture
    words = scratch / "direction.txt"
    words.write_text("\n".join(lines))
    return picture.filter(
        "drawtext",
        textfile=str(words),
        x=margin,
        y=f"h-th-{margin}",
        fontsize=letter,
        line_spacing=letter // 4,
        shadowcolor="black@0.55",
        shadowx=max(1, letter // 14),
        shadowy=max(1, letter // 14),
        **look,
    )


def _marked(picture: Any, number: int, size: tuple[int, int], extent: Extent, scratch: Path) -> Any:
    raw = scratch / "markers.yuv"
    raw.write_bytes(marker_frames(number, extent.frames))
    strip = _raw(raw, (CELLS, 2), extent.fps)
    strip = strip.filter("scale", size[0], strip_height(size[1]), flags="neighbor").filter("setsar", 1)
    return graphs().filter([picture, strip], "overlay", 0, 0, eof_action="pass", shortest=0)


def _raw(file: Path, size: tuple[int, int], fps: int) -> Any:
    source = graphs().input(str(file), f="rawvideo", pix_fmt="yuv420p", video_size=size, framerate=fps)
    return source.filter("setparams", **_BT709)


def _tone(request: VideoRequest, seconds: float, file: Path) -> Any:
    """A quiet fifth over a root that the direction decides, swelling in and out.

    Written here and not by a filter: sound and picture in one filter graph have been seen to wait
    for each other for ever.
    """
    step = hashlib.sha256(request.direction.encode()).digest()[1] % 13
    root = 110.0 * 2 ** (step / 12)  # equal temperament over A2
    time = np.arange(round(seconds * _RATE)) / _RATE
    wave = 0.035 * np.sin(2 * np.pi * root * time) + 0.02 * np.sin(3 * np.pi * root * time)
    swell = min(0.4, seconds / 4)
    wave *= np.clip(np.minimum(time, seconds - time) / swell, 0, 1)
    samples = np.repeat(np.round(wave * 32767).astype("<i2"), 2)
    samples.tofile(file)
    return graphs().input(str(file), f="s16le", ar=_RATE, ac=2)
