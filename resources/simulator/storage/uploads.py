"""Objects that arrive in parts."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import uuid
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from resources.simulator.storage.answers import NAMESPACE, Refusal, leaf
from resources.simulator.storage.body import Received

__all__ = ["LONGEST_ORDER", "MOST_PARTS", "SMALLEST_PART", "Uploads"]

MOST_PARTS = 10_000
SMALLEST_PART = 5 * 1024 * 1024
"""Bytes that every part but the last must have, and the number of parts: S3's own limits."""
LONGEST_ORDER = 4 * 1024 * 1024
"""Bytes of a CompleteMultipartUpload that are read; 10,000 parts take less."""

_PART = re.compile(r"<Part>(.*?)</Part>", re.DOTALL)
_NUMBER = re.compile(r"<PartNumber>\s*(\d{1,5})\s*</PartNumber>")
_ETAG = re.compile(r"<ETag>(.*?)</ETag>", re.DOTALL)


@dataclass
class _Upload:
    bucket: str
    key: str
    headers: dict[str, str]
    parts: dict[int, Received] = field(default_factory=dict)


class Uploads:
    """Every upload in parts that is under way; they end with the server."""

    def __init__(self) -> None:
        self._open: dict[str, _Upload] = {}

    def begin(self, bucket: str, key: str, headers: dict[str, str]) -> Element:
        """Open an upload; returns an `InitiateMultipartUploadResult`."""
        name = uuid.uuid4().hex
        self._open[name] = _Upload(bucket, key, headers)
        root = Element("InitiateMultipartUploadResult", xmlns=NAMESPACE)
        for tag, text in (("Bucket", bucket), ("Key", key), ("UploadId", name)):
            leaf(root, tag, text)
        return root

    def check(self, name: str, bucket: str, key: str, number: str = "1") -> None:
        """See whether a part may come.

        Raises:
            Refusal: there is no such upload of that key, or no part may have that number.
        """
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:6]) <= MOST_PARTS:
            raise Refusal(400, "InvalidArgument", f"A part's number is 1 to {MOST_PARTS}.")
        self._find(name, bucket, key)

    def add(self, name: str, bucket: str, key: str, number: int, part: Received) -> None:
        """Keep a part; an older one of its number is replaced.

        Raises:
            Refusal: the upload ended meanwhile.
        """
        upload = self._find(name, bucket, key)
        former = upload.parts.get(number)
        upload.parts[number] = part
        if former is not None:
            former.file.unlink(missing_ok=True)

    def join(self, name: str, bucket: str, key: str, order: str) -> tuple[Received, str, dict[str, str]]:
        """Put the ordered parts together; the upload stays open until `end`.

        Args:
            name: the upload.
            bucket: its bucket.
            key: its key.
            order: the body of a CompleteMultipartUpload.

        Returns:
            The whole, its ETag, and the headers that the upload began with.

        Raises:
            Refusal: no such upload, or the parts do not fit it.
        """
        upload = self._find(name, bucket, key)
        parts = [_ordered(upload, part) for part in _PART.findall(order)]
        numbers = [number for number, _ in parts]
        if not parts:
            raise Refusal(400, "MalformedXML")
        if numbers != sorted(set(numbers)):
            raise Refusal(400, "InvalidPartOrder")
        if any(part.size < SMALLEST_PART for _, part in parts[:-1]):
            raise Refusal(400, "EntityTooSmall")
        whole = parts[0][1].file.with_name(uuid.uuid4().hex)
        with whole.open("wb") as target:
            for _, part in parts:
                with part.file.open("rb") as source:
                    shutil.copyfileobj(source, target)
        sums = b"".join(bytes.fromhex(part.md5) for _, part in parts)
        etag = f"{hashlib.md5(sums, usedforsecurity=False).hexdigest()}-{len(parts)}"
        return Received(whole, sum(part.size for _, part in parts), "", ""), etag, upload.headers

    def end(self, name: str, bucket: str, key: str) -> None:
        """Forget an upload and its parts.

        Raises:
            Refusal: there is no such upload.
        """
        upload = self._find(name, bucket, key)
        del self._open[name]
        for part in upload.parts.values():
            part.file.unlink(missing_ok=True)

    def listing(self, bucket: str, *, quoted: bool) -> Element:
        """A `ListMultipartUploadsResult` of a bucket, all on one page, its keys URL-quoted or not."""
        root = Element("ListMultipartUploadsResult", xmlns=NAMESPACE)
        leaf(root, "Bucket", bucket)
        leaf(root, "IsTruncated", "false")
        if quoted:
            leaf(root, "EncodingType", "url")
        for name, upload in self._open.items():
            if upload.bucket == bucket:
                entry = SubElement(root, "Upload")
                leaf(entry, "Key", quote(upload.key) if quoted else upload.key)
                leaf(entry, "UploadId", name)
        return root

    def _find(self, name: str, bucket: str, key: str) -> _Upload:
        upload = self._open.get(name)
        if upload is None or (upload.bucket, upload.key) != (bucket, key):
            raise Refusal(404, "NoSuchUpload")
        return upload


def _ordered(upload: _Upload, part: str) -> tuple[int, Received]:
    number, etag = _NUMBER.search(part), _ETAG.search(part)
    if number is None or etag is None:
        raise Refusal(400, "MalformedXML")
    found = upload.parts.get(int(number.group(1)))
    if found is None or found.md5 != html.unescape(etag.group(1)).strip().strip('"'):
        raise Refusal(400, "InvalidPart")
    return int(number.group(1)), found
