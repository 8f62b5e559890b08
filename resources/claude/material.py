"""Text from outside as a prompt may hold it: between tags that nothing inside can close."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

__all__ = ["data", "one_line", "plain", "unmarked"]

_TAG = re.compile(r"[a-z][a-z0-9_]{0,39}")
_UNSEEN = (range(0x202A, 0x202F), range(0x2066, 0x206A), range(0xE0000, 0xE0080))
"""Letters that turn the direction of writing round, and invisible twins of ASCII: what a person who reads
the material cannot see, the model shall not see either."""


def data(value: object, tag: str) -> str:
    """Material between tags: what it says is never an instruction, and it cannot leave them.

    Args:
        value: a text or a number; a sequence of them becomes lines that begin with `- `.
        tag: the tags' name, small letters, digits and `_`.

    Returns:
        `<tag>text</tag>`, over lines of its own where the text has more than one.

    Raises:
        ValueError: the tag is no plain name.
        TypeError: the value is no text, number or sequence of them.
    """
    if not _TAG.fullmatch(tag):
        raise ValueError(f"{tag!r} cannot name tags: use small letters, digits and `_`")
    text = unmarked(_text(value))
    return f"<{tag}>\n{text}\n</{tag}>" if "\n" in text else f"<{tag}>{text}</{tag}>"


def unmarked(text: str) -> str:
    """A text that can neither open nor close a tag, and has no letters that nobody can see.

    Args:
        text: anything.
    """
    return plain(text).replace("&", "&amp;").replace("<", "&lt;")


def plain(text: str) -> str:
    """A text without control characters, lone surrogates and letters that nobody can see.

    Args:
        text: anything.

    Returns:
        The text; its lines end with a line feed.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in whole if letter in "\n\t" or _seen(letter)).strip()


def one_line(text: str) -> str:
    """A text on one line, without control characters and letters that nobody can see.

    Args:
        text: anything.
    """
    return " ".join(plain(text).split())


def _seen(letter: str) -> bool:
    if unicodedata.category(letter) in ("Cc", "Cs"):
        return False
    return not any(ord(letter) in letters for letters in _UNSEEN)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal | Fraction):
        return str(value)
    if isinstance(value, Sequence):
        return "\n".join(f"- {' '.join(_text(part).split())}" for part in value)
    raise TypeError(f"{type(value).__name__} is no text: give its words")
