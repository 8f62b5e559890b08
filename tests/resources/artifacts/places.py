"""Where each kind of store keeps its things, so that one contract can spoil and count them."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.artifacts.s3 import S3Artifacts
from resources.artifacts.store import Artifacts


class Place(ABC):
    """A store, and what is behind it."""

    store: ArtifactStore

    @abstractmethod
    def elsewhere(self) -> ArtifactStore:
        """The same store as another process, or another machine, sees it."""

    @abstractmethod
    def damage(self, artifact: Artifact, data: bytes) -> None:
        """Put other bytes in place of an artifact's, wherever they lie."""

    @abstractmethod
    def media(self) -> list[str]:
        """The names of all media that the store has, sorted."""


class LocalPlace(Place):
    """A folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "store"
        self.store = Artifacts(root=str(self.root))

    def elsewhere(self) -> ArtifactStore:
        return Artifacts(root=str(self.root))

    def damage(self, artifact: Artifact, data: bytes) -> None:
        path = self.root / artifact.path
        path.chmod(0o644)
        path.write_bytes(data)

    def media(self) -> list[str]:
        files = (self.root / "sha256").rglob("*")
        return sorted(file.relative_to(self.root).as_posix() for file in files if file.is_file())


class S3Place(Place):
    """A bucket, and the folders of two machines."""

    def __init__(
        self, folder: Path, url: str, client: Any, bucket: str, prefix: str = "studio/films"
    ) -> None:
        self.folder, self.url, self.client, self.bucket, self.prefix = folder, url, client, bucket, prefix
        client.create_bucket(Bucket=bucket)
        self.store = self.machine("one")

    def machine(self, name: str) -> S3Artifacts:
        """The store on a machine of that name."""
        cache = str(self.folder / name)
        return S3Artifacts(bucket=self.bucket, prefix=self.prefix, endpoint_url=self.url, cache=cache)

    def elsewhere(self) -> ArtifactStore:
        return self.machine("two")

    def damage(self, artifact: Artifact, data: bytes) -> None:
        shutil.rmtree(self.folder / "one", ignore_errors=True)
        shutil.rmtree(self.folder / "two", ignore_errors=True)
        self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}/{artifact.path}", Body=data)

    def media(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=f"{self.prefix}/sha256/")
        return [entry["Key"].removeprefix(f"{self.prefix}/") for entry in found.get("Contents", ())]
