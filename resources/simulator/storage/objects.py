"""The simulated S3's objects: read whole or in part, written whole or in parts, removed."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from resources.clock import Clock
from resources.simulator.storage.answers import NAMESPACE, Refusal, leaf, only, xml
from resources.simulator.storage.body import Received, receive, small_body
from resources.simulator.storage.buckets import Buckets, Stored
from resources.simulator.storage.ranges import byte_range
from resources.simulator.storage.uploads import LONGEST_ORDER, Uploads

__all__ = ["Objects"]

_KEPT = {"content-type", "cache-control", "content-disposition", "content-encoding", "content-language"}
_CHUNK = 1 << 20


class Objects:
    """Answers requests on one object.

    Args:
        buckets: hold them.
        uploads: hold those that still arrive.
        clock: gives their times.
    """

    def __init__(self, buckets: Buckets, uploads: Uploads, clock: Clock) -> None:
        self._buckets, self._uploads, self._clock = buckets, uploads, clock

    def read(self, request: Request, bucket: str, key: str, query: dict[str, str]) -> Response:
        """Answer a GET or HEAD, whole or one range.

        Raises:
            Refusal: no such object, or not under the conditions that were sent.
        """
        only(query, set())
        stored = self._buckets.find(bucket, key)
        etag = f'"{stored.etag}"'
        if request.headers.get("if-match", etag) not in {etag, stored.etag, "*"}:
            raise Refusal(412, "PreconditionFailed")
        if request.headers.get("if-none-match", "") in {etag, stored.etag, "*"}:
            raise Refusal(304, "NotModified")
        part = byte_range(request.headers.get("range", ""), stored.size)
        first, behind = part or (0, stored.size)
        headers = {
            **stored.headers,
            "ETag": etag,
            "Last-Modified": format_datetime(stored.modified, usegmt=True),
            "Accept-Ranges": "bytes",
            "Content-Length": str(behind - first),
        }
        if part is not None:
            headers["Content-Range"] = f"bytes {first}-{behind - 1}/{stored.size}"
        elif stored.crc32 and request.headers.get("x-amz-checksum-mode", "").upper() == "ENABLED":
            headers["x-amz-checksum-crc32"] = stored.crc32
        status = 200 if part is None else 206
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers)
        # Opened before anything is awaited: an object that is replaced now is still given whole.
        source = self._buckets.data(bucket, stored).open("rb")
        return StreamingResponse(_bytes(source, first, behind), status, headers=headers)

    async def write(self, request: Request, bucket: str, key: str, query: dict[str, str]) -> Response:
        """Answer a PUT, POST or DELETE.

        Raises:
            Refusal: no such bucket or upload, the key is taken, or the bytes are not those announced.
        """
        if len(key.encode()) > 1024:
            raise Refusal(400, "KeyTooLongError")
        if "x-amz-copy-source" in request.headers:
            raise Refusal(501, "NotImplemented", "Copies are not simulated.")
        incoming = self._buckets.incoming(bucket)
        upload = query.get("uploadId", "")
        match request.method:
            case "PUT" if upload:
                only(query, {"uploadId", "partNumber"})
                number = query.get("partNumber", "")
                self._uploads.check(upload, bucket, key, number)
                part = await receive(request, incoming)
                self._uploads.add(upload, bucket, key, int(number), part)
                return Response(headers={"ETag": f'"{part.md5}"', "x-amz-checksum-crc32": part.crc32})
            case "PUT":
                only(query, set())
                body = await receive(request, incoming)
                self._commit(request, bucket, key, body, body.md5, _kept(request))
                return Response(headers={"ETag": f'"{body.md5}"', "x-amz-checksum-crc32": body.crc32})
            case "POST" if "uploads" in query:
                only(query, {"uploads"})
                return xml(self._uploads.begin(bucket, key, _kept(request)))
            case "POST" if upload:
                only(query, {"uploadId"})
                return await self._complete(request, bucket, key, upload)
            case "DELETE" if upload:
                only(query, {"uploadId"})
                self._uploads.end(upload, bucket, key)
                return Response(status_code=204)
            case "DELETE":
                only(query, set())
                self._buckets.drop(bucket, key)
                return Response(status_code=204)
        raise Refusal(501, "NotImplemented", "This request on an object is not simulated.")

    async def _complete(self, request: Request, bucket: str, key: str, upload: str) -> Response:
        order = await small_body(request, LONGEST_ORDER)
        whole, etag, headers = self._uploads.join(upload, bucket, key, order)
        self._commit(request, bucket, key, whole, etag, headers)
        self._uploads.end(upload, bucket, key)
        root = Element("CompleteMultipartUploadResult", xmlns=NAMESPACE)
        for tag, text in (("Bucket", bucket), ("Key", key), ("ETag", f'"{etag}"')):
            leaf(root, tag, text)
        return xml(root)

    def _commit(
        self, request: Request, bucket: str, key: str, body: Received, etag: str, headers: dict[str, str]
    ) -> None:
        """Nothing is awaited between the question whether the key is free and its taking."""
        if request.headers.get("if-none-match") == "*" and key in self._buckets.objects(bucket):
            body.file.unlink(missing_ok=True)
            raise Refusal(412, "PreconditionFailed", "At least one of the preconditions did not hold")
        stored = Stored(
            key=key, data=uuid.uuid4().hex, size=body.size, etag=etag, modified=self._clock.now(),
            crc32=body.crc32, headers=headers,
        )  # fmt: skip
        self._buckets.put(bucket, body, stored)


def _kept(request: Request) -> dict[str, str]:
    kept = {
        name: value
        for name, value in request.headers.items()
        if name in _KEPT or name.startswith("x-amz-meta-")
    }
    return {"content-type": "binary/octet-stream", **kept}


async def _bytes(source: BinaryIO, first: int, behind: int) -> AsyncIterator[bytes]:
    with source:
        source.seek(first)
        while first < behind and (chunk := source.read(min(_CHUNK, behind - first))):
            first += len(chunk)
            yield chunk
