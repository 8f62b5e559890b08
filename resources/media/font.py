"""The font of text over pictures: the user's, or Roboto from its package, since a machine may have none."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from resources.errors import MediaFailed, NotConfigured, StudioError

__all__ = ["covers", "demand", "family", "font"]

# Unicode's Default_Ignorable_Code_Point: joiners, direction marks, variation selectors. No font draws them.
_UNSEEN = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip


def font(bold: bool = False) -> Path:
    """The font file that ships, found without importing its package (which lists its folder on import).

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


_shipped = font  # below, `font` is an argument


def covers(text: str, font: Path | None = None) -> str:
    """The characters of a text that a font lacks; they would be drawn as empty boxes, or not at all.

    What nobody sees (line breaks, joiners, direction marks) is covered by every font. A letter with its
    accents behind it is covered where the font has it as one character, since shaping puts it together.

    Args:
        text: any characters.
        font: the font file; None is the one that ships.

    Returns:
        The missing characters, each once, in order of appearance; empty when the text can be drawn.

    Raises:
        MediaFailed: the file is no font; name another one in the spec.
    """
    letters = _face(font).letters
    missing = [
        char
        for cluster in _clusters(text)
        if not _drawn(unicodedata.normalize("NFC", cluster), letters)
        for char in cluster
        if not _drawn(char, letters)
    ]
    return "".join(dict.fromkeys(missing))


def demand(text: str, font: Path | None = None, *, where: str) -> None:
    """Raise where a font cannot draw a text.

    Args:
        text: what is drawn.
        font: the font file; None is the one that ships.
        where: the text, caption or asset that an error names.

    Raises:
        StudioError: the font lacks letters; name one that has them in the spec, or use other letters.
        MediaFailed: the file is no font; name another one in the spec.
    """
    missing = covers(text, font)
    if missing:
        letters = (char for char in missing if char.isalpha())
        scripts = dict.fromkeys(unicodedata.name(char, "unnamed").split()[0].capitalize() for char in letters)
        of = f" ({', '.join(scripts)})" if scripts else ""
        shown = missing if len(missing) <= 20 else f"{missing[:20]}…"
        raise StudioError(
            f"The font {_face(font).family} has no letters for {shown!r}{of}.",
            mend="Set `font: fonts/NAME.ttf` at the top level of the spec to a font that has them, or write "
            "the text in letters that the font has.",
            where=where,
        )


def family(font: Path | None = None) -> str:
    """The name by which a font is asked for: what its file says in the name table's oldest field.

    FreeType prefers a newer field ("Roboto" for Roboto Light), which would find another file.

    Args:
        font: the font file; None is the one that ships.

    Raises:
        MediaFailed: the file is no font; name another one in the spec.
    """
    return _face(font).family


class _Face:
    def __init__(self, file: Path) -> None:
        # Imported here: it takes 80 ms, and the command line only asks where the font is.
        from fontTools.ttLib import TTFont

        # It logs each record of a damaged table, thousands of lines; the error below says it once.
        logging.getLogger("fontTools").setLevel(logging.CRITICAL)
        try:
            # Drawing needs more of a font than its tables of names: an outline for this size.
            ImageFont.truetype(str(file), 32).getmask("a")
            with TTFont(str(file), lazy=True, fontNumber=0) as tables:
                self.letters: frozenset[int] = frozenset(tables.getBestCmap() or ())
                self.family = str(tables["name"].getDebugName(1) or file.stem)
        except Exception as error:  # a damaged file breaks its readers in every way there is
            raise MediaFailed(
                f"The file is no font that can be drawn: {error}.",
                mend="Set `font: fonts/NAME.ttf` at the top level of the spec to a TrueType or OpenType font "
                "that other programs open, or leave the key out.",
                where=file.name,
            ) from error


def _face(font: Path | None) -> _Face:
    file = font or _shipped()
    try:
        state = file.stat()
    except OSError as error:
        raise MediaFailed(
            f"The font file cannot be read: {error.strerror}.",
            mend="Set `font: fonts/NAME.ttf` at the top level of the spec to a font file beside the spec.",
            where=file.name,
        ) from error
    return _loaded(file, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=8)
def _loaded(file: Path, size: int, changed: int) -> _Face:
    return _Face(file)  # size and time are read by the cache: another file may take the name


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for char in text:
        if cluster and not unicodedata.category(char).startswith("M"):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _drawn(text: str, letters: frozenset[int]) -> bool:
    return all(
        char == "\n"
        or (ord(char) in letters and unicodedata.category(char) != "Cc")
        or any(low <= ord(char) <= high for low, high in _UNSEEN)
        for char in text
    )
