"""The stills that judges and people look at, taken while a clip is measured: no second decode."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.reformatter import VideoReformatter
from PIL import Image

from resources.media.sheet import TILES, evenly, jpeg, png, sheet

__all__ = ["LONG_EDGE", "Still", "Stills", "spread"]

LONG_EDGE = 768
"""Pixels of a still's long side at most: 448 tokens for 16:9, and faces can still be told apart."""

_QUALITY = 85


@dataclass(frozen=True, kw_only=True)
class Still:
    """One frame as a JPEG.

    Args:
        frame: its number, from 0.
        at: seconds after the first frame, exact.
        picture: JPEG bytes.
        width: pixels.
        height: pixels.
    """

    frame: int
    at: Fraction
    picture: bytes
    width: int
    height: int


def spread(frames: int, count: int) -> tuple[int, ...]:
    """Frame numbers from the first frame to the last one, evenly; a single one is the middle.

    Args:
        frames: the clip's length.
        count: how many are wanted.

    Returns:
        Rising numbers without repeats: fewer than wanted in a shorter clip.
    """
    if count == 1:
        return (frames // 2,)
    return tuple(dict.fromkeys(round(Fraction(i * (frames - 1), count - 1)) for i in range(count)))


class Stills:
    """Picks frames out of a decode that somebody else makes.

    Args:
        frames: how many the clip's packets promise.
        fps: frames per second, for a frame that has no time of its own.
        count: how many stills are wanted.
    """

    def __init__(self, frames: int, fps: Fraction, count: int) -> None:
        self._fps, self._with_last = fps, count > 1
        self._wanted = spread(frames, count)[: -1 if self._with_last else None]
        self._tiles = evenly(frames, TILES)
        self._reformatter = VideoReformatter()
        self._start: Fraction | None = None
        self._last: tuple[int, av.VideoFrame] | None = None
        self._taken: list[Still] = []
        self._small: list[Image.Image] = []

    def see(self, number: int, frame: av.VideoFrame) -> None:
        """Take in the next frame.

        Args:
            number: from 0.
            frame: decoded; it is kept until the next one comes.
        """
        self._last = number, frame
        if self._start is None:
            self._start = self._time(number, frame)
        if number in self._wanted or number in self._tiles:
            image = self._image(frame)
            if number in self._wanted:
                self._taken.append(self._still(number, frame, image))
            if number in self._tiles:
                self._small.append(image)

    def taken(self) -> tuple[Still, ...]:
        """The stills, after the last frame; the last one that decodes is among them where two are wanted.

        A damaged clip ends before its packets say so, so which frame is the last is known only now.
        """
        if self._last is None or (not self._with_last and self._taken):
            return tuple(self._taken)
        number, frame = self._last
        before = [still for still in self._taken if still.frame != number]
        return (*before, self._still(number, frame, self._image(frame)))

    def last_frame(self) -> bytes:
        """The last frame as PNG, lossless and in full size, to open another clip with."""
        assert self._last is not None, "a clip has a frame"
        return png(Image.fromarray(self._last[1].to_ndarray(format="rgb24")))

    def sheet(self) -> bytes:
        """A contact sheet, WebP."""
        assert self._last is not None, "a clip has a frame"
        return sheet(self._small or [self._image(self._last[1])])

    def _still(self, number: int, frame: av.VideoFrame, image: Image.Image) -> Still:
        return Still(
            frame=number,
            at=self._time(number, frame) - (self._start or 0),
            picture=jpeg(image, _QUALITY),
            width=image.width,
            height=image.height,
        )

    def _image(self, frame: av.VideoFrame) -> Image.Image:
        """The frame in colour, shrunk by the scaler: a tenth of the work of doing so in full size."""
        scale = min(Fraction(1), Fraction(LONG_EDGE, max(frame.width, frame.height)))
        width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
        small = self._reformatter.reformat(frame, width, height, "rgb24", interpolation="AREA")
        return Image.fromarray(small.to_ndarray())

    def _time(self, number: int, frame: av.VideoFrame) -> Fraction:
        if frame.pts is None or frame.time_base is None:
            return number / self._fps
        return frame.pts * Fraction(frame.time_base)
