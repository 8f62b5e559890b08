"""A seed picture as it is sent to be looked at: as it is, or a smaller copy that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeGuard

from resources.artifacts.port import ArtifactStore
from resources.media.pictures import look, small_jpeg
from resources.providers.request import Picture

__all__ = ["LONG_EDGE", "sent"]

LONG_EDGE = 1568
"""Pixels. What is longer is made smaller by the provider anyway, and would only be carried for nothing."""

_HEAVIEST = 3_500_000  # bytes; a picture may have 5 MB as base64

MediaType = Literal["image/jpeg", "image/png", "image/webp"]


def sent(artifacts: ArtifactStore, digest: str) -> Picture:
    """The picture that is sent for a seed picture: the same one each time.

    Args:
        artifacts: has the user's file, and keeps the copy.
        digest: of the user's file.

    Raises:
        MediaFailed: it is no picture that can be read; give another.
        DamagedArtifact: the store has lost it; load the spec again.
    """
    file = artifacts.file_of(digest)
    facts = look(file)
    fits = facts.plain and max(facts.width, facts.height) <= LONG_EDGE and file.stat().st_size <= _HEAVIEST
    if fits and _taken(facts.media_type):
        return Picture(digest=digest, media_type=facts.media_type, width=facts.width, height=facts.height)
    key = f"seed-picture/{digest}/{LONG_EDGE}"
    copy = artifacts.recall(key)
    if copy is None:
        copy = artifacts.keep_bytes(small_jpeg(file, LONG_EDGE), ".jpg")
        artifacts.remember(key, copy)
    small = look(Path(artifacts.path(copy)))
    return Picture(digest=copy.digest, media_type="image/jpeg", width=small.width, height=small.height)


def _taken(media_type: str) -> TypeGuard[MediaType]:
    return media_type in ("image/jpeg", "image/png", "image/webp")
