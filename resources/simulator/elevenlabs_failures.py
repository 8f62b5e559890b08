"""ElevenLabs' failures as its API words them, in the newer form or in the older one."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from resources.simulator.part import Failure

__all__ = ["account_of", "elevenlabs_failure"]

_WORDS: Mapping[str, tuple[int, dict[str, str]]] = {
    "auth": (401, {"type": "authentication_error", "code": "invalid_api_key", "status": "invalid_api_key"}),
    # The older words for a used-up quota: 401, like a wrong key.
    "unpaid": (401, {"status": "quota_exceeded"}),
    "rate": (
        429,
        {"type": "rate_limit_error", "code": "rate_limit_exceeded", "status": "rate_limit_exceeded"},
    ),
    "concurrency": (429, {"status": "too_many_concurrent_requests"}),
    "invalid": (400, {"type": "validation_error", "code": "invalid_parameters"}),
    "moderated": (400, {"type": "invalid_request", "code": "content_policy_violation"}),
    "missing": (404, {"type": "not_found", "code": "not_found"}),
}


def elevenlabs_failure(failure: Failure) -> Response:
    """A failure under `detail`.

    Args:
        failure: why a call is turned away.
    """
    status, words = _WORDS.get(failure.what, (failure.status, {"type": "internal_error", "code": "internal"}))
    return JSONResponse({"detail": {**words, "message": failure.message}}, status, failure.headers)


def account_of(headers: Mapping[str, str]) -> str:
    """The key in ElevenLabs' own header.

    Args:
        headers: with lower-case names.
    """
    return headers.get("xi-api-key", "").strip()
