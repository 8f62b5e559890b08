"""The simulated S3's objects on disk: they outlive the server, and a crash leaves the old or the new one."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from resources.simulator.storage.answers import Refusal
from resources.simulator.storage.body import Received

__all__ = ["Buckets", "Stored"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*")


class Stored(BaseModel):
    """An object.

    Args:
        key: its whole name in the bucket.
        data: name of the file with its bytes.
        size: bytes.
        etag: without the quotes.
        modified: when it was stored, in UTC.
        crc32: in base64; empty for one that came in parts.
        headers: what is given back with it: content type and the client's metadata.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    data: str
    size: int
    etag: str
    modified: datetime
    crc32: str = ""
    headers: dict[str, str] = {}


class Buckets:
    """Every bucket in a folder.

    Args:
        folder: where they lie; what an earlier server left there is served again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: dict[str, dict[str, Stored]] = {}
        for bucket in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not _possible(bucket.name):
                continue
            notes = [Stored.model_validate_json(note.read_bytes()) for note in bucket.glob("index/*.json")]
            self._index[bucket.name] = {note.key: note for note in notes}
            # Unfinished bodies and uploads of an earlier server are known to nobody any more.
            shutil.rmtree(bucket / "incoming", ignore_errors=True)

    def names(self) -> list[str]:
        """All buckets, sorted."""
        return sorted(self._index)

    def create(self, bucket: str) -> None:
        """Make a bucket; no harm where it is there.

        Raises:
            Refusal: no bucket may have that name.
        """
        if not _possible(bucket):
            raise Refusal(400, "InvalidBucketName")
        (self._folder / bucket).mkdir(parents=True, exist_ok=True)
        self._index.setdefault(bucket, {})

    def remove(self, bucket: str) -> None:
        """Remove an empty bucket.

        Raises:
            Refusal: there is none, or it is not empty.
        """
        if self.objects(bucket):
            raise Refusal(409, "BucketNotEmpty")
        shutil.rmtree(self._folder / bucket)
        del self._index[bucket]

    def objects(self, bucket: str) -> dict[str, Stored]:
        """Key -> object.

        Raises:
            Refusal: there is no such bucket.
        """
        if bucket not in self._index:
            raise Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
        return self._index[bucket]

    def find(self, bucket: str, key: str) -> Stored:
        """One object.

        Raises:
            Refusal: there is none of that key.
        """
        found = self.objects(bucket).get(key)
        if found is None:
            raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
        return found

    def incoming(self, bucket: str) -> Path:
        """Folder of a bucket for bodies that are no objects yet.

        Raises:
            Refusal: there is no such bucket.
        """
        self.objects(bucket)
        return self._folder / bucket / "incoming"

    def data(self, bucket: str, stored: Stored) -> Path:
        """The file with an object's bytes."""
        return self._folder / bucket / "data" / stored.data

    def put(self, bucket: str, received: Received, stored: Stored) -> None:
        """Make a received body an object; an older one of its key is replaced.

        Args:
            bucket: the bucket.
            received: its bytes, below `incoming`.
            stored: what it is.
        """
        former = self.objects(bucket).get(stored.key)
        data, note = self.data(bucket, stored), self._note(bucket, stored.key)
        for folder in (data.parent, note.parent):
            folder.mkdir(parents=True, exist_ok=True)
        received.file.replace(data)
        part = note.with_suffix(".part")
        part.write_text(stored.model_dump_json())
        part.replace(note)
        self._index[bucket][stored.key] = stored
        if former is not None:
            self.data(bucket, former).unlink(missing_ok=True)

    def drop(self, bucket: str, key: str) -> None:
        """Remove an object; no harm where there is none."""
        former = self.objects(bucket).pop(key, None)
        if former is not None:
            self._note(bucket, key).unlink(missing_ok=True)
            self.data(bucket, former).unlink(missing_ok=True)

    def _note(self, bucket: str, key: str) -> Path:
        return self._folder / bucket / "index" / f"{hashlib.sha256(key.encode()).hexdigest()}.json"


def _possible(bucket: str) -> bool:
    return 3 <= len(bucket) <= 63 and _NAME.fullmatch(bucket) is not None
