"""What a stored file says that it is, to browsers and buckets."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = ["media_type"]

_TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".json": "application/json",
    ".otio": "application/json",
    ".fcpxml": "application/xml",
    ".xml": "application/xml",
    ".html": "text/html; charset=utf-8",
    ".srt": "text/plain; charset=utf-8",
    ".edl": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",  # browsers download what they call Markdown
    ".vtt": "text/vtt; charset=utf-8",
}


def media_type(name: str) -> str:
    """The content type of a stored name.

    HTML that a provider sent could carry scripts: only our own pages are pages, the rest is text.

    Args:
        name: as it lies in the store, for example `dailies/index.html`.
    """
    suffix = PurePosixPath(name).suffix
    if suffix == ".html" and not name.startswith("dailies/"):
        return "text/plain"
    return _TYPES.get(suffix, "application/octet-stream")
