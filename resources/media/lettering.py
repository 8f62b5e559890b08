"""Lays a text out in lines that fit the picture, and gives ffmpeg's arguments for drawing it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import pysubs2
from PIL import ImageFont

from resources.errors import StudioError
from resources.media import libass
from resources.media.font import demand, font
from resources.media.right_to_left import directed, is_shaped, paired
from resources.media.timeline import Format, Position, Text
from resources.media.word_wrap import wrap

__all__ = ["drawing", "font_digest", "lettered", "lines"]

_WIDTH = 0.86  # share of the picture's width that text may fill: inside the 90 % title-safe area
_HEIGHT = 1 / 18  # of a letter, as a share of the picture's shorter side
_LINE = 1.42  # heights of a letter from one line to the next
_PLACES: dict[Position, str] = {
    "top": "h*0.07",
    "center": "(h-text_h)/2",
    "lower_third": "h*0.80-text_h/2",
    "bottom": "h*0.93-text_h",
}
# The same places for libass: which point of the text stands at which share of the picture's height.
_POINTS = {"top": (8, 0.07), "center": (5, 0.5), "lower_third": (5, 0.8), "bottom": (2, 0.93)}
_WHITE, _SHADE = pysubs2.Color(255, 255, 255), pysubs2.Color(0, 0, 0, 255 - round(0.45 * 255))
_BOX = 4  # libass's own border: one box behind all lines, as much larger as the shadow is deep


def lines(
    text: str, form: Format, file: Path | None = None, *, height: float = _HEIGHT, share: float = 0.8
) -> tuple[int, list[str]]:
    """Break a text into lines; the letters shrink until every line and all of them together fit.

    Args:
        text: any characters of the font; its own line breaks are kept.
        form: the picture's format.
        file: the font; None is the one that ships.
        height: of the letters, as a share of the picture's shorter side.
        share: of the picture's height that the lines may fill.

    Returns:
        The letters' height in pixels and the lines.
    """
    size = max(8, round(min(form.width, form.height) * height))
    room = form.width * _WIDTH
    while True:
        face = ImageFont.truetype(file or font(), size)
        broken = wrap(text, face.getlength, room)
        fits = all(face.getlength(line) <= room for line in broken)
        if (fits and len(broken) * size * _LINE < form.height * share) or size <= 8:
            return size, broken
        size -= max(1, size // 10)


def lettered(
    picture: Any, text: Text, form: Format, folder: Path, name: str, file: Path | None = None
) -> Any:
    """A picture with a text over it, whatever the text's script.

    Args:
        picture: a stream of ffmpeg-python that begins at 0 and has a tick or more a frame.
        text: what is drawn, and in which frames of the picture.
        form: the picture's format.
        folder: where the text's files are put.
        name: the text file's name without suffix.
        file: the font; None is the one that ships.

    Raises:
        StudioError: the font lacks letters of the text; name a font that has them.
    """
    if not is_shaped(text.text):
        return picture.filter("drawtext", **drawing(text, form, folder, name, file))
    demand(text.text, file, where=f"text {text.text!r}")
    size, broken = lines(text.text, form, file)
    point, share = _POINTS[text.position]
    style = pysubs2.SSAStyle(
        fontname=libass.NAME, fontsize=libass.height(size, file or font()), primarycolor=_WHITE,
        backcolor=_SHADE, borderstyle=_BOX, outline=0, shadow=max(2, size // 3), encoding=-1,
    )  # fmt: skip
    subs = libass.canvas(form, style)
    start, end = (10 * libass.tick(frame, form.fps) for frame in (text.start, text.end))
    placed = f"{{\\an{point}\\pos({form.width / 2:g},{form.height * share:g})}}"
    words = placed + "\\N".join(libass.escaped("".join(paired(line))) for line in directed(broken))
    subs.append(pysubs2.SSAEvent(start=start, end=end, text=words))
    return picture.filter("ass", **libass.written(subs, file or font(), folder, name))


def drawing(text: Text, form: Format, folder: Path, name: str, file: Path | None = None) -> dict[str, object]:
    """The arguments of ffmpeg's `drawtext`, for a text that is not `is_shaped`; `lettered` draws every one.

    The text goes through a file and nothing in it is expanded, so quotes, percent signs and colons
    are letters like any other.

    Args:
        text: what is drawn, and in which frames of its piece.
        form: the picture's format.
        folder: where the text's file is put.
        name: the text file's name without suffix.
        file: the font; None is the one that ships.

    Returns:
        Argument name -> value.

    Raises:
        StudioError: the font lacks letters of the text; name a font that has them.
    """
    demand(text.text, file, where=f"text {text.text!r}")
    size, broken = lines(text.text, form, file)
    written = folder / f"{name}.txt"
    written.write_text("\n".join(broken), encoding="utf-8")
    return {
        "textfile": str(written),
        "expansion": "none",
        "fontfile": str(file or font()),
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


def font_digest(file: Path | None) -> str:
    """What a font draws, hashed: another file of the same name draws other letters.

    Args:
        file: the font; None is the one that ships.

    Returns:
        sha256 of its bytes.

    Raises:
        StudioError: the file cannot be read; mend the production's `font`.
    """
    chosen = file or font()
    try:
        seen = chosen.stat()
        return _digest(chosen, seen.st_mtime_ns, seen.st_size)
    except OSError as error:
        raise StudioError(
            f"The font cannot be read: {error.strerror}.",
            mend="Name a font file that is there as the production's `font`, or leave it out.",
            where=str(chosen),
        ) from error


@cache
def _digest(file: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
