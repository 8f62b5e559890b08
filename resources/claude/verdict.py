"""What an answer of Claude's API means where it is not what was asked for."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from resources.errors import AccountRefused, ProviderFailure, RateLimited, Refused
from resources.http.verdict import retry_after, said, standard

__all__ = ["KEY_VARIABLE", "OVERLOADED", "judge"]

KEY_VARIABLE = "ANTHROPIC_API_KEY"

OVERLOADED = 529
"""Explicitly nothing was taken, though it is a status of the 500s."""

_SPENT = ("enforced_spend_limit_reached", "contract_spend_limit_reached")
"""Codes of a 429 that no waiting heals."""

_BALANCE = "credit balance"
"""An empty account is told as a 400 like a wrong field is; only the words tell them apart."""


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer means.

    Args:
        response: an answer that was read whole.

    Returns:
        None for 2xx; AccountRefused where the key, the balance, a spend limit or the account's rights stand
        in the way; RateLimited for any other 429 and for 529; Refused for what is wrong with the request;
        TransientFailure for 5xx and 408.
    """
    failure = standard(response)
    if failure is None:
        return None
    status, host, words, code = response.status_code, response.url.host, said(response), _code(response)
    if code in _SPENT:
        return AccountRefused(
            f"{host} says that the account's spend limit is reached: {words}",
            mend="Raise the limit in the Claude Console, or wait until its period is over.",
            where=host,
        )
    if status == 402 or (status == 400 and _BALANCE in words.lower()):
        return AccountRefused(
            f"{host} says that the account cannot pay: {words}",
            mend="Add credit in the Claude Console's billing settings.",
            where=host,
        )
    if status == 401:
        return AccountRefused(
            f"{host} did not accept the key: {words}", mend=f"See to {KEY_VARIABLE}.", where=host
        )
    if status == 403:
        return AccountRefused(
            f"{host} says that this key may not: {words}",
            mend="See to the key's workspace and rights in the Claude Console.",
            where=host,
        )
    if status == OVERLOADED:
        return RateLimited(
            f"{host} is overloaded: {words}",
            mend="It is asked again after a while.",
            where=host,
            retry_after=retry_after(response),
        )
    if status == 413:
        return Refused(
            f"{host} says that the question is too large: {words}",
            mend="Show fewer or smaller pictures.",
            where=host,
        )
    return failure


def _code(response: httpx.Response) -> str:
    try:
        found = response.json()
    except ValueError:
        return ""
    for key in ("error", "details", "error_code"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
