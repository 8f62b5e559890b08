"""OpenAI's failures: the code inside tells apart what one status means."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from resources.errors import AccountRefused, Moderated, RateLimited, Refused, TransientFailure
from resources.providers.openai_dialect import judge


def answer(status: int, path: str = "/v1/images/generations", **error: Any) -> httpx.Response:
    """An answer of OpenAI."""
    asked = httpx.Request("POST", f"https://api.openai.com{path}")
    words = {"message": "said so", "type": "invalid_request_error", "param": None, "code": None}
    headers = {"retry-after-ms": "1500"}
    return httpx.Response(status, json={"error": {**words, **error}}, headers=headers, request=asked)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "insufficient_quota", AccountRefused),
        (400, "billing_hard_limit_reached", AccountRefused),
        (429, "billing_not_active", AccountRefused),
        (429, "rate_limit_exceeded", RateLimited),
        (401, "invalid_api_key", AccountRefused),
        (403, "unsupported_country_region_territory", AccountRefused),
        (404, "model_not_found", Refused),
        (400, "unknown_parameter", Refused),
        (400, "moderation_blocked", Moderated),
        (400, "content_policy_violation", Moderated),
        (500, None, TransientFailure),
        (503, None, TransientFailure),
    ],
)
def test_each_failure_is_of_its_kind(status: int, code: str | None, kind: type[Exception]) -> None:
    """A used-up balance is not a rate limit, and a blocked prompt not a wrong field."""
    found = judge(answer(status, code=code))
    assert kind is type(found)
    assert found is not None
    assert found.mend
    if isinstance(found, RateLimited):
        assert 1.5 == found.retry_after


@pytest.mark.parametrize(
    ("path", "param", "about"),
    [
        ("/v1/images/generations", None, "direction"),
        ("/v1/images/edits", "image[0]", "reference"),
        ("/v1/images/edits", "prompt", "direction"),
        ("/v1/images/edits", None, ""),
        ("/v1/audio/speech", None, "text"),
    ],
)
def test_moderation_names_the_input(path: str, param: str | None, about: str) -> None:
    """It says which input was blocked, and nothing where OpenAI does not."""
    found = judge(answer(400, path, code="moderation_blocked", param=param))
    assert isinstance(found, Moderated)
    assert about == found.about


def test_a_refused_key_is_not_repeated() -> None:
    """OpenAI repeats a part of a refused key; we do not."""
    found = judge(answer(401, code="invalid_api_key", message="Incorrect API key provided: sk-ca***7b21."))
    assert "sk-ca" not in str(found)


def test_an_answer_is_no_failure() -> None:
    """HTTP 200 is what was asked for, and a page that is no JSON is judged by its status."""
    assert judge(answer(200)) is None
    asked = httpx.Request("POST", "https://api.openai.com/v1/audio/speech")
    assert isinstance(judge(httpx.Response(502, text="<html>", request=asked)), TransientFailure)
