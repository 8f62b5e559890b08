"""Kling's envelope: its code counts before the status, and what was charged is read exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from resources.errors import (
    AccountRefused,
    Moderated,
    OutcomeUnknown,
    RateLimited,
    Refused,
    TransientFailure,
)
from resources.providers.video.kling_errors import about, judge, moderation, settled
from resources.providers.video.kling_tasks import generation


def answer(status: int, code: int | None, message: str = "no", **headers: str) -> httpx.Response:
    """An answer of Kling; without a code it is a gateway's page."""
    request = httpx.Request("POST", "https://api-singapore.klingai.com/tasks")
    if code is None:
        return httpx.Response(status, text="<html>", headers=headers, request=request)
    body = {"code": code, "message": message, "request_id": "r", "data": None}
    return httpx.Response(status, json=body, headers=headers, request=request)


KINDS: dict[str, tuple[httpx.Response, type[Exception] | None]] = {
    "200 with code 0": (answer(200, 0), None),
    "200 with code 1201": (answer(200, 1201), Refused),
    "200 with code 1102": (answer(200, 1102), AccountRefused),
    "200 with code 5000": (answer(200, 5000), TransientFailure),
    "200 with an unknown code": (answer(200, 7777), TransientFailure),
    "200 with a page": (answer(200, None), TransientFailure),
    "401 with code 1002": (answer(401, 1002), AccountRefused),
    "429 with code 1100": (answer(429, 1100), AccountRefused),
    "429 with code 1101": (answer(429, 1101), AccountRefused),
    "429 with code 1102": (answer(429, 1102), AccountRefused),
    "403 with code 1103": (answer(403, 1103), AccountRefused),
    "429 with code 1302": (answer(429, 1302), RateLimited),
    "429 with code 1303": (answer(429, 1303), RateLimited),
    "429 with code 1304": (answer(429, 1304), AccountRefused),
    "429 with a page": (answer(429, None), RateLimited),
    "400 with code 1201": (answer(400, 1201, "duration is invalid"), Refused),
    "400 with code 1301": (answer(400, 1301), Moderated),
    "404 with code 1203": (answer(404, 1203, "external_task_id does not exist"), Refused),
    "a name twice": (answer(400, 1201, "external_task_id already exists"), OutcomeUnknown),
    "a name twice, otherwise": (answer(400, 1201, "Duplicate external task id"), OutcomeUnknown),
    "500 with code 5000": (answer(500, 5000), TransientFailure),
    "502 with a page": (answer(502, None), TransientFailure),
    "500 with code 0": (answer(500, 0), TransientFailure),
}


@pytest.mark.parametrize(("response", "kind"), KINDS.values(), ids=KINDS)
def test_the_code_counts_before_the_status(response: httpx.Response, kind: type[Exception] | None) -> None:
    """Billing that comes as 429 is no reason to wait, and HTTP 200 is no success by itself."""
    failure = judge(response)
    assert (type(None) if kind is None else kind) is type(failure)
    assert failure is None or failure.mend


def test_a_busy_kling_may_say_how_long() -> None:
    """A Retry-After is passed on."""
    failure = judge(answer(429, 1302, **{"Retry-After": "7"}))
    assert isinstance(failure, RateLimited)
    assert 7 == failure.retry_after


BILLS: dict[str, tuple[Any, Decimal | None]] = {
    "cash": ([{"charge_type": "cash", "amount": "0.42", "currency": "USD"}], Decimal("0.42")),
    "units": ([{"charge_type": "unit", "amount": "6.0", "package_type": "video"}], Decimal("0.84")),
    "both": (
        [{"charge_type": "unit", "amount": 1}, {"charge_type": "cash", "amount": 0.1}],
        Decimal("0.24"),
    ),
    "another currency": ([{"charge_type": "cash", "amount": "3", "currency": "CNY"}], None),
    "an unknown kind": ([{"charge_type": "points", "amount": "3"}], None),
    "no number": ([{"charge_type": "cash", "amount": "NaN"}], None),
    "nothing": ([], None),
    "not told": (None, None),
}


@pytest.mark.parametrize(("billing", "price"), BILLS.values(), ids=BILLS)
def test_what_was_charged_is_read_exactly_or_not_at_all(billing: Any, price: Decimal | None) -> None:
    """Cash and units are summed in dollars; what is neither leaves the quote as it stands."""
    assert price == settled(billing)


@pytest.mark.parametrize("word", ["succeeded", "succeed"])
def test_both_spellings_of_success_are_one(word: str) -> None:
    """The new API says succeeded, the older one succeed."""
    task = {"status": word, "outputs": [{"type": "video", "url": "https://x/a.mp4", "later": 1}], "later": 1}
    assert "succeeded" == generation(task).state


def test_a_success_without_a_film_is_asked_again() -> None:
    """Succeeded without an address is neither a film nor a failure that could be bought anew."""
    with pytest.raises(TransientFailure):
        generation({"status": "succeeded", "outputs": []})


WORDS = {
    "The prompt is sensitive": "direction",
    "The tail image violates the policy": "last_frame",
    "image failed the risk control": "first_frame",
    "The generated content is sensitive": "result",
    "Failure to pass the risk control system": "",
}


@pytest.mark.parametrize(("words", "which"), WORDS.items())
def test_moderation_names_the_input_as_far_as_kling_does(words: str, which: str) -> None:
    """The input is told from Kling's words, and left open where they do not say."""
    assert moderation(words)
    assert which == about(words)
