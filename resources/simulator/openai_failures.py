"""OpenAI's failures as its API words them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from resources.simulator.part import Failure

__all__ = ["openai_failure"]

_WORDS: Mapping[str, tuple[int, str, str | None]] = {
    "auth": (401, "invalid_request_error", "invalid_api_key"),
    # A used-up balance has the status of a rate limit.
    "unpaid": (429, "insufficient_quota", "insufficient_quota"),
    "rate": (429, "requests", "rate_limit_exceeded"),
    "concurrency": (429, "requests", "rate_limit_exceeded"),
    "invalid": (400, "invalid_request_error", None),
    "moderated": (400, "image_generation_user_error", "moderation_blocked"),
    "missing": (404, "invalid_request_error", "model_not_found"),
}


def openai_failure(failure: Failure) -> Response:
    """A failure under `error`.

    Args:
        failure: why a call is turned away.
    """
    headers = {"x-request-id": f"req_{secrets.token_hex(8)}", **failure.headers}
    status, kind, code = _WORDS.get(failure.what, (failure.status, "server_error", None))
    error = {"message": failure.message, "type": kind, "param": None, "code": code}
    return JSONResponse({"error": error}, status, headers)
