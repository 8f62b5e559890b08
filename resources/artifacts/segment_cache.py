"""The store as a cache of made files, by the key of everything that decides their bytes."""

from __future__ import annotations

from pathlib import Path

from resources.artifacts.port import ArtifactStore

__all__ = ["SegmentCache"]


class SegmentCache:
    """What was made once is not made again: rendered segments, cards, the sound of a film.

    Args:
        artifacts: the store that holds the files.
    """

    def __init__(self, artifacts: ArtifactStore) -> None:
        self._artifacts = artifacts

    def get(self, key: str) -> Path | None:
        """The file made for a key, with sound bytes, or None."""
        artifact = self._artifacts.recall(key)
        return None if artifact is None else self._artifacts.path(artifact)

    def put(self, key: str, file: Path) -> Path:
        """Store a file that was made for a key.

        Returns:
            The stored file.

        Raises:
            StoreFailed: the store did not take it; the key stays unknown.
        """
        artifact = self._artifacts.keep(file, file.suffix)
        self._artifacts.remember(key, artifact)
        return self._artifacts.path(artifact)
