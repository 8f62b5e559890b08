"""One request as it came in at the simulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Seen"]


@dataclass(frozen=True)
class Seen:
    """One request.

    Args:
        part: `kind/name`, or `media`.
        method: of HTTP.
        path: below the part.
        query: what follows the `?`.
        headers: with lower-case names.
        body: its bytes.
        does: what the dialect has there: `submit`, `poll`, `list` or `other`; empty at the media host and
            where the dialect has nothing.
    """

    part: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    does: str = ""
