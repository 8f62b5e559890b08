"""Whether bytes are the media that they should be, told by how they begin."""

from __future__ import annotations

__all__ = ["is_media", "picture_type"]


def picture_type(data: bytes) -> str:
    """The media type that a picture is sent as: what a user gave need not be a PNG.

    Args:
        data: a whole file.

    Returns:
        `image/jpeg` or `image/webp` where the bytes begin so, else `image/png`.
    """
    if data[:3] == b"\xff\xd8\xff":  # start of image and the next marker (ISO 10918-1, B.2.1)
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":  # RFC 9649, section 2.4
        return "image/webp"
    return "image/png"


def is_media(data: bytes, suffix: str) -> bool:
    """Whether bytes begin as a file of a format does.

    Args:
        data: a whole file.
        suffix: of the format, with its dot: `.mp4`, `.mp3`, `.wav` or `.png`.

    Returns:
        False for an empty answer, for an error in JSON and for any other format.
    """
    if suffix == ".mp4":
        return data[4:8] == b"ftyp"  # the type box comes first (ISO 14496-12, section 4.3)
    if suffix == ".png":
        return data.startswith(b"\x89PNG\r\n\x1a\n")
    if suffix == ".wav":
        return data[:4] == b"RIFF" and data[8:12] == b"WAVE"
    if suffix == ".mp3":
        # An ID3 tag, or the eleven set bits of a frame (ISO 11172-3, section 2.4.2.3).
        return data[:3] == b"ID3" or (len(data) > 3 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0)
    return False
