"""Lists in pages, as Anthropic's API gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resources.simulator.part import Failure, Turned

__all__ = ["limit_of", "page"]


def page(items: Sequence[Mapping[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
    """One page of a list.

    Args:
        items: all of them in the list's order, each with an `id`.
        query: `limit`, and `after_id` or `before_id`.

    Raises:
        Turned: the limit is none, or there is no such id.
    """
    limit, ids = limit_of(query), [str(one["id"]) for one in items]
    first, last = 0, len(items)
    if after := query.get("after_id"):
        first = _place(ids, after) + 1
    if before := query.get("before_id"):
        last = _place(ids, before)
        first = max(first, last - limit)
    shown = items[first : min(first + limit, last)]
    more = first > 0 if query.get("before_id") else first + limit < last
    ends = {"first_id": shown[0]["id"] if shown else None, "last_id": shown[-1]["id"] if shown else None}
    return {"data": list(shown), "has_more": more, **ends}


def limit_of(query: Mapping[str, str]) -> int:
    """Items of a page: 1 to 1,000, and 20 where nothing is said.

    Raises:
        Turned: it is another.
    """
    said = query.get("limit", "20")
    if not said.isdigit() or not 1 <= int(said) <= 1000:
        raise Turned(Failure("invalid", "limit: Input should be from 1 to 1000"))
    return int(said)


def _place(ids: Sequence[str], id: str) -> int:
    if id not in ids:
        raise Turned(Failure("invalid", f"There is no {id!r} in this list."))
    return ids.index(id)
