"""Media are told from error pages by how they begin."""

from __future__ import annotations

import pytest

from resources.providers.signature import is_media, picture_type


@pytest.mark.parametrize(
    ("data", "suffix", "media"),
    [
        (b"\0\0\0\x20ftypisom", ".mp4", True),
        (b'{"video": "x"}', ".mp4", False),
        (b"ID3\x04", ".mp3", True),
        (b"\xff\xfb\x90\x00", ".mp3", True),
        (b"RIFF\0\0\0\0WAVE", ".wav", True),
        (b"\x89PNG\r\n\x1a\n", ".png", True),
        (b"RIFF\0\0\0\0AVI ", ".wav", False),
        (b'{"detail": "x"}', ".mp3", False),
        (b"", ".mp3", False),
        (b"ID3\x04", ".wav", False),
        (b"ID3\x04", ".xyz", False),
    ],
)
def test_media_begin_as_their_format_does(data: bytes, suffix: str, media: bool) -> None:
    """Only the start of the named format counts as media."""
    assert media is is_media(data, suffix)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"anything", "image/png"),
    ],
)
def test_a_picture_is_sent_as_what_it_is(data: bytes, expected: str) -> None:
    """A user's JPEG is not called a PNG."""
    assert expected == picture_type(data)
