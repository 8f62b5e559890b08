"""Reads `s3://bucket/prefix`."""

from __future__ import annotations

import re

from resources.artifacts.naming import checked_name
from resources.errors import NotConfigured, StoreFailed

__all__ = ["s3_address"]

_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]")


def s3_address(address: str, where: str) -> tuple[str, str]:
    """The bucket and prefix of an address.

    Args:
        address: for example `s3://films` or `s3://films/studio`.
        where: the variable or field that it was given in, for the error.

    Returns:
        (bucket, prefix); the prefix is empty or has neither a first nor a last slash.

    Raises:
        NotConfigured: it is no such address. The error does not repeat it: somebody may have put a key
            in it.
    """
    scheme, _, rest = address.partition("://")
    bucket, _, prefix = rest.partition("/")
    prefix = prefix.rstrip("/")
    try:
        if scheme == "s3" and _BUCKET.fullmatch(bucket):
            return bucket, checked_name(prefix) if prefix else ""
    except StoreFailed:
        pass  # its words hold the prefix
    raise NotConfigured(
        "This is no address of a bucket.",
        mend="Give s3://BUCKET or s3://BUCKET/PREFIX without keys in it, or nothing for the local disk.",
        where=where,
    )
