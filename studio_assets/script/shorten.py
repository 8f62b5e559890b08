"""Text made fit for one line, or for a limit, without breaking a word."""

from __future__ import annotations

from resources.claude.material import one_line

__all__ = ["cut_at_word", "shorten"]


def cut_at_word(text: str, limit: int) -> str:
    """The beginning of a text, up to a border between words.

    Args:
        text: any text.
        limit: characters, more than 0.
    """
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    # A first word longer than the limit has no border to cut at.
    kept = head.rsplit(None, 1)[0] if len(head.split()) > 1 else text[:limit]
    return kept.rstrip(" ,;:")[:limit]


def shorten(text: str, limit: int) -> str:
    """A text on one line of at most so many characters, cut at a word.

    Args:
        text: any text.
        limit: characters, more than 0.
    """
    return cut_at_word(one_line(text), limit)
