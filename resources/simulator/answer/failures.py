"""Anthropic's failures as its API words them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.simulator.part import Failure

__all__ = ["error_of", "failed", "request_id"]

_WORDS: Mapping[str, tuple[int, str]] = {
    "auth": (401, "authentication_error"),
    "unpaid": (402, "billing_error"),
    "rate": (429, "rate_limit_error"),
    "concurrency": (429, "rate_limit_error"),
    "invalid": (400, "invalid_request_error"),
    "moderated": (400, "invalid_request_error"),
    "missing": (404, "not_found_error"),
}
_SERVER = {504: "timeout_error", 529: "overloaded_error"}
_SPENT = "enforced_spend_limit_reached"
_TOO_LARGE = 413


def request_id() -> str:
    """A name for one request, as every answer carries it."""
    return f"req_{secrets.token_hex(12)}"


def error_of(failure: Failure) -> tuple[int, dict[str, Any]]:
    """The status and the `error` of a failure.

    Args:
        failure: why a call is turned away.
    """
    if failure.code == "spend_limit":
        # A limit of money has the status of a rate limit; only the code tells them apart.
        words = {"type": "rate_limit_error", "message": failure.message, "details": {"error_code": _SPENT}}
        return 429, words
    status, kind = _WORDS.get(failure.what, (failure.status, _SERVER.get(failure.status, "api_error")))
    if failure.what == "invalid" and failure.status == _TOO_LARGE:
        status, kind = _TOO_LARGE, "request_too_large"
    return status, {"type": kind, "message": failure.message}


def failed(failure: Failure) -> Response:
    """A failure as an answer.

    Args:
        failure: why a call is turned away.
    """
    name = request_id()
    status, error = error_of(failure)
    body = {"type": "error", "error": error, "request_id": name}
    return JSONResponse(body, status, {"request-id": name, **failure.headers})
