"""Takes a request's body to disk and compares it with every checksum that came with it."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import ClientDisconnect, Request

from resources.simulator.storage.answers import Refusal

__all__ = ["Received", "drain", "receive", "small_body"]

_HEX = re.compile(r"[0-9a-f]{64}")
_CHECKED = {"crc32", "sha256"}
_UNCHECKED = {"crc32c", "crc64nvme", "sha1"}


@dataclass(frozen=True)
class Received:
    """A body on disk.

    Args:
        file: where it lies.
        size: bytes.
        md5: in hex; S3's ETag of a whole object.
        crc32: as S3 writes it, in base64.
    """

    file: Path
    size: int
    md5: str
    crc32: str


async def receive(request: Request, folder: Path) -> Received:
    """Write a body to a new file.

    Args:
        request: with the body unread.
        folder: where the file is made.

    Returns:
        The file with its sums.

    Raises:
        Refusal: the bytes are not those of the checksums that the client sent, or it sent them in a way
            that is not simulated.
    """
    _simulated(request)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / uuid.uuid4().hex
    md5, sha256, crc32, size = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0, 0
    try:
        with file.open("wb") as target:
            async for chunk in request.stream():
                md5.update(chunk)
                sha256.update(chunk)
                crc32 = zlib.crc32(chunk, crc32)
                size += len(chunk)
                target.write(chunk)
        sums = {
            "content-md5": _text(md5.digest()),
            "x-amz-checksum-crc32": _text(crc32.to_bytes(4, "big")),
            "x-amz-checksum-sha256": _text(sha256.digest()),
        }
        for header, right in sums.items():
            if request.headers.get(header, right) != right:
                raise Refusal(400, "BadDigest", f"The body does not have the {header} that was sent.")
        stated = request.headers.get("x-amz-content-sha256", "")
        if _HEX.fullmatch(stated) and stated != sha256.hexdigest():
            raise Refusal(400, "XAmzContentSHA256Mismatch")
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return Received(file, size, md5.hexdigest(), sums["x-amz-checksum-crc32"])


async def drain(request: Request) -> None:
    """Read what is left of a body, so that the connection can carry the next request."""
    # Starlette says RuntimeError where the whole body was read already.
    with suppress(RuntimeError, ClientDisconnect):
        async for _ in request.stream():
            pass


async def small_body(request: Request, most: int) -> str:
    """A body as text.

    Args:
        request: with the body unread.
        most: bytes that are taken.

    Raises:
        Refusal: it is longer, or no text.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Refusal(400, "MaxMessageLengthExceeded", "The body is too long.")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refusal(400, "MalformedXML") from error


def _simulated(request: Request) -> None:
    if "aws-chunked" in request.headers.get("content-encoding", ""):
        raise Refusal(501, "NotImplemented", "Bodies in signed chunks are not simulated.")
    unchecked = [name for name in _UNCHECKED if f"x-amz-checksum-{name}" in request.headers]
    if unchecked:
        known = ", ".join(sorted(_CHECKED))
        raise Refusal(501, "NotImplemented", f"Of checksums only {known} are simulated.")


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
