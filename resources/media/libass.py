"""What ffmpeg's `ass` filter is given: a font that is there, exact times, letters that are no markup."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pysubs2

from resources.media.timeline import Format

__all__ = ["NAME", "canvas", "escaped", "height", "tick", "written"]

NAME = "StudioCaptions"
"""The name by which the file asks for its font: only the copy beside it is called so."""

_JOINER = "\u2060"


def canvas(form: Format, style: pysubs2.SSAStyle) -> pysubs2.SSAFile:
    """An empty file in the picture's own pixels, which breaks no line by itself.

    Args:
        form: the picture's format.
        style: of every text.
    """
    subs = pysubs2.SSAFile()
    subs.info.update(PlayResX=str(form.width), PlayResY=str(form.height), WrapStyle="2")
    subs.info.update(ScaledBorderAndShadow="yes")
    subs.styles = {"Default": style}
    return subs


def escaped(text: str) -> str:
    """A text as letters: nothing in it is a tag.

    Args:
        text: one line.
    """
    # `\N` and `{...}` are markup; what a joiner parts from its backslash is not.
    return re.sub(r"[{}]", lambda found: "\\" + found[0], text.replace("\\", "\\" + _JOINER))


def tick(frame: int, fps: int) -> int:
    """Hundredths of a second between a frame and the one before: ASS knows no finer time, and this is far
    enough from both frames for ffmpeg's rounding of theirs."""
    return max(0, (200 * frame - 100 + fps) // (2 * fps))


def height(size: int, file: Path) -> float:
    """The font size with which letters are as high as `drawtext` draws them at its own.

    Args:
        size: pixels of the font's em square.
        file: the font.
    """
    from fontTools.ttLib import TTFont  # takes 80 ms, and most runs draw no such text

    with TTFont(str(file), lazy=True, fontNumber=0) as tables:
        marks = tables.get("OS/2")
        high = (marks.usWinAscent + marks.usWinDescent) if marks else 0
        high = high or tables["hhea"].ascent - tables["hhea"].descent
        return float(size * high / tables["head"].unitsPerEm)


def written(subs: pysubs2.SSAFile, file: Path, folder: Path, name: str) -> dict[str, object]:
    """Write the file and its font, and give the filter's arguments.

    ffmpeg draws nothing where it finds no font, and says that all went well: so the font lies beside.

    Args:
        subs: what is drawn, in the font `NAME`.
        file: the font file.
        folder: where both are put.
        name: the file's name without suffix.

    Returns:
        Argument name -> value, for `stream.filter("ass", **arguments)`.
    """
    fonts = folder / "caption_fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    changed = file.stat()
    (fonts / "font.ttf").write_bytes(_renamed(file, changed.st_size, changed.st_mtime_ns))
    into = folder / f"{name}.ass"
    into.write_text(subs.to_string("ass"), encoding="utf-8")
    return {"filename": str(into), "fontsdir": str(fonts)}


@lru_cache(maxsize=4)
def _renamed(file: Path, size: int, changed: int) -> bytes:
    """A copy of a font under a name of ours; size and time are read by the cache."""
    from fontTools.ttLib import TTFont

    with TTFont(str(file), lazy=True, fontNumber=0) as tables:
        names = tables["name"]
        names.names = [one for one in names.names if one.nameID not in (1, 2, 4, 6, 16, 17, 21, 22)]
        for number in (1, 4, 6):
            names.setName(NAME, number, 3, 1, 0x409)
        copy = BytesIO()
        tables.save(copy)
    return copy.getvalue()
