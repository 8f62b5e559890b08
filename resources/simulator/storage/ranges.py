"""Which bytes of an object a `Range` header asks for."""

from __future__ import annotations

import re

from resources.simulator.storage.answers import Refusal

__all__ = ["byte_range"]

_ONE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The bytes that are asked for.

    Args:
        header: for example `bytes=0-99`, `bytes=100-` or `bytes=-100`.
        size: bytes of the whole.

    Returns:
        (first, behind the last), or None for the whole: S3 ignores what it cannot read, and gives no
        more than one range.

    Raises:
        Refusal: nothing of it lies in the object.
    """
    found = _ONE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    begin, last = found.groups()
    if begin and last and int(last) < int(begin):
        return None
    first = int(begin) if begin else max(0, size - int(last))
    behind = min(size, int(last) + 1) if begin and last else size
    if first >= size or first >= behind:
        raise Refusal(416, "InvalidRange", "The requested range is not satisfiable")
    return first, behind
