"""Thai, Lao, Khmer and Burmese write no spaces between words: where a long run of letters may be parted."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable

__all__ = ["parted"]

_SPACE = "\u200b"  # zero width: by it a writer says where a line may end
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
_LEADING = frozenset("เแโใไເແໂໃໄ")  # vowels written before their consonant: a syllable begins with them
_CLINGING = frozenset("ะาำๅๆฯະາຳໆຯ")  # letters that never begin a line
_STACKING = frozenset("\u17d2\u1039")  # what comes behind them stands below what is before
_KILLER = "\u103a"  # its consonant ends a Burmese syllable


def parted(run: str, width: Callable[[str], float], room: float) -> list[str]:
    """Part letters without a space between them.

    Where words end is not known without a dictionary. So a run is parted where its writer put a space of no
    width (U+200B), and one that is still too wide between two syllables, as far as letters tell them.

    Args:
        run: letters without spaces.
        width: of a text, in the unit of `room`.
        room: the widest that a piece of a script without spaces should be; others stay whole.

    Returns:
        The pieces in order, without spaces of no width; empty where there is nothing else.
    """
    return [piece for part in run.split(_SPACE) if part for piece in _even(part, width, room)]


def _even(part: str, width: Callable[[str], float], room: float) -> list[str]:
    """Pieces of much the same width."""
    whole = width(part)
    if whole <= room or not _UNSPACED.search(part):
        return [part]
    wanted = whole / math.ceil(whole / room)
    pieces: list[str] = []
    piece: list[str] = []
    for syllable in _syllables(part):
        if piece and width("".join(piece) + syllable) > wanted:
            # A vowel that begins a syllable is surely a good place; the last third of a piece may have one.
            places = [at for at in range(len(piece) * 2 // 3, len(piece)) if piece[at][0] in _LEADING]
            at = len(piece) if syllable[0] in _LEADING or not places or not places[-1] else places[-1]
            pieces.append("".join(piece[:at]))
            piece = piece[at:]
        piece.append(syllable)
    return [*pieces, "".join(piece)]


def _syllables(text: str) -> list[str]:
    found = [text[0]]
    for at in range(1, len(text)):
        before, letter, behind = text[at - 1], text[at], text[at + 1 : at + 2]
        clings = unicodedata.category(letter)[0] in "MPSC" or letter in _CLINGING or behind == _KILLER
        held = before in _LEADING or before in _STACKING or unicodedata.category(before) in ("Ps", "Pi")
        if clings or held or not (_UNSPACED.match(before) or _UNSPACED.match(letter)):
            found[-1] += letter
        else:
            found.append(letter)
    return found
