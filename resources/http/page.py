"""Tells an error page from media by its first bytes, whatever its content type says."""

from __future__ import annotations

import codecs

__all__ = ["HEAD", "looks_like_a_page"]

HEAD = 512
"""Bytes that are looked at. Every media container has bytes among them that no text has."""

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLANK = b" \t\r\n\f"
_OPENINGS = (b"<", b"{", b"[")


def looks_like_a_page(head: bytes) -> bool:
    """Whether the first bytes are HTML, XML, JSON or any plain text.

    Args:
        head: the first `HEAD` bytes, or all of a shorter file.

    Returns:
        True for text in ASCII, UTF-8 or UTF-16, and for no bytes at all.
    """
    if head.startswith(_MARKS):
        return True
    text = head.strip(_BLANK)
    if not text or text.startswith(_OPENINGS):
        return True
    if any((byte < 0x20 and byte not in _BLANK) or byte == 0x7F for byte in head):
        return False
    try:
        # A character may be cut in two at the end of the head.
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True
