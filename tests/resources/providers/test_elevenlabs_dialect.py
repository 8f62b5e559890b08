"""ElevenLabs' failures, in its newer and its older words."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from resources.errors import AccountRefused, Moderated, RateLimited, Refused, TransientFailure
from resources.providers.elevenlabs_dialect import judge


def answer(status: int, body: Any, path: str = "/v1/text-to-speech/x") -> httpx.Response:
    """An answer of ElevenLabs."""
    asked = httpx.Request("POST", f"https://api.elevenlabs.io{path}")
    return httpx.Response(status, json=body, request=asked)


@pytest.mark.parametrize(
    ("status", "detail", "kind"),
    [
        (401, {"status": "quota_exceeded", "message": "0 credits remaining"}, AccountRefused),
        (402, {"type": "payment_required", "code": "insufficient_credits"}, AccountRefused),
        (429, {"type": "rate_limit_error", "code": "quota_exceeded"}, AccountRefused),
        (401, {"type": "authentication_error", "code": "invalid_api_key"}, AccountRefused),
        (403, {"type": "authorization_error", "code": "missing_permissions"}, AccountRefused),
        (429, {"status": "too_many_concurrent_requests"}, RateLimited),
        (429, {"type": "rate_limit_error", "code": "concurrent_limit_exceeded"}, RateLimited),
        (429, {"type": "rate_limit_error", "code": "system_busy"}, RateLimited),
        (409, {"type": "conflict", "code": "already_running"}, RateLimited),
        (400, {"status": "max_character_limit_exceeded", "message": "too long"}, Refused),
        (404, {"type": "not_found", "code": "voice_not_found"}, Refused),
        (422, [{"loc": ["body", "text"], "msg": "field required", "type": "missing"}], Refused),
        (403, {"type": "authorization_error", "code": "content_policy_violation"}, Moderated),
        (400, {"status": "bad_prompt", "message": "names an artist"}, Moderated),
        (500, {"type": "internal_error"}, TransientFailure),
        (503, {"type": "service_unavailable"}, TransientFailure),
    ],
    ids=lambda one: "-".join(str(v) for v in one.values())[:40] if isinstance(one, dict) else None,
)
def test_each_failure_is_of_its_kind(status: int, detail: Any, kind: type[Exception]) -> None:
    """Old and new words for one failure are the same failure."""
    found = judge(answer(status, {"detail": detail}))
    assert kind is type(found)
    assert found is not None
    assert found.mend


def test_a_refused_field_is_told_in_its_words() -> None:
    """What a field lacks stands in the message."""
    found = judge(answer(422, {"detail": [{"loc": ["body"], "msg": "field required"}]}))
    assert "field required" in str(found)


@pytest.mark.parametrize(("path", "about"), [("/v1/music", "direction"), ("/v1/text-to-speech/x", "text")])
def test_moderation_names_the_input(path: str, about: str) -> None:
    """It says whether the music's direction or the line's text was blocked."""
    found = judge(answer(400, {"detail": {"status": "bad_prompt", "message": "no"}}, path))
    assert isinstance(found, Moderated)
    assert (about, f"Moderation of the {about}: no") == (found.about, found.what)


def test_an_answer_is_no_failure() -> None:
    """HTTP 200 is what was asked for."""
    assert judge(answer(200, {})) is None
