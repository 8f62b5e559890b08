"""Small fonts made on the spot, so that scripts can be tested that no font at hand has."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def made_font(path: Path, letters: str, family: str = "Made", tall: str = "") -> Path:
    """Write a font in which every letter is a block.

    Args:
        path: the file to write.
        letters: the characters that it has, the space beside them.
        family: its name.
        tall: those that are high; the others are low.
    """
    names = {ord(char): f"u{ord(char):04X}" for char in letters}
    order = [".notdef", "space", *names.values()]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({32: "space", **names})
    high = {names[ord(char)] for char in tall}
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        if name not in (".notdef", "space"):
            top = 800 if name in high else 200
            for step, point in enumerate(((100, 0), (100, top), (900, top), (900, 0))):
                pen.lineTo(point) if step else pen.moveTo(point)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (EM, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(str(path))
    return path
