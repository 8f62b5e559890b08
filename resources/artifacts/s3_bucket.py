"""One bucket below one prefix: boto3's calls, with errors that have a mend."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from resources.artifacts.media_types import media_type
from resources.artifacts.s3_errors import MISSING, boto3_there, bucket_errors, code_of
from resources.errors import NotConfigured

__all__ = ["Bucket", "Held"]

ONE_PIECE = 32 * 1024 * 1024
"""Bytes up to which a file is sent in one request; a larger one goes in parts."""
PART = 16 * 1024 * 1024
"""Bytes of a part; boto3 takes larger ones where 10,000 would not do."""
_CONNECT, _READ = 10, 60
"""Seconds until a silent server counts as gone; boto3 then asks again as AWS_MAX_ATTEMPTS says."""


@dataclass(frozen=True)
class Held:
    """What the bucket says of an object.

    Args:
        size: bytes.
        md5: in hex; empty where its ETag is something else (parts, encryption by a key service).
    """

    size: int
    md5: str

    def same(self, file: Path) -> bool:
        """Whether the object can be the file, as far as the bucket's word goes."""
        if file.stat().st_size != self.size:
            return False
        if not self.md5:
            return True
        with file.open("rb") as source:
            found = hashlib.file_digest(source, lambda: hashlib.md5(usedforsecurity=False))
        return found.hexdigest() == self.md5


class Bucket:
    """Objects of a bucket. Safe to share between threads.

    Args:
        name: the bucket.
        prefix: what all keys begin with, or empty.
        endpoint_url: address of an S3-compatible server; empty for what boto3 finds by itself.

    Raises:
        NotConfigured: boto3 is missing, or the endpoint is no plain http address.
    """

    def __init__(self, name: str, prefix: str = "", endpoint_url: str = "") -> None:
        boto3_there()
        import boto3.session
        from botocore.config import Config

        self._name, self._start = name, f"{prefix}/" if prefix else ""
        endpoint = urlsplit(endpoint_url)
        wrong = endpoint.scheme not in {"http", "https"} or not endpoint.hostname or "@" in endpoint.netloc
        if endpoint_url and wrong:
            raise NotConfigured(
                "The endpoint is no address of a server.",
                mend="Give http://HOST:PORT or https://HOST, without keys in it.",
                where="endpoint_url",
            )
        with bucket_errors(self.where()):
            # A session of its own: boto3's default one may not be used by several threads.
            try:
                self._client: Any = boto3.session.Session().client(
                    "s3",
                    endpoint_url=endpoint_url or None,
                    config=Config(connect_timeout=_CONNECT, read_timeout=_READ),
                )
            except ValueError as error:
                raise NotConfigured(
                    "boto3 cannot use the endpoint that it is given.",
                    mend="Set AWS_ENDPOINT_URL_S3 to http://HOST:PORT or https://HOST.",
                    where=self.where(),
                ) from error

    def where(self, name: str = "") -> str:
        """The address of an object, or of the bucket."""
        return f"s3://{self._name}/{self._start}{name}".rstrip("/")

    def head(self, name: str) -> Held | None:
        """What the bucket says of an object, or None where there is none."""
        found = self._found(name, self._client.head_object)
        if found is None:
            return None
        etag = str(found.get("ETag", "")).strip('"')
        plain = len(etag) == 32 and "SSECustomerAlgorithm" not in found
        plain = plain and not str(found.get("ServerSideEncryption", "")).startswith("aws:kms")
        return Held(int(found["ContentLength"]), etag if plain else "")

    def get(self, name: str) -> bytes | None:
        """A small object's bytes, or None where there is none."""
        with bucket_errors(self.where(name)):
            found = self._found(name, self._client.get_object)
            return None if found is None else bytes(found["Body"].read())

    def put(self, name: str, data: bytes) -> None:
        """Store a small object in one step; an older one is replaced."""
        with bucket_errors(self.where(name)):
            self._client.put_object(Body=data, ContentType=media_type(name), **self._at(name))

    def upload(self, name: str, file: Path, *, replace: bool = False) -> None:
        """Store a file.

        Args:
            name: a name that only these bytes may have.
            file: the bytes.
            replace: whether the bucket is known to hold something wrong. Otherwise what another worker
                stored meanwhile is left alone.
        """
        with bucket_errors(self.where(name)), file.open("rb") as source:
            if file.stat().st_size > ONE_PIECE:
                # boto3's transfers know no condition; they appear in one step, and only with these bytes.
                self._client.upload_fileobj(
                    source,
                    self._name,
                    self._start + name,
                    ExtraArgs={"ContentType": media_type(name)},
                    Config=_transfer(),
                )
            elif replace or not self._put_new(name, source):
                source.seek(0)
                self._client.put_object(Body=source, ContentType=media_type(name), **self._at(name))

    def download(self, name: str, into: Path) -> bool:
        """Write an object to a file; large ones come in several ranges of one version.

        Returns:
            Whether there is such an object.
        """
        from botocore.exceptions import ClientError

        with bucket_errors(self.where(name)):
            try:
                self._client.download_file(self._name, self._start + name, str(into), Config=_transfer())
            except ClientError as error:
                if code_of(error) in MISSING:
                    return False
                raise
        return True

    def delete(self, name: str) -> None:
        """Remove an object; no harm where there is none."""
        with bucket_errors(self.where(name)):
            self._client.delete_object(**self._at(name))

    def names(self, start: str) -> Iterator[tuple[str, int]]:
        """Every object whose name begins so, as (name, bytes), page after page."""
        with bucket_errors(self.where(start)):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._name, Prefix=self._start + start):
                for entry in page.get("Contents", ()):
                    yield str(entry["Key"]).removeprefix(self._start), int(entry["Size"])

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._name, "Key": self._start + name}

    def _found(self, name: str, ask: Any) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError

        with bucket_errors(self.where(name)):
            try:
                return dict(ask(**self._at(name)))
            except ClientError as error:
                if code_of(error) in MISSING:
                    return None
                raise

    def _put_new(self, name: str, source: Any) -> bool:
        """Put what is not there yet; False where the server knows no such condition or two met."""
        from botocore.exceptions import ClientError

        try:
            self._client.put_object(
                Body=source, ContentType=media_type(name), IfNoneMatch="*", **self._at(name)
            )
        except ClientError as error:
            if code_of(error) == "PreconditionFailed":
                return True
            if code_of(error) in {"ConditionalRequestConflict", "NotImplemented"}:
                return False
            raise
        return True


def _transfer() -> Any:
    from boto3.s3.transfer import TransferConfig

    # The classic transfers are the tested ones; boto3 would choose others where awscrt is installed.
    return TransferConfig(
        multipart_threshold=ONE_PIECE,
        multipart_chunksize=PART,
        max_concurrency=4,
        preferred_transfer_client="classic",
    )
