"""Paints the moving pictures of simulated clips: skies, hills, lights and bars, each tier in its own way.

Lights and bars are products of a column and a row, so that a frame is a few small matrix products.
The frames are small; ffmpeg scales them up, which keeps a 5-second clip near one second of CPU.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from resources.providers.video.palette import Colour, palette

__all__ = ["painted", "small_size"]

Plane = npt.NDArray[Any]

_LONG_EDGE = 480  # pixels
_KNEE, _SHOULDER = 192.0, 40.0  # luma where highlights begin to bend, and how far they can still rise


class _Look(NamedTuple):
    """How a tier moves: camera per second, own motion, hills, lights, bars."""

    zoom: float
    pan: float
    motion: float
    hills: int
    lights: int
    bars: int


_LOOKS = {
    "static_images": _Look(zoom=0.06, pan=0.06, motion=0.0, hills=3, lights=10, bars=0),
    "motion_graphics": _Look(zoom=0.0, pan=0.05, motion=1.0, hills=0, lights=3, bars=14),
    "animated": _Look(zoom=0.01, pan=0.045, motion=1.0, hills=4, lights=9, bars=0),
    "photorealistic": _Look(zoom=0.035, pan=0.05, motion=0.7, hills=2, lights=24, bars=0),
}


def small_size(width: int, height: int) -> tuple[int, int]:
    """The size that a clip is painted at: its shape, even, at most 480 pixels long.

    Args:
        width: pixels of the clip.
        height: pixels of the clip.
    """
    scale = min(1.0, _LONG_EDGE / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def painted(
    model: str, text: str, seed: int, size: tuple[int, int], frames: int, fps: int
) -> Iterator[bytes]:
    """The frames of a clip, planar YUV 4:2:0 by BT.709 in video range.

    Args:
        model: the tier's name; any other is painted like `animated`.
        text: the direction, which decides colours and composition.
        seed: makes takes of one direction differ.
        size: width and height in pixels, even.
        frames: how many.
        fps: frames per second.

    Returns:
        One frame's bytes at a time; the same arguments give the same bytes.
    """
    scene = _Scene(model, text, seed, size)
    for number in range(frames):
        yield scene.frame(number / fps)


class _Scene:
    def __init__(self, model: str, text: str, seed: int, size: tuple[int, int]) -> None:
        digest = hashlib.sha256(f"{model}\n{seed}\n{text}".encode()).digest()
        random = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16])))
        self.look = _LOOKS.get(model, _LOOKS["animated"])
        colours = palette(text)
        self.above, self.below = _yuv(colours.above), _yuv(colours.below)
        self.ground, self.light = _yuv(colours.ground), _yuv(colours.light)
        self.horizon = float(random.uniform(0.52, 0.68))
        self.heading = float(random.choice([-1.0, 1.0]))
        width, height = size
        self.aspect = width / height
        self.rows = ((np.arange(height) + 0.5) / height).astype(np.float32)
        self.columns = ((np.arange(width) + 0.5) / width).astype(np.float32)
        # A still pattern below one grey level: without it, wide gradients break into bands.
        self.dither = random.uniform(0.0, 1.0, (height, width)).astype(np.float32)
        count = self.look.lights
        self.light_at = random.uniform((0.02, 0.05), (0.98, self.horizon), (count, 2))
        self.light_size = random.uniform(0.012, 0.05, count) * random.choice([1.0, 1.0, 2.6], count)
        self.light_size[:1] = 0.2
        self.light_power = random.uniform(0.2, 0.55, count)
        self.light_speed = random.uniform((-0.05, -0.02), (0.05, 0.02), (count, 2))
        bars = self.look.bars
        self.bar_at = random.uniform(0.0, 1.0, (bars, 2))
        self.bar_size = random.uniform((0.03, 0.02), (0.16, 0.11), (bars, 2))
        self.bar_speed = random.uniform(0.09, 0.25, bars) * random.choice([-1.0, 1.0], bars)
        self.bar_power = random.uniform(0.25, 0.7, bars) * random.choice([-0.5, 1.0, 1.0], bars)
        self.waves = random.uniform((2.0, 0.0), (9.0, 2 * np.pi), (4, 2))

    def frame(self, seconds: float) -> bytes:
        zoom = 1.0 + self.look.zoom * seconds
        slide = self.heading * self.look.pan * seconds
        x = (self.columns - 0.5) / np.float32(zoom) + np.float32(0.5 + slide)
        y = (self.rows - 0.5) / np.float32(zoom) + np.float32(0.5)
        planes = self._planes(x, y, seconds * self.look.motion)
        # Highlights bend towards 232 instead of clipping, however many lights meet.
        over = np.maximum(planes[0] - _KNEE, 0)
        planes[0] += over * (_SHOULDER / (over + _SHOULDER) - 1) + self.dither - 0.5
        return b"".join(np.clip(np.rint(plane), 16, 240).astype(np.uint8).tobytes() for plane in planes)

    def _planes(self, x: Plane, y: Plane, seconds: float) -> list[Plane]:
        half_x, half_y = (x[0::2] + x[1::2]) / 2, (y[0::2] + y[1::2]) / 2
        masks = list(zip(self._hills(x, y, seconds), self._hills(half_x, half_y, seconds), strict=True))
        planes = []
        for channel in range(3):
            here = (x, y) if channel == 0 else (half_x, half_y)
            plane = self._sky(here[0], here[1], channel, seconds)
            plane += self._lights(here[0], here[1], channel, seconds)
            plane += self._bars(here[0], here[1], channel, seconds)
            for depth, pair in enumerate(masks, start=1):
                part = depth / len(masks)
                colour = (1 - part) * self.below[channel] + part * self.ground[channel]
                shade: Plane = np.full(len(here[0]), 0.62 * colour + 0.38 * self.ground[channel], np.float32)
                if channel == 0:
                    moved = x + np.float32(0.09 * part * seconds * self.heading)
                    shade += 3 * np.sin((70 + 25 * depth) * moved) * np.sin(17 * moved)
                plane += pair[min(channel, 1)] * (shade - plane)
            planes.append(plane)
        return planes

    def _sky(self, x: Plane, y: Plane, channel: int, seconds: float) -> Plane:
        fall = np.clip(y / np.float32(self.horizon), 0, 1.25)
        base = self.above[channel] + (self.below[channel] - self.above[channel]) * fall
        breath = 0.12 * (self.below[channel] - self.above[channel])
        tilt = np.sin(2.2 * x + np.float32(0.5 * seconds + self.waves[0, 1]))
        drift = np.float32(0.9 * seconds * self.heading)
        water = y > self.horizon
        ripple = np.where(water, 4.5 * np.sin(46 * y + 2 * drift), 2.2 * np.sin(13 * y + drift))
        weave = np.sin(19 * x * np.float32(self.aspect) - drift) * (channel == 0)
        sky: Plane = base[:, None] + breath * tilt[None, :] + ripple[:, None] * weave[None, :]
        return sky.astype(np.float32)

    def _hills(self, x: Plane, y: Plane, seconds: float) -> list[Plane]:
        found = []
        for number in range(self.look.hills):
            near = (number + 1) / self.look.hills
            moved = x + np.float32(0.09 * near * seconds * self.heading)
            (slow, phase), (fast, other) = self.waves[number], self.waves[number - 1]
            ridge = self.horizon + 0.26 * near - 0.09 * np.sin(slow * moved + phase)
            ridge -= 0.025 * np.sin(3.7 * fast * moved + other) + 0.008 * np.sin(61 * moved + phase)
            edge = np.float32(1.2 / len(y))
            found.append(np.clip((y[:, None] - ridge[None, :].astype(np.float32)) / edge + 0.5, 0, 1))
        return found

    def _lights(self, x: Plane, y: Plane, channel: int, seconds: float) -> Plane:
        at = (self.light_at + self.light_speed * seconds).astype(np.float32)
        rows = _fading(((y[:, None] - at[:, 1]) / self.light_size) ** 2)
        columns = _fading(((x[:, None] - at[:, 0]) * self.aspect / self.light_size) ** 2)
        lift = 0.7 * (self.light[channel] - 128) if channel else 0.55 * (235 - self.below[0])
        return _product(rows * (self.light_power * lift).astype(np.float32), columns)

    def _bars(self, x: Plane, y: Plane, channel: int, seconds: float) -> Plane:
        centre = (self.bar_at[:, 0] + self.bar_speed * seconds) % 1.4 - 0.2
        rows = _fading(((y[:, None] - self.bar_at[:, 1]) / self.bar_size[:, 1]) ** 12)
        columns = _fading(((x[:, None] - centre) / self.bar_size[:, 0]) ** 12)
        lift = 0.8 * (self.light[channel] - 128) if channel else 46.0
        return _product(rows * (self.bar_power * lift).astype(np.float32), columns)


def _fading(power: Plane) -> Plane:
    faded: Plane = np.exp(-power.astype(np.float32))
    return faded


def _product(rows: Plane, columns: Plane) -> Plane:
    # In strips: OpenBLAS would start threads for the whole, which spin longer than the product takes.
    strips = [strip @ columns.T for strip in np.array_split(rows, 16)]
    whole: Plane = np.concatenate(strips)
    return whole


def _yuv(colour: Colour) -> tuple[float, float, float]:
    """ITU-R BT.709, item 3: luma weights .2126, .7152, .0722; 8 bits, black 16, white 235."""
    red, green, blue = colour
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748
