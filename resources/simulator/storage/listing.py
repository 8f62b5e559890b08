"""Lists a bucket page by page, as S3's ListObjectsV2 does."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from resources.simulator.storage.answers import NAMESPACE, Refusal, leaf
from resources.simulator.storage.buckets import Stored

__all__ = ["listing"]


def listing(bucket: str, objects: Mapping[str, Stored], asked: Mapping[str, str], most: int) -> Element:
    """One page of a bucket's objects.

    Args:
        bucket: its name.
        objects: key -> object.
        asked: the query: prefix, delimiter, start-after, continuation-token, max-keys, encoding-type.
        most: entries on a page, whatever was asked.

    Returns:
        A `ListBucketResult`.

    Raises:
        Refusal: the query cannot be read.
    """
    prefix, delimiter = asked.get("prefix", ""), asked.get("delimiter", "")
    token = asked.get("continuation-token", "")
    after = _read(token) if token else asked.get("start-after", "")
    limit = min(most, _number(asked.get("max-keys", "1000")))
    entries: dict[str, Stored | None] = {}
    more = False
    for key in sorted(objects, key=str.encode):
        entry = _entry(key, prefix, delimiter)
        if entry is None or entry in entries or key.encode() <= after.encode():
            continue
        if entry != key and after.startswith(entry):
            continue  # the page before ended with this common prefix
        if len(entries) == limit:
            more = True
            break
        entries[entry] = objects[key] if entry == key else None
    return _page(bucket, entries, asked, limit, more)


def _entry(key: str, prefix: str, delimiter: str) -> str | None:
    if not key.startswith(prefix):
        return None
    end = key.find(delimiter, len(prefix)) if delimiter else -1
    return key if end < 0 else key[: end + len(delimiter)]


def _page(
    bucket: str, entries: Mapping[str, Stored | None], asked: Mapping[str, str], limit: int, more: bool
) -> Element:
    def name(word: str) -> str:
        return quote(word) if asked.get("encoding-type") == "url" else word

    root = Element("ListBucketResult", xmlns=NAMESPACE)
    leaf(root, "Name", bucket)
    for tag, word in (("Prefix", "prefix"), ("Delimiter", "delimiter"), ("StartAfter", "start-after")):
        if word in asked:
            leaf(root, tag, name(asked[word]))
    if "encoding-type" in asked:
        leaf(root, "EncodingType", asked["encoding-type"])
    leaf(root, "KeyCount", len(entries))
    leaf(root, "MaxKeys", limit)
    leaf(root, "IsTruncated", str(more).lower())
    if "continuation-token" in asked:
        leaf(root, "ContinuationToken", asked["continuation-token"])
    if more:
        leaf(root, "NextContinuationToken", base64.urlsafe_b64encode(list(entries)[-1].encode()).decode())
    for entry, stored in entries.items():
        if stored is None:
            leaf(SubElement(root, "CommonPrefixes"), "Prefix", name(entry))
            continue
        contents = SubElement(root, "Contents")
        leaf(contents, "Key", name(entry))
        leaf(contents, "LastModified", stored.modified.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
        leaf(contents, "ETag", f'"{stored.etag}"')
        leaf(contents, "Size", stored.size)
        leaf(contents, "StorageClass", "STANDARD")
    return root


def _read(token: str) -> str:
    try:
        return base64.b64decode(token, b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refusal(400, "InvalidArgument", "The continuation token is none of ours.") from error


def _number(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > 9:
        raise Refusal(400, "InvalidArgument", "max-keys is no number.")
    return int(word)
