"""The words of a text without its Markdown: links keep theirs, lists and headings become sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["unmarked"]

_BULLET = re.compile(r"^[ \t]*[-*+•‣◦][ \t]+(?:\[[ xX]\][ \t]+)?(?=[^\s*_-])(.*)$", re.MULTILINE)
_COUNTED = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+(?=\S)", re.MULTILINE)
_BREAKING = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6])\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|em|strong|u|s|a|span|code|sub|sup|small|mark)\b[^<>]*>", re.IGNORECASE)
_SIGNS = re.compile(r"[*_`#~>|\[\]<\\&=\-+•‣◦]|^[ \t]*\d{1,2}[.)][ \t]|\n\s*\n", re.MULTILINE)
"""Without one of these a text has no Markdown, and is not read as if it had."""
_ENDED = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？", '."', '!"', '?"', ".”", "!”", "?”", ".)", "—")


def unmarked(text: str) -> str:
    """The words of a text.

    Args:
        text: with or without Markdown.

    Returns:
        One paragraph; where a block ends without a mark it gets a full stop, so that a pause is heard.
    """
    if not _SIGNS.search(text):
        return text
    plain = _INLINE.sub("", _BREAKING.sub("\n\n", text))
    blocks = [block.strip() for block in _blocks(_parser().parse(_unlisted(plain)))]
    said = [block for block in blocks if block]
    ended = [one if one.endswith(_ENDED) else f"{one}." for one in said[:-1]]
    return " ".join([*ended, *said[-1:]])


@cache
def _parser() -> MarkdownIt:
    # A year at a line's start is no list, an indented line no code, `[Narrator]: words` no link's address.
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.disable(["list", "code", "reference", "html_block", "html_inline"])


def _unlisted(text: str) -> str:
    text = _BULLET.sub(r"\n\n\1\n\n", text)
    numbers = [int(one[1]) for one in _COUNTED.finditer(text)]
    # One number at a line's start may be a year or a score; a list counts.
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        text = _COUNTED.sub("\n\n", text)
    return text


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield ", ".join(cell for cell in row or () if cell)
            row = None
        elif token.type == "inline":
            words = "".join(_words(token.children or ()))
            if row is None:
                yield words
            else:
                row.append(words.strip())
        elif token.type == "fence":
            yield " ".join(token.content.split())


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield "".join(_words(token.children or ()))
        else:
            yield token.content
