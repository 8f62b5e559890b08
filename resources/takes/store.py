"""What a take needs of the artifact store."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from resources.artifacts.artifact import Artifact

__all__ = ["Store"]


class Store(Protocol):
    """Where media are kept by hash; `resources.artifacts.port.ArtifactStore` is one."""

    def keep(self, file: Path, suffix: str) -> Artifact:
        """Take over a finished file."""
        ...

    def path(self, artifact: Artifact) -> Path:
        """The verified file; DamagedArtifact where it is missing or its bytes changed."""
        ...

    def file_of(self, digest: str) -> Path:
        """The verified file of a digest, for inputs."""
        ...

    def discard(self, artifact: Artifact) -> None:
        """Forget a damaged file."""
        ...

    def scratch(self) -> AbstractContextManager[Path]:
        """A folder that is gone afterwards."""
        ...
