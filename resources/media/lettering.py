"""Lays a text out in lines that fit the picture, and gives ffmpeg's arguments for drawing it."""

from __future__ import annotations

from pathlib import Path

from PIL import ImageFont

from resources.errors import StudioError
from resources.media.font import covers, font
from resources.media.timeline import Format, Position, Text

__all__ = ["drawing", "lines"]

_WIDTH = 0.86  # share of the picture's width that text may fill: inside the 90 % title-safe area
_HEIGHT = 1 / 18  # of a letter, as a share of the picture's shorter side
_PLACES: dict[Position, str] = {
    "top": "h*0.07",
    "center": "(h-text_h)/2",
    "lower_third": "h*0.80-text_h/2",
    "bottom": "h*0.93-text_h",
}


def lines(text: str, form: Format) -> tuple[int, list[str]]:
    """Break a text into lines; the letters shrink where one word is wider than the picture.

    Args:
        text: any characters of the font; its own line breaks are kept.
        form: the picture's format.

    Returns:
        The letters' height in pixels and the lines.
    """
    size = max(8, round(min(form.width, form.height) * _HEIGHT))
    room = form.width * _WIDTH
    while True:
        face = ImageFont.truetype(font(), size)
        broken = [line for part in text.split("\n") for line in _wrap(part.split(), face, room)]
        fits = all(face.getlength(line) <= room for line in broken) and len(broken) * size < form.height * 0.8
        if fits or size <= 8:
            return size, broken
        size -= max(1, size // 10)


def drawing(text: Text, form: Format, folder: Path, name: str) -> dict[str, object]:
    """The arguments of ffmpeg's `drawtext`.

    The text goes through a file and nothing in it is expanded, so quotes, percent signs and colons
    are letters like any other.

    Args:
        text: what is drawn, and in which frames of its piece.
        form: the picture's format.
        folder: where the text's file is put.
        name: the text file's name without suffix.

    Returns:
        Argument name -> value.

    Raises:
        StudioError: the font lacks letters of the text; write it in Latin, Greek or Cyrillic.
    """
    missing = covers(" ".join(text.text.split()))
    if missing:
        raise StudioError(
            f"The font has no letters for {missing!r}.",
            mend="Write the text in Latin, Greek or Cyrillic letters.",
            where=f"text {text.text!r}",
        )
    size, broken = lines(text.text, form)
    file = folder / f"{name}.txt"
    file.write_text("\n".join(broken), encoding="utf-8")
    return {
        "textfile": str(file),
        "expansion": "none",
        "fontfile": str(font()),
        "fontsize": size,
        "fontcolor": "white",
        "box": 1,
        "boxcolor": "black@0.45",
        "boxborderw": max(2, size // 3),
        "line_spacing": size // 4,
        "text_align": "C",
        "x": "(w-text_w)/2",
        "y": _PLACES[text.position],
        "enable": f"between(n,{text.start},{text.end - 1})",
    }


def _wrap(words: list[str], face: ImageFont.FreeTypeFont, room: float) -> list[str]:
    broken = [""]
    for word in words:
        longer = f"{broken[-1]} {word}".strip()
        if broken[-1] and face.getlength(longer) > room:
            broken.append(word)
        else:
            broken[-1] = longer
    return broken
