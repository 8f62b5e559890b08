"""The font of text over pictures: Roboto from its package, since a machine may have no font at all."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from resources.errors import NotConfigured

__all__ = ["covers", "font"]

_NOWHERE = "\U0010ffff"  # a code point that no font draws: its picture is the font's "missing" box


@cache
def font(bold: bool = False) -> Path:
    """The font file, found without importing its package (which lists its folder on import).

    Args:
        bold: the bold cut instead of the regular one.

    Returns:
        A TrueType file with Latin, Greek and Cyrillic letters.

    Raises:
        NotConfigured: the package is missing; install font-roboto.
    """
    spec = find_spec("font_roboto")
    folder = Path(spec.origin).parent if spec is not None and spec.origin is not None else Path()
    file = folder / "files" / f"Roboto-{'Bold' if bold else 'Regular'}.ttf"
    if spec is None or not file.is_file():
        raise NotConfigured(
            "The font of text over pictures is missing.",
            mend="Run `pip install --force-reinstall font-roboto==0.0.1`.",
            where="font_roboto",
        )
    return file


def covers(text: str) -> str:
    """The characters of a text that the font lacks; they would be drawn as empty boxes.

    Args:
        text: any characters; line breaks are always covered.

    Returns:
        The missing characters, each once, in order of appearance; empty when the text can be drawn.
    """
    return "".join(char for char in dict.fromkeys(text) if char != "\n" and _missing(char))


@cache
def _face() -> ImageFont.FreeTypeFont:
    # The basic layout draws one glyph a character: a shaping engine would hide missing ones.
    return ImageFont.truetype(font(), 32, layout_engine=ImageFont.Layout.BASIC)


@cache
def _missing(char: str) -> bool:
    if unicodedata.category(char) in ("Cc", "Cs"):
        return True  # control characters and half pairs have no picture in any font
    drawn, box = _face().getmask(char), _face().getmask(_NOWHERE)
    return drawn.size == box.size and bytes(drawn) == bytes(box)
