"""The name of a stored file: the hash of its bytes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Artifact"]


class Artifact(BaseModel):
    """A file in the artifact store.

    Args:
        digest: sha256 of its bytes, in hex; its name in the store.
        suffix: file suffix with its dot, for example `.mp4`.
        size: bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    suffix: str
    size: int

    @property
    def path(self) -> str:
        """Where it lies below the store's root, with forward slashes."""
        return f"sha256/{self.digest[:2]}/{self.digest}{self.suffix}"
