"""The gateway's words on the wire: what a request becomes, what a task says, what its codes mean."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import httpx

from resources.errors import (
    AccountRefused,
    Moderated,
    ProviderFailure,
    RateLimited,
    Refused,
    TransientFailure,
)
from resources.http.verdict import retry_after, said, standard
from resources.providers.port import Generation, MusicRequest

__all__ = ["LENGTH", "body", "suno_judge", "verdict"]

LENGTH = 30
"""Characters that the wish for a length takes of the prompt, at most."""

_RULES = re.compile(r"moderat|sensitive|policy|policies", re.IGNORECASE)
_FAILED = ("CREATE_TASK_FAILED", "GENERATE_AUDIO_FAILED")


def body(request: MusicRequest, *, instrumental: bool, callback_url: str) -> dict[str, Any]:
    """What is submitted.

    Args:
        request: its length goes into the prompt, as the dialect has no field for it.
        instrumental: whether nobody sings.
        callback_url: where the gateway sends word.
    """
    return {
        "customMode": False,
        "instrumental": instrumental,
        "model": request.model,
        "prompt": f"{request.direction}\nLength: {math.ceil(request.duration)} seconds.",
        "callBackUrl": callback_url,
    }


def verdict(task: Mapping[str, Any]) -> Generation:
    """What a task says of itself.

    Args:
        task: `data` of the gateway's answer.
    """
    status = str(task.get("status") or "")
    words = str(task.get("errorMessage") or status)
    if status == "SENSITIVE_WORD_ERROR":
        return Generation(state="refused", reason=f"Moderation of the direction: {words}")
    if status in _FAILED:
        return Generation(state="failed", reason=words)
    songs = (task.get("response") or {}).get("sunoData") or [{}]
    # A callback that found nobody leaves the songs as they are: nobody listens at our address.
    if status in ("SUCCESS", "CALLBACK_EXCEPTION") and songs[0].get("audioUrl"):
        return Generation(state="succeeded", suffix=".mp3")
    if status == "SUCCESS":
        return Generation(state="failed", reason="The task ended without a song.")
    return Generation(state="running")


def suno_judge(response: httpx.Response) -> ProviderFailure | None:
    """The gateway's failures: HTTP may say 200 while the envelope's `code` says no.

    Args:
        response: an answer that was read whole.
    """
    failure, host = standard(response), response.url.host
    code = _code(response)
    if code is None or (code == 200 and failure is None):
        return failure
    words = said(response)
    if code in (401, 402, 403, 429):
        # 429 is this dialect's word for credits that are used up; too many calls are 430.
        return AccountRefused(
            f"The gateway turned the account away ({code}): {words}",
            mend="See to the key and the credits at the gateway.",
            where=host,
        )
    if code in (430, 455):
        return RateLimited(
            f"The gateway takes nothing now ({code}): {words}",
            mend="It is asked again after a while.",
            where=host,
            retry_after=retry_after(response),
        )
    if code == 408 or code >= 500 or code == 200:
        return failure or TransientFailure(
            f"The gateway failed ({code}): {words}", mend="Ask again.", where=host
        )
    if _RULES.search(words):
        return Moderated(
            f"Moderation of the direction: {words}",
            mend="Change the direction.",
            where=host,
            about="direction",
        )
    return Refused(
        f"The gateway refused it ({code}): {words}", mend="Mend what it names, then try again.", where=host
    )


def _code(response: httpx.Response) -> int | None:
    try:
        found = response.json().get("code")
    except (ValueError, AttributeError):
        return None
    return int(found) if str(found).isdigit() else None
