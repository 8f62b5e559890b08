"""What every artifact store promises, wherever it keeps its things."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from dagster import ConfigurableResource

from resources.artifacts.artifact import Artifact

__all__ = ["ArtifactStore"]


class ArtifactStore(ConfigurableResource, ABC):  # type: ignore[type-arg]
    """Media by the hash of their bytes, documents and pages by name, for all productions.

    Media are stored once, never changed, and given out as local files with verified bytes, because
    ffmpeg reads files. Documents and pages are replaced in one step.
    """

    @abstractmethod
    def keep(self, file: Path, suffix: str) -> Artifact:
        """Store a file's bytes: moved in from the store's own scratch folder, else copied.

        Args:
            file: a complete file.
            suffix: the suffix that it gets, with its dot.

        Returns:
            The stored file's name. The same bytes again give the same name and take no more room.

        Raises:
            StoreFailed: the store did not take it; nothing of it stands under a final name.
        """

    @abstractmethod
    def keep_bytes(self, data: bytes, suffix: str) -> Artifact:
        """Store bytes; the same as `keep` of a file that holds them."""

    @abstractmethod
    def path(self, artifact: Artifact) -> Path:
        """A local file of an artifact, with the right bytes; nobody may write to it.

        Raises:
            DamagedArtifact: it is missing or its bytes are wrong; make it anew or restore it.
            StoreFailed: the store did not answer; the mend says what to do.
        """

    @abstractmethod
    def file_of(self, digest: str) -> Path:
        """A local file of a digest, with the right bytes.

        Raises:
            DamagedArtifact: no such file, or its bytes are wrong; make it anew or restore it.
        """

    @abstractmethod
    def find(self, digest: str) -> Artifact | None:
        """The artifact of a digest, by its name alone; `path` verifies the bytes."""

    @abstractmethod
    def discard(self, artifact: Artifact) -> None:
        """Remove an artifact; no harm where it is gone already."""

    @abstractmethod
    def scratch(self) -> AbstractContextManager[Path]:
        """A temporary local folder, removed afterwards; what is kept from it is moved, not copied."""

    @abstractmethod
    def recall(self, key: str) -> Artifact | None:
        """The artifact that was remembered under a key, with sound bytes; else None.

        A damaged one is discarded, so that it is made anew.
        """

    @abstractmethod
    def remember(self, key: str, artifact: Artifact) -> None:
        """Note which artifact a key stands for; the key says all that decides the bytes."""

    @abstractmethod
    def write_document(self, name: str, text: str) -> str:
        """Write a document in one step; an older one of that name is replaced.

        Args:
            name: for example `coffee/2026-11-21_080534/animated/desk_clip`.
            text: JSON.

        Returns:
            The sha256 of the text, in hex.

        Raises:
            StoreFailed: the name is not plain, or the store did not take it.
        """

    @abstractmethod
    def read_document(self, name: str) -> str | None:
        """A document's newest text, or None where there is none of that name.

        Raises:
            DamagedArtifact: it is no text; make the document anew.
        """

    @abstractmethod
    def documents(self, prefix: str = "") -> list[str]:
        """The names of all documents that begin with a prefix, sorted."""

    @abstractmethod
    def write_page(self, name: str, html: str) -> Path:
        """Write a page below `dailies`, for example `coffee/2026-11-21_080534.html`, in one step.

        Returns:
            A local file of the page.

        Raises:
            StoreFailed: the name is not plain, or the store did not take it.
        """

    @abstractmethod
    def file(self, name: str) -> Path | None:
        """A local file of something stored, for showing it.

        Args:
            name: as it lies in the store: `sha256/...`, `documents/....json` or `dailies/....html`.

        Returns:
            The file, or None where the store has none of that name or the name is not plain.

        Raises:
            StoreFailed: the store did not answer, or its bytes are wrong.
        """
