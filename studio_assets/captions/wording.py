"""What a caption shows of a line as it was written: its words, without markup and without little pictures."""

from __future__ import annotations

import re

from studio_assets.audio.unmarked import unmarked

__all__ = ["wording"]

_PAUSE = re.compile(r"<break\b[^<>]*>")
_EMOJI = re.compile(
    "(?:[\U0001f000-\U0001faff]|[\u203c-\u3299]\ufe0f)[\ufe0e\ufe0f\u20e3\u200d\U000e0020-\U000e007f]*"
)
_ROUNDS = 5  # what one reading uncovers, such as a link in bold, the next one reads


def wording(text: str) -> str:
    """A line's words as they are shown; numbers and abbreviations stay as they were written.

    Emoji are left out: no voice says them, and no font for letters draws them.

    Args:
        text: with or without Markdown.
    """
    for _ in range(_ROUNDS):
        plain = unmarked(_EMOJI.sub("", _PAUSE.sub(" ", text)))
        if plain == text:
            break
        text = plain
    return re.sub(r" {2,}", " ", text).strip()
