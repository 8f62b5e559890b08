"""What Luma's two APIs mean by an answer: their bodies are not documented, so their words are read."""

from __future__ import annotations

import re

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, RateLimited, Refused
from resources.http.verdict import said, standard
from resources.providers.port import Generation

__all__ = ["LOOK", "luma_generation_failed", "luma_judge", "moderated_input"]

LOOK = "Look for it at Luma before any other submit: it may be paid."
"""What to do after a submit that told no id."""

_MODERATION = re.compile(r"moderat|not allowed because|content polic|safety", re.IGNORECASE)
_PAYMENT = re.compile(
    r"insufficient|(out of|no|not enough) (credit|fund)|budget[ _]exhausted|payment", re.IGNORECASE
)

_USELESS = ("image_too_large", "unsupported_format", "corrupt_input", "invalid_request")
"""Failure codes that judge the request: the same request would fail again."""

_INPUTS = (
    ("first_frame", re.compile(r"start[ _]frame|first[ _]frame|frame ?0", re.IGNORECASE)),
    ("last_frame", re.compile(r"end[ _]frame|last[ _]frame|frame ?1", re.IGNORECASE)),
    ("direction", re.compile(r"\bprompt|\btext", re.IGNORECASE)),
    ("result", re.compile(r"\boutput|\bresult|\bgenerated", re.IGNORECASE)),
)


def luma_judge(response: httpx.Response) -> ProviderFailure | None:
    """Luma's meaning of an answer.

    Args:
        response: an answer that was read whole.

    Returns:
        As `standard`, but Moderated where a refusal speaks of moderation, and AccountRefused where a
        refusal or a 429 speaks of money: waiting does not mend an empty balance.
    """
    failure = standard(response)
    if not isinstance(failure, Refused | RateLimited | AccountRefused):
        return failure
    words, host = said(response), response.url.host
    status, told = response.status_code, f"{words} {_code(response)}"
    if status in (400, 403, 422, 451) and _MODERATION.search(told):
        return Moderated(
            f"{host} moderated the request: {words}",
            mend="Say it in other words, or show another key frame.",
            where=host,
            about=moderated_input(words),
        )
    if status in (400, 422, 429) and _PAYMENT.search(told):
        return AccountRefused(
            f"{host} asks for payment: {words}", mend="See to the account's balance.", where=host
        )
    return failure


def luma_generation_failed(code: str, reason: str) -> Generation:
    """What a generation that Luma calls failed has come to.

    Args:
        code: the failure code; empty where the API has none.
        reason: Luma's words; may be empty.
    """
    words = reason or code or "no reason was given"
    if code == "content_moderated" or (not code and _MODERATION.search(reason)):
        about = moderated_input(reason).replace("_", " ") or "one input or the result"
        return Generation(state="refused", reason=f"Moderation of the {about}: {words}")
    told = f"{code}: {words}" if code and code != words else words
    return Generation(state="refused" if code in _USELESS else "failed", reason=told)


def moderated_input(words: str) -> str:
    """Which input the words of a moderation mean.

    Args:
        words: the provider's own.

    Returns:
        As `Moderated.about`; empty where the words name none, or more than one.
    """
    found = [name for name, pattern in _INPUTS if pattern.search(words)]
    return found[0] if len(found) == 1 else ""


def _code(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    return (
        " ".join(str(body.get(key, "")) for key in ("code", "failure_code")) if isinstance(body, dict) else ""
    )
