"""ElevenLabs' words for failures, old and new, and its balance: shared by its speech and music."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, RateLimited
from resources.http.call import Api
from resources.http.verdict import retry_after, said, standard
from resources.providers.reading import object_of

__all__ = ["HOST", "KEY_VARIABLE", "ask_for_balance", "judge"]

HOST = "https://api.elevenlabs.io"
KEY_VARIABLE = "ELEVENLABS_API_KEY"

_UNPAID = ("quota_exceeded", "insufficient_credits", "payment_required")
_BUSY = ("too_many_concurrent_requests", "concurrent_limit_exceeded", "rate_limit_exceeded", "system_busy")
_MODERATED = ("policy", "moderat", "content_against", "prohibited", "safety", "bad_prompt", "terms_of")
"""Parts of the codes for content: the codes themselves are not published, so their words are looked for."""


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer of ElevenLabs means.

    Its newer failures have a `type` and a `code`, its older ones only a `status`. A used-up quota comes
    as 401 in the older words, like a wrong key does.

    Args:
        response: an answer that was read whole.
    """
    failure = standard(response)
    if failure is None:
        return None
    host, words, code = response.url.host, said(response), _code(response)
    if any(word in code for word in _UNPAID):
        return AccountRefused(
            f"{host} says that the credits are used up: {words}",
            mend="Buy credits, or wait for the next month's.",
            where=host,
        )
    if response.status_code in (409, 425) or any(word in code for word in _BUSY):
        return RateLimited(
            f"{host} is busy: {words}",
            mend="It is asked again after a while.",
            where=host,
            retry_after=retry_after(response),
        )
    if response.status_code in (400, 403, 422) and any(word in code for word in _MODERATED):
        about = "direction" if response.url.path.endswith("/music") else "text"
        return Moderated(
            f"Moderation of the {about}: {words}", mend="Word it otherwise.", where=host, about=about
        )
    return failure


async def ask_for_balance(api: Api) -> str:
    """See whether the key is accepted, and what is left. Free.

    Args:
        api: the API host.

    Returns:
        A sentence.

    Raises:
        AccountRefused: the key was not accepted.
        TransientFailure: no answer this time.
    """
    found = object_of(await api.ask("GET", "/v1/user/subscription"), "ElevenLabs")
    used, limit = found.get("character_count"), found.get("character_limit")
    if not isinstance(used, int) or not isinstance(limit, int):
        return "ElevenLabs accepts the key."
    return (
        f"ElevenLabs accepts the key: {max(limit - used, 0):,} of {limit:,} credits are left "
        f"(tier {found.get('tier', 'unknown')})."
    )


def _code(response: httpx.Response) -> str:
    """All words by which the failure is named, in one text."""
    try:
        body = response.json()
    except ValueError:
        return ""
    detail = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(detail, Mapping):
        return ""
    return " ".join(str(detail.get(name) or "") for name in ("type", "code", "status")).lower()
