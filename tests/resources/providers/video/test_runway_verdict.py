"""What Runway's answers, states and failure codes mean."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from resources.errors import (
    AccountRefused,
    Moderated,
    RateLimited,
    Refused,
    StudioError,
    TransientFailure,
)
from resources.providers.video.runway_verdict import runway_generation, runway_judge


@pytest.mark.parametrize(
    ("code", "state", "beginning"),
    [
        ("SAFETY.INPUT.TEXT", "refused", "Moderation of the direction: "),
        ("INPUT_PREPROCESSING.SAFETY.TEXT", "refused", "Moderation of the direction: "),
        ("SAFETY.INPUT.IMAGE", "refused", "Moderation of the first frame: "),
        ("SAFETY.INPUT.ELSE", "refused", "Moderation of the direction or the first frame: "),
        ("SAFETY.OUTPUT.VIDEO", "refused", "Moderation of the result: "),
        ("ASSET.INVALID", "refused", "It failed. (ASSET.INVALID)"),
        ("INTERNAL.BAD_OUTPUT.CODE02", "failed", "It failed. (INTERNAL"),
        ("INPUT_PREPROCESSING.INTERNAL", "failed", "It failed. (INPUT_PREPROCESSING"),
        ("THIRD_PARTY.TIMEOUT", "failed", "It failed. (THIRD_PARTY"),
        ("SOMETHING.NEW", "failed", "It failed. (SOMETHING.NEW)"),
        (None, "failed", "It failed."),
    ],
)
def test_every_failure_code_has_its_meaning(code: str | None, state: str, beginning: str) -> None:
    """Moderation names its input, a bad asset is final, anything else may be bought again."""
    cost = {"credits": 60}
    found = runway_generation(
        {"status": "FAILED", "failure": "It failed.", "failureCode": code, "cost": cost}
    )
    assert (state, Decimal("0.60")) == (found.state, found.price)
    assert found.reason.startswith(beginning)


@pytest.mark.parametrize(
    "task", [{}, {"status": "NEW"}, {"status": "SUCCEEDED", "output": [], "cost": {"credits": 60}}]
)
def test_what_is_not_over_is_asked_again(task: dict[str, Any]) -> None:
    """An unknown state, or a success without an address, is neither a verdict nor a price."""
    found = runway_generation(task)
    assert ("running", None) == (found.state, found.price)


@pytest.mark.parametrize(
    ("status", "said", "kind", "about"),
    [
        (400, "Image did not pass moderation", Moderated, "first_frame"),
        (400, "Input did not pass moderation", Moderated, ""),
        (400, "You do not have enough credits", AccountRefused, ""),
        (400, "ratio must be one of", Refused, ""),
        (429, "Daily limit reached", RateLimited, ""),
        (404, "Task not found", Refused, ""),
        (504, "overloaded", TransientFailure, ""),
    ],
)
def test_answers_mean_what_their_words_say(
    status: int, said: str, kind: type[StudioError], about: str
) -> None:
    """Credits and moderation come as a plain 400 and are told apart by the words."""
    request = httpx.Request("POST", "https://x.test")
    found = runway_judge(httpx.Response(status, json={"error": said}, request=request))
    assert (kind, about) == (type(found), getattr(found, "about", ""))
