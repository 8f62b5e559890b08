"""What an HTTP answer means where a provider's own dialect says nothing else."""

from __future__ import annotations

import math
import time
from email.utils import parsedate_to_datetime

import httpx

from resources.errors import (
    AccountRefused,
    ProviderFailure,
    RateLimited,
    Refused,
    TransientFailure,
)

__all__ = ["LONGEST_WAIT", "retry_after", "said", "standard"]

LONGEST_WAIT = 120.0
"""Seconds that a provider's Retry-After can make us wait at most before we ask again."""

_ACCOUNT = {401: "did not accept the key", 402: "asks for payment", 403: "says that this account may not"}


def standard(response: httpx.Response) -> ProviderFailure | None:
    """The plain meaning of an answer by its status.

    Args:
        response: an answer that was read whole.

    Returns:
        None for 2xx; AccountRefused for 401, 402 and 403; RateLimited for 429; TransientFailure for
        408 and 5xx; Refused for anything else.
    """
    status, host = response.status_code, response.url.host
    if 200 <= status < 300:
        return None
    words = said(response)
    if status in _ACCOUNT:
        return AccountRefused(
            f"{host} {_ACCOUNT[status]}: {words}",
            mend="See to the key and the account's balance.",
            where=host,
        )
    if status == 429:
        return RateLimited(
            f"{host} is busy: {words}",
            mend="It is asked again after a while.",
            where=host,
            retry_after=retry_after(response),
        )
    if status == 408 or status >= 500:
        return TransientFailure(f"{host} failed with HTTP {status}: {words}", mend="Ask again.", where=host)
    return Refused(
        f"{host} answered HTTP {status}: {words}", mend="Mend what it names, then try again.", where=host
    )


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that the answer asks to wait, at most `LONGEST_WAIT`.

    `retry-after-ms` is read before `retry-after`, which holds seconds or a date.

    Args:
        response: any answer.

    Returns:
        Seconds, or None where the answer does not say.
    """
    try:
        if millis := response.headers.get("retry-after-ms"):
            seconds = float(millis) / 1000
        else:
            word = response.headers["retry-after"]
            seconds = float(word) if word.replace(".", "", 1).isdigit() else _until(word)
    except (KeyError, ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def said(response: httpx.Response) -> str:
    """The provider's own words on a failure, in one line of at most 300 characters.

    Args:
        response: an answer that was read whole.
    """
    words: object = None
    try:
        body = response.json()
    except ValueError:
        body = None
    while isinstance(body, list) and body:
        body = body[0]
    while isinstance(body, dict):
        words = next((body[key] for key in _WORDS if body.get(key)), None)
        body = words
        while isinstance(body, list) and body:
            body = body[0]
        if not isinstance(body, dict):
            words = body
    if not isinstance(words, str):
        words = response.text if "text" in response.headers.get("content-type", "json") else ""
    return " ".join(str(words).split())[:300] or f"HTTP {response.status_code}"


_WORDS = ("message", "detail", "error", "errors", "msg", "failure_reason", "reason", "code")


def _until(date: str) -> float:
    return parsedate_to_datetime(date).timestamp() - time.time()
