"""What an answer means where the dialect says nothing else."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Any

import httpx
import pytest

from resources.errors import AccountRefused, RateLimited, Refused, StudioError, TransientFailure
from resources.http.verdict import LONGEST_WAIT, retry_after, said, standard


def answer(status: int, **content: Any) -> httpx.Response:
    """An answer of a host that only exists here."""
    return httpx.Response(
        status, request=httpx.Request("POST", "https://api.example/x?key=canary"), **content
    )


@pytest.mark.parametrize(
    "status, kind",
    [
        (200, None),
        (204, None),
        (301, Refused),
        (400, Refused),
        (401, AccountRefused),
        (402, AccountRefused),
        (403, AccountRefused),
        (404, Refused),
        (408, TransientFailure),
        (409, Refused),
        (422, Refused),
        (429, RateLimited),
        (500, TransientFailure),
        (503, TransientFailure),
    ],
)
def test_each_status_has_its_type(status: int, kind: type[StudioError] | None) -> None:
    """An answer is nothing, or exactly one type of failure with a mend, the host and no key."""
    found = standard(answer(status, json={"message": "Words."}))
    assert kind is (None if found is None else type(found))
    if found is not None:
        assert found.mend
        assert ("api.example", True) == (found.where, "Words." in found.what)
        assert "canary" not in str(found)


@pytest.mark.parametrize(
    "headers, seconds",
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "100000"}, LONGEST_WAIT),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "soon"}, None),
        ({"retry-after-ms": "nan"}, None),
        ({"retry-after-ms": "inf"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_is_asked_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds and milliseconds are understood, nonsense is nothing, and nobody waits for hours."""
    assert seconds == retry_after(answer(429, headers=headers))
    found = standard(answer(429, headers=headers))
    assert isinstance(found, RateLimited)
    assert seconds == found.retry_after


def test_a_date_to_wait_for_is_read() -> None:
    """A date means the seconds until then; one that is over means now."""
    soon = retry_after(answer(429, headers={"retry-after": formatdate(time.time() + 30, usegmt=True)}))
    assert 30 == pytest.approx(soon, abs=3)
    past = answer(429, headers={"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert 0.0 == retry_after(past)


@pytest.mark.parametrize(
    "content, words",
    [
        ({"json": {"message": "No."}}, "No."),
        ({"json": {"error": {"message": "No.", "code": 7}}}, "No."),
        ({"json": {"detail": [{"loc": ["body"], "msg": "No."}]}}, "No."),
        ({"json": [{"error": {"status": "X", "message": "No."}}]}, "No."),
        ({"json": {"errors": ["No.", "Never."]}}, "No."),
        ({"json": {"detail": {"status": "quota", "message": "No."}}}, "No."),
        ({"text": "No.\n  Never."}, "No. Never."),
        ({"json": {}}, "HTTP 400"),
        ({"content": b"", "headers": {"content-type": "text/html"}}, "HTTP 400"),
        ({"content": b"\x00\x01", "headers": {"content-type": "video/mp4"}}, "HTTP 400"),
        ({"json": {"message": "a" * 1000}}, "a" * 300),
    ],
)
def test_the_providers_own_words_are_found(content: dict[str, Any], words: str) -> None:
    """Whatever the body looks like, a person reads one line of what the provider said."""
    assert words == said(answer(400, **content))
