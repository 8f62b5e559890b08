"""The artifact store in a bucket of S3 or of any server that speaks its protocol."""

from __future__ import annotations

import hashlib
import re
from contextlib import AbstractContextManager, suppress
from functools import lru_cache
from pathlib import Path

from pydantic import Field, PrivateAttr, ValidationError

from resources.artifacts.artifact import Artifact
from resources.artifacts.durable import write_bytes
from resources.artifacts.naming import checked_digest, checked_name, note_name, place
from resources.artifacts.port import ArtifactStore
from resources.artifacts.s3_address import s3_address
from resources.artifacts.s3_bucket import Bucket
from resources.artifacts.store import Artifacts
from resources.errors import DamagedArtifact, StoreFailed
from resources.project import studio_home

__all__ = ["S3Artifacts"]

_MEDIA = re.compile(r"sha256/([0-9a-f]{2})/(\1[0-9a-f]{62})(\.[a-z0-9]{1,12})")


class S3Artifacts(ArtifactStore):
    """Media, documents and pages of all productions in one bucket, so that several machines share them.

    Names in the bucket are those of the local store. Media pass through a folder on this machine, where
    their bytes are verified; documents are always read from the bucket. Credentials are found by boto3.
    """

    bucket: str = Field(description="Name of the bucket; it must be there.")
    prefix: str = Field(default="", description="What all names in the bucket begin with, without slashes.")
    endpoint_url: str = Field(
        default="",
        description="Address of an S3-compatible server; empty means AWS_ENDPOINT_URL_S3, else Amazon's.",
    )
    cache: str = Field(
        default="", description="Local folder of verified media; empty means `cache/s3` in STUDIO_HOME."
    )
    _opened: Bucket | None = PrivateAttr(default=None)

    def cache_folder(self) -> Path:
        """This machine's folder of what was stored or fetched; it may be removed while nothing runs."""
        name = f"{self.bucket}@{self.prefix.replace('/', '+')}" if self.prefix else self.bucket
        root = Path(self.cache).expanduser().resolve() if self.cache else studio_home() / "cache" / "s3"
        return root / name

    def keep(self, file: Path, suffix: str) -> Artifact:
        """Store a file's bytes; they are in the bucket when this returns."""
        return self._sent(self._local().keep(file, suffix))

    def keep_bytes(self, data: bytes, suffix: str) -> Artifact:
        """Store bytes; they are in the bucket when this returns."""
        return self._sent(self._local().keep_bytes(data, suffix))

    def path(self, artifact: Artifact) -> Path:
        """The local file of an artifact, fetched where this machine does not have it, with the right bytes.

        Raises:
            DamagedArtifact: the bucket has none, or its bytes are wrong; make it anew or restore it.
            StoreFailed: the bucket did not answer; the mend says what to do.
        """
        file = self._here(artifact) or self._fetched(artifact)
        if file is None:
            raise self._missing(artifact.path)
        return file

    def file_of(self, digest: str) -> Path:
        """The local file of a digest, with the right bytes.

        Raises:
            DamagedArtifact: no such file, or its bytes are wrong; make it anew or restore it.
        """
        # Bytes that have their hash are right wherever they lie: what is here is not asked for.
        artifact = self._local().find(digest) or self.find(digest)
        if artifact is None:
            raise self._missing(f"sha256/{digest[:2]}/{digest}")
        return self.path(artifact)

    def find(self, digest: str) -> Artifact | None:
        """The artifact of a digest in the bucket, by its name alone; `path` verifies the bytes."""
        start = f"sha256/{digest[:2]}/{checked_digest(digest)}."
        for name, size in self._bucket().names(start):
            if media := _MEDIA.fullmatch(name):
                return Artifact(digest=digest, suffix=media.group(3), size=size)
        return None

    def discard(self, artifact: Artifact) -> None:
        """Remove an artifact from the bucket and from this machine; no harm where it is gone already."""
        self._local().discard(artifact)
        self._bucket().delete(artifact.path)

    def scratch(self) -> AbstractContextManager[Path]:
        """A temporary folder on this machine, removed afterwards."""
        return self._local().scratch()

    def recall(self, key: str) -> Artifact | None:
        """The artifact that was remembered under a key, by whatever machine; else None."""
        note = self._bucket().get(note_name(key))
        if note is None:
            return None
        try:
            artifact = Artifact.model_validate_json(note)
            self.path(artifact)
        except (ValidationError, DamagedArtifact) as error:
            if isinstance(error, DamagedArtifact):
                self.discard(artifact)
            self._bucket().delete(note_name(key))
            return None
        return artifact

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note in the bucket which artifact a key stands for."""
        self._bucket().put(note_name(key), artifact.model_dump_json().encode())

    def write_document(self, name: str, text: str) -> str:
        """Write a document to the bucket in one step; returns the sha256 of the text, in hex."""
        data = text.encode()
        self._bucket().put(f"documents/{checked_name(name)}.json", data)
        return hashlib.sha256(data).hexdigest()

    def read_document(self, name: str) -> str | None:
        """A document's text as the bucket has it now, or None where there is none of that name.

        Raises:
            DamagedArtifact: it is no text; make the document anew.
        """
        key = f"documents/{checked_name(name)}.json"
        data = self._bucket().get(key)
        try:
            return None if data is None else data.decode()
        except UnicodeDecodeError as error:
            raise DamagedArtifact(
                "The document is no text.",
                mend="Materialize its asset again.",
                where=self._bucket().where(key),
            ) from error

    def documents(self, prefix: str = "") -> list[str]:
        """The names of all documents in the bucket that begin with a prefix, sorted."""
        if prefix:
            checked_name(prefix.rstrip("/"))
        keys = (key for key, _ in self._bucket().names(f"documents/{prefix}"))
        return sorted(key[len("documents/") : -len(".json")] for key in keys if key.endswith(".json"))

    def write_page(self, name: str, html: str) -> Path:
        """Write a page to the bucket in one step; returns a copy of it on this machine."""
        key = f"dailies/{checked_name(name)}"
        self._bucket().put(key, html.encode())
        return self._copy(key, html.encode())

    def file(self, name: str) -> Path | None:
        """A local file of something in the bucket: media verified, documents and pages as they are now."""
        if media := _MEDIA.fullmatch(name):
            artifact = Artifact(digest=media.group(2), suffix=media.group(3), size=0)
            return self._here(artifact) or self._fetched(artifact)
        try:
            if checked_name(name).partition("/")[0] not in {"documents", "dailies"}:
                return None
        except StoreFailed:
            return None
        data = self._bucket().get(name)
        return None if data is None else self._copy(name, data)

    def _bucket(self) -> Bucket:
        if self._opened is None:
            address = f"s3://{self.bucket}/{self.prefix}"
            self._opened = Bucket(*s3_address(address, "bucket and prefix"), self.endpoint_url)
        return self._opened

    def _local(self) -> Artifacts:
        return _local(str(self.cache_folder()))

    def _copy(self, name: str, data: bytes) -> Path:
        folder = self.cache_folder()
        write_bytes(place(folder, name), data, folder / "tmp")
        return folder / name

    def _sent(self, artifact: Artifact) -> Artifact:
        file = self._local().path(artifact)
        held = self._bucket().head(artifact.path)
        if held is None or not held.same(file):
            self._bucket().upload(artifact.path, file, replace=held is not None)
        return artifact

    def _here(self, artifact: Artifact) -> Path | None:
        with suppress(DamagedArtifact):
            return self._local().path(artifact)
        return None

    def _fetched(self, artifact: Artifact) -> Path | None:
        with self.scratch() as folder:
            part = folder / "part"
            if not self._bucket().download(artifact.path, part):
                return None
            kept = self._local().keep(part, artifact.suffix)
        if kept.digest != artifact.digest:
            self._local().discard(kept)
            raise DamagedArtifact(
                "The bytes in the bucket are not those of their name.",
                mend="Restore it from a backup, or materialize the asset that made it again.",
                where=self._bucket().where(artifact.path),
            )
        return self._local().path(kept)

    def _missing(self, name: str) -> DamagedArtifact:
        return DamagedArtifact(
            "The bucket has no such file.",
            mend="Restore it from a backup, or materialize the asset that made it again.",
            where=self._bucket().where(name),
        )


@lru_cache(maxsize=64)
def _local(folder: str) -> Artifacts:
    return Artifacts(root=folder)
