"""What fal's answers mean: whose failure it is, and whether a generation is over by it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from resources.errors import AccountRefused, Moderated, RateLimited, Refused, TransientFailure
from resources.providers.video.pika_verdict import judge, judge_result, verdict


def answer(status: int, body: Any = None, **headers: str) -> httpx.Response:
    """An answer of fal; without a body it is a gateway's page."""
    request = httpx.Request("GET", "https://queue.fal.run/fal-ai/pika/requests/r1")
    if body is None:
        return httpx.Response(status, text="<html>Bad gateway</html>", headers=headers, request=request)
    return httpx.Response(status, json=body, headers=headers, request=request)


def faulty(kind: str, *place: Any) -> dict[str, Any]:
    """A model's failure."""
    return {"detail": [{"loc": ["body", *place], "msg": "It is so.", "type": kind, "later": 1}]}


POLICY = "content_policy_violation"
ENDS: dict[str, tuple[httpx.Response, str, str]] = {
    "a film": (answer(200, {"video": {"url": "https://v3.fal.media/a.mp4"}, "later": 1}), "succeeded", ""),
    "the prompt": (
        answer(422, faulty(POLICY, "prompt")),
        "refused",
        "Moderation of the direction: It is so.",
    ),
    "the picture": (
        answer(422, faulty(POLICY, "image_url")),
        "refused",
        "Moderation of the first frame: It is so.",
    ),
    "the second picture": (
        answer(422, faulty(POLICY, "image_urls", 1)),
        "refused",
        "Moderation of the last frame: It is so.",
    ),
    "an untold input": (
        answer(422, faulty(POLICY)),
        "refused",
        "Moderation of the input or the result: It is so.",
    ),
    "a bad picture": (answer(422, faulty("image_load_error", "image_url")), "refused", "image_load_error: "),
    "too slow": (answer(422, faulty("generation_timeout")), "failed", "generation_timeout: "),
    "inside": (answer(500, faulty("internal_server_error")), "failed", "internal_server_error: "),
    "a lost runner": (
        answer(503, {"detail": "Runner is gone", "error_type": "runner_disconnected"}),
        "failed",
        "runner_disconnected: Runner is gone",
    ),
    "a lost runner by its header": (
        answer(503, {"detail": "Runner is gone"}, **{"X-Fal-Error-Type": "runner_disconnected"}),
        "failed",
        "Runner is gone",
    ),
}


@pytest.mark.parametrize(("response", "state", "reason"), ENDS.values(), ids=ENDS)
def test_a_result_is_the_verdict_of_a_completed_request(
    response: httpx.Response, state: str, reason: str
) -> None:
    """The model's own failure ends the generation, in its words and with the input that is meant."""
    assert judge_result(response) is None
    found = verdict(response)
    assert state == found.state
    assert found.reason.startswith(reason)


NO_ENDS: dict[str, tuple[httpx.Response, type[Exception]]] = {
    "a wrong key": (answer(401, {"detail": "No such key"}), AccountRefused),
    "a used-up balance": (answer(403, {"detail": "Exhausted balance"}), AccountRefused),
    "too many calls": (answer(429, {"detail": "Slow down"}), RateLimited),
    "a gateway's page": (answer(502), TransientFailure),
    "a server's words": (answer(500, {"detail": "Oops"}), TransientFailure),
    "gone": (answer(404, {"detail": "Not found"}), Refused),
    "not yet": (answer(400, {"detail": "Request is still in progress"}), Refused),
}


@pytest.mark.parametrize(("response", "kind"), NO_ENDS.values(), ids=NO_ENDS)
def test_a_gateways_failure_is_no_verdict(response: httpx.Response, kind: type[Exception]) -> None:
    """A generation may be paid: no answer of anything but the model lets it be bought anew."""
    assert kind is type(judge_result(response))


def test_a_result_without_a_film_is_asked_again() -> None:
    """A success that names no film is no success and no failure."""
    with pytest.raises(TransientFailure):
        verdict(answer(200, {"video": None}))


def test_moderation_at_the_queue_names_the_input() -> None:
    """A submit that is turned away for its content says which input."""
    failure = judge(answer(422, faulty(POLICY, "image_url")))
    assert isinstance(failure, Moderated)
    assert "first_frame" == failure.about
    assert Refused is type(judge(answer(422, faulty("missing", "prompt"))))
