"""OpenAI's words for failures, and its free question about a model: shared by its speech and images."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, Refused
from resources.http.call import Api
from resources.http.verdict import said, standard

__all__ = ["HOST", "KEY_VARIABLE", "ask_about_model", "bearer", "judge"]

HOST = "https://api.openai.com"
KEY_VARIABLE = "OPENAI_API_KEY"

_UNPAID = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
"""Codes and types that mean that the account cannot pay; they come as 429 and as 400."""

_MODERATED = {"moderation_blocked", "content_policy_violation"}


def bearer(key: str) -> dict[str, str]:
    """The header that carries the key.

    Args:
        key: of the account.
    """
    return {"authorization": f"Bearer {key}"}


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer of OpenAI means.

    A used-up balance comes as 429 like a rate limit does, and a blocked prompt as 400 like a wrong
    field does: the code inside tells them apart.

    Args:
        response: an answer that was read whole.
    """
    failure = standard(response)
    if failure is None:
        return None
    error, host = _error(response), response.url.host
    words = re.sub(r"\bsk-\S+", "(the key)", said(response))  # a refused key comes back in part
    names = {str(error.get(field)) for field in ("code", "type")}
    if names & _UNPAID:
        return AccountRefused(
            f"{host} says that the account cannot pay: {words}",
            mend="Add credit, or raise the limit, in OpenAI's billing settings.",
            where=host,
        )
    if names & _MODERATED:
        about = _about(response.url.path, str(error.get("param") or ""))
        named = about.replace("_", " ") or "direction or a reference"
        return Moderated(
            f"Moderation of the {named}: {words}", mend="Word it otherwise.", where=host, about=about
        )
    if response.status_code == 401:
        return AccountRefused(
            f"{host} did not accept the key: {words}", mend=f"See to {KEY_VARIABLE}.", where=host
        )
    return failure


async def ask_about_model(api: Api, model: str) -> str:
    """See whether the key is accepted and a model is offered to it. Free.

    Args:
        api: the API host.
        model: OpenAI's name of the model.

    Returns:
        A sentence.

    Raises:
        AccountRefused: the key was not accepted.
        TransientFailure: no answer this time.
    """
    try:
        await api.ask("GET", f"/v1/models/{model}")
    except Refused as missing:
        return f"OpenAI accepts the key but does not offer {model} to it: {missing.what}"
    return f"OpenAI accepts the key and offers {model} to it."


def _error(response: httpx.Response) -> Mapping[str, object]:
    try:
        body = response.json()
    except ValueError:
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _about(path: str, param: str) -> str:
    if param.startswith("image"):
        return "reference"
    if path.endswith("/speech"):
        return "text"
    # An edit has a direction and pictures; only `param` can tell which of them is meant.
    return "direction" if param == "prompt" or path.endswith("/generations") else ""
