"""A file on its way: hidden beside its final name, hashed as it grows, given its name last."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from contextlib import suppress
from pathlib import Path

from resources.artifacts.durable import settle, store_errors
from resources.http.page import HEAD

__all__ = ["Partial"]


class Partial:
    """What of a download is on the disk by now.

    Args:
        into: the final name; its folder is made where it is missing.

    Raises:
        StoreFailed: the disk does not take it.
    """

    def __init__(self, into: Path) -> None:
        self.into = into
        self.path = into.with_name(f".{uuid.uuid4().hex}.part")
        self.validator = ""
        """A strong ETag or a date that names this version of the file; empty where none was given."""
        self.total: int | None = None
        """Bytes of the whole file, as far as the server said."""
        self._start()
        with store_errors(into):
            into.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("xb", buffering=0)

    def _start(self) -> None:
        self.size = 0
        self.head = b""
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of the bytes that are there, in hex."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Append some bytes.

        Raises:
            StoreFailed: the disk does not take them.
        """
        with store_errors(self.into):
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        self._hash.update(data)
        self.size += len(data)
        if len(self.head) < HEAD:
            self.head += data[: HEAD - len(self.head)]

    def restart(self) -> None:
        """Forget every byte and which version of the file they were of."""
        with store_errors(self.into):
            self._file.seek(0)
            self._file.truncate()
        self.validator, self.total = "", None
        self._start()

    async def finish(self) -> None:
        """Give the whole file its final name, durably.

        Raises:
            StoreFailed: the disk does not take it; nothing is left.
        """
        with store_errors(self.into):
            self._file.close()
            await asyncio.to_thread(settle, self.path, self.into)  # fsync can take seconds

    def discard(self) -> None:
        """Leave nothing of it; without effect on a finished file."""
        with suppress(OSError):
            self._file.close()
            self.path.unlink(missing_ok=True)
