"""Reads a provider's JSON so that what cannot be read has the right name: of a question, or of a submit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from resources.errors import OutcomeUnknown, TransientFailure

__all__ = ["id_of", "object_of"]


def object_of(answer: httpx.Response, who: str) -> dict[str, Any]:
    """The JSON object of an answer to a free question.

    Args:
        answer: one that the dialect found nothing wrong with.
        who: the provider, as messages name it.

    Raises:
        TransientFailure: it is something else; asking again is free.
    """
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TransientFailure(
            f"The answer of {who} is no JSON object.", mend="Ask again later; it is free.", where=who
        )
    return found


def id_of(answer: httpx.Response, read: Callable[[Any], object], who: str, *, look: str) -> str:
    """The id of the generation that a submit made.

    Args:
        answer: to a submit, one that the dialect found nothing wrong with.
        read: takes the id out of the JSON; it may fail in any way in which that lacks it.
        who: the provider, as messages name it.
        look: what to do where there is none: where the generation would be seen.

    Raises:
        OutcomeUnknown: there is none, though the generation may exist and be paid.
    """
    try:
        found = read(answer.json())
    except (AttributeError, LookupError, TypeError, ValueError):
        found = None
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise OutcomeUnknown(
            f"{who} answered a submit with HTTP {answer.status_code} and told no id.", mend=look, where=who
        )
    return str(found)
