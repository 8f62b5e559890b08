"""Google's words for failures of its speech: a wrong key comes as 400, a wait stands in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, RateLimited
from resources.http.verdict import LONGEST_WAIT, retry_after, said, standard

__all__ = ["KEY_VARIABLE", "judge"]

KEY_VARIABLE = "GOOGLE_TTS_API_KEY"

_SAFETY = re.compile(r"\b(safety|prohibited content|sensitive content|content policy)\b", re.IGNORECASE)
"""Google documents no code for a blocked text; these words stand in its messages (from memory)."""

_DELAY = re.compile(r"(\d+(?:\.\d+)?)s")


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer of Google's Text-to-Speech means.

    Args:
        response: an answer that was read whole.
    """
    failure = standard(response)
    if failure is None:
        return None
    host, words, details = response.url.host, said(response), list(_details(response))
    reasons = {str(one.get("reason", "")) for one in details}
    if response.status_code == 400 and (
        any(reason.startswith("API_KEY_") for reason in reasons) or words.startswith("API key ")
    ):
        return AccountRefused(
            f"{host} did not accept the key: {words}", mend=f"See to {KEY_VARIABLE}.", where=host
        )
    if response.status_code == 400 and _SAFETY.search(words):
        return Moderated(
            f"Moderation of the text: {words}", mend="Word it otherwise.", where=host, about="text"
        )
    if isinstance(failure, RateLimited):
        delays = (_DELAY.fullmatch(str(one.get("retryDelay", ""))) for one in details)
        seconds = next((float(delay[1]) for delay in delays if delay), None)
        wait = retry_after(response) if seconds is None else min(seconds, LONGEST_WAIT)
        return RateLimited(failure.what, mend=failure.mend, where=failure.where, retry_after=wait)
    if isinstance(failure, AccountRefused):
        return AccountRefused(
            failure.what,
            mend=f"See to {KEY_VARIABLE}, to its restrictions, and whether the project has the "
            "Text-to-Speech API and billing.",
            where=host,
        )
    return failure


def _details(response: httpx.Response) -> Iterator[Mapping[str, Any]]:
    try:
        body = response.json()
    except ValueError:
        return
    error = body.get("error") if isinstance(body, dict) else None
    details = error.get("details") if isinstance(error, dict) else None
    yield from (one for one in details or () if isinstance(one, dict))
