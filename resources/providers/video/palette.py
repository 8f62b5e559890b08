"""Which colours a direction calls up: a few words have their own, any other text gets some by its hash."""

from __future__ import annotations

import colorsys
import hashlib
import re
from typing import NamedTuple

__all__ = ["Palette", "palette"]

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


class Palette(NamedTuple):
    """The colours of a picture.

    Args:
        above: top of the sky or the wall.
        below: where it meets the ground.
        ground: nearest and darkest shapes.
        light: lamps, sun and sparks.
    """

    above: Colour
    below: Colour
    ground: Colour
    light: Colour


def _rgb(word: str) -> Colour:
    return (int(word[0:2], 16) / 255, int(word[2:4], 16) / 255, int(word[4:6], 16) / 255)


_SETTINGS = {
    "sunset": "3b3f7a e8895a 47304a ffd08a",
    "dusk": "34396e c77b6e 3a2f4c ffc58c",
    "sunrise": "6d8fc4 f4bf96 54566b fff0c4",
    "dawn": "6d8fc4 f4bf96 54566b fff0c4",
    "rain": "4f6070 8fa2ac 36444d d3e6f0",
    "storm": "3a4656 77858f 2c353f dfeaf7",
    "snow": "8fa9c2 dfe8ee 6f8496 ffffff",
    "ocean": "2f6f9f 9ccfd2 1f4f6b f4fbe8",
    "sea": "2f6f9f 9ccfd2 1f4f6b f4fbe8",
    "puddle": "5a6f86 d29a76 37465a ffe0b0",
    "forest": "4b7a5d b6cf97 27473a f6f0b8",
    "garden": "6aa37c d9e2a2 3c6146 fff4c2",
    "desert": "7fa6c0 eac993 8f6440 fff1c9",
    "city": "2f3b5c 6d7c9c 262d42 ffd38b",
    "space": "1f1f48 4a3a78 2a2448 dfe6ff",
    "coffee": "4a3426 a9764c 3a2419 ffd9a0",
    "kitchen": "b48d6a ead3b2 6c4c38 fff2d6",
    "laboratory": "54788a b7d3d6 33505c eafcff",
    "office": "57697c b9bfc4 3b4756 fff3d8",
    "morning": "7ea7cf f3dcb4 5c6c72 fff6d6",
    "night": "232a52 5a4a63 2a2740 ffc878",
}
"""From the most telling setting to the least: the first that the text names decides."""

_LIGHTS = {
    "lamp": "ffbe6b",
    "candle": "ffb055",
    "fire": "ff9240",
    "neon": "ff6ad5",
    "laptop": "a9d4ff",
    "screen": "a9d4ff",
    "moon": "e3ecff",
    "sun": "ffe9a8",
}


def palette(text: str) -> Palette:
    """The colours for a direction.

    Args:
        text: the direction; the same text gives the same colours.

    Returns:
        The colours of the setting that it names, dark where it says night, lit by the light that it names.
    """
    words = set(re.findall(r"[a-z]+", text.lower()))
    setting = next((name for name in _SETTINGS if name in words), None)
    chosen = _from_hash(text) if setting is None else _of_setting(setting)
    if "night" in words and setting != "night":
        chosen = _darker(chosen)
    light = next((_rgb(colour) for name, colour in _LIGHTS.items() if name in words), chosen.light)
    return chosen._replace(light=light)


def _of_setting(name: str) -> Palette:
    above, below, ground, light = map(_rgb, _SETTINGS[name].split())
    return Palette(above, below, ground, light)


def _darker(day: Palette) -> Palette:
    above, below, ground = (_mixed(colour, _rgb("232a52")) for colour in day[:3])
    return Palette(above, below, ground, day.light)


def _mixed(colour: Colour, night: Colour) -> Colour:
    red, green, blue = (0.55 * part + 0.35 * dark for part, dark in zip(colour, night, strict=True))
    return red, green, blue


def _from_hash(text: str) -> Palette:
    hue = hashlib.sha256(text.encode()).digest()[0] / 256
    return Palette(
        above=colorsys.hsv_to_rgb(hue, 0.55, 0.50),
        below=colorsys.hsv_to_rgb((hue + 0.09) % 1, 0.38, 0.86),
        ground=colorsys.hsv_to_rgb((hue + 0.55) % 1, 0.45, 0.34),
        light=colorsys.hsv_to_rgb((hue + 0.14) % 1, 0.25, 1.0),
    )
