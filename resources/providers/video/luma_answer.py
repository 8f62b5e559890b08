"""Reads the JSON of Luma's two APIs: what cannot be read is a failure with the right name."""

from __future__ import annotations

from typing import Any

import httpx

from resources.errors import OutcomeUnknown, TransientFailure

__all__ = ["luma_id", "luma_object"]


def luma_id(response: httpx.Response) -> str:
    """The id of the generation that a submit made.

    Args:
        response: of a submit, with a status of success.

    Raises:
        OutcomeUnknown: it names none, though the generation may exist.
    """
    try:
        found = response.json()["id"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, str) or not found:
        raise OutcomeUnknown(
            f"Luma answered a submit with HTTP {response.status_code} and without an id.",
            mend="Look for it at Luma before any other submit: it may be paid.",
            where="luma",
        )
    return found


def luma_object(response: httpx.Response) -> dict[str, Any]:
    """A JSON object that was asked for.

    Args:
        response: of a question, with a status of success.

    Raises:
        TransientFailure: it is something else.
    """
    try:
        found = response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TransientFailure("Luma's answer is no JSON object.", mend="Ask again.", where="luma")
    return found
