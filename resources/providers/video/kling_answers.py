"""What stands in Kling's answers, read so that a missing field is never taken for a fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from resources.errors import OutcomeUnknown, Refused, TransientFailure
from resources.http.call import Api
from resources.money import ZERO
from resources.providers.port import Listed

__all__ = ["data_of", "held_by", "is_there", "left_of", "read_rows", "tasks_of"]


def data_of(response: httpx.Response) -> dict[str, Any]:
    """The `data` object of an answer; empty where there is none.

    Args:
        response: one that the dialect found nothing wrong with.
    """
    data = held_by(response)
    return data if isinstance(data, dict) else {}


def tasks_of(response: httpx.Response) -> list[dict[str, Any]]:
    """The tasks that an answer's `data` holds: a list, or one task by itself.

    Args:
        response: one that the dialect found nothing wrong with.

    Raises:
        TransientFailure: it holds neither.
    """
    data = held_by(response)
    if isinstance(data, dict):
        return [data] if data else []
    if isinstance(data, list):
        return [task for task in data if isinstance(task, dict)]
    raise TransientFailure("Kling's answer holds no tasks.", mend="Ask again; it is free.")


async def is_there(api: Api, path: str) -> bool:
    """Whether Kling has a task of a name.

    Args:
        api: of the dialect.
        path: that asks for it by its name.

    Raises:
        OutcomeUnknown: it did not say.
    """
    try:
        return bool(tasks_of(await api.ask("GET", path)))
    except Refused:
        return False
    except TransientFailure as silent:
        raise OutcomeUnknown(
            f"Kling refused a submit, and did not say whether it has it already: {silent.what}",
            mend="Look the take up.",
        ) from silent


def read_rows(rows: object, read: Callable[[Mapping[str, Any]], Listed]) -> list[Listed]:
    """Listed tasks as the port tells them; a listing that cannot be read whole is no listing.

    Args:
        rows: as they came.
        read: reads one.

    Raises:
        TransientFailure: a row lacks its id or its time.
    """
    try:
        if not isinstance(rows, list):
            raise TypeError("no list")
        return [read(row) for row in rows]
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as strange:
        raise TransientFailure(
            "Kling's listing cannot be read.", mend="Ask again; it is free.", where=type(strange).__name__
        ) from strange


def left_of(data: Mapping[str, Any]) -> str:
    """What is left of an account's resource packs, in words.

    Args:
        data: of `GET /account/costs`.
    """
    packs = data.get("resource_pack_subscribe_infos")
    left = ZERO
    for pack in packs if isinstance(packs, list) else ():
        try:
            if str(pack.get("status", "online")).lower() not in ("expired", "runout"):
                left += Decimal(str(pack.get("remaining_quantity", 0)))
        except (AttributeError, InvalidOperation):
            return "it does not say what is left"
    return f"{left.normalize():f} units are left in its resource packs, as of some hours ago"


def held_by(response: httpx.Response) -> object:
    """What stands in an answer's `data`, whatever it is; None where there is none.

    Args:
        response: one that the dialect found nothing wrong with.
    """
    try:
        body = response.json()
    except ValueError:
        return None
    return body.get("data") if isinstance(body, dict) else None
