"""Inworld's words for failures: those of gRPC, with HTTP's status."""

from __future__ import annotations

import re

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, RateLimited, Refused
from resources.http.verdict import said, standard

__all__ = ["KEY_VARIABLE", "judge"]

KEY_VARIABLE = "INWORLD_API_KEY"

_UNPAID = re.compile(r"\b(credits?|balance|billing|payment|spending limit)\b", re.IGNORECASE)
"""Inworld does not document how an empty balance is told; as 429 it must not be taken for haste."""

_BLOCKED = re.compile(r"\b(moderat\w+|safety|content policy|inappropriate)\b", re.IGNORECASE)
"""Inworld documents no code for a blocked text either."""


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer of Inworld means.

    Args:
        response: an answer that was read whole.
    """
    failure = standard(response)
    if failure is None:
        return None
    host, words = response.url.host, said(response)
    if isinstance(failure, AccountRefused) or (isinstance(failure, RateLimited) and _UNPAID.search(words)):
        return AccountRefused(
            f"{host} turned the account away: {words}",
            mend=f"See to {KEY_VARIABLE} and to the balance at platform.inworld.ai.",
            where=host,
        )
    if isinstance(failure, Refused) and _BLOCKED.search(words):
        return Moderated(
            f"Moderation of the text: {words}", mend="Word it otherwise.", where=host, about="text"
        )
    return failure
