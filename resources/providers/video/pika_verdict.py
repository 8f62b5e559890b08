"""What fal's answers mean: the queue's own failures, and the model's, which hide behind COMPLETED."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from resources.errors import Moderated, ProviderFailure, TransientFailure
from resources.http.verdict import said, standard
from resources.providers.port import Generation

__all__ = ["body_of", "judge", "judge_result", "refusal", "verdict"]

_POLICY = "content_policy_violation"
_FAILED = (
    "generation_timeout",
    "internal_server_error",
    "downstream_service_error",
    "downstream_service_unavailable",
)
_NOT_THE_MODEL = (401, 402, 403, 404, 408, 409, 425, 429)
_INPUTS = {"prompt": "direction", "transitions": "direction", "image_url": "first_frame"}


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer of the queue means.

    Args:
        response: an answer that was read whole.

    Returns:
        None for what was asked for; Moderated names the input as far as the answer does.
    """
    if 400 <= response.status_code < 500:
        for fault in _faults(body_of(response)):
            if fault.get("type") == _POLICY:
                about = _about(fault)
                return Moderated(
                    f"Moderation of the {_named(about)} by fal: {said(response)}",
                    mend="Change what it shows or says.",
                    where=response.url.host,
                    about=about,
                )
    return standard(response)


def judge_result(response: httpx.Response) -> ProviderFailure | None:
    """What the answer to a result means: the model's own failure is what was asked for, too.

    Args:
        response: an answer that was read whole.
    """
    return None if _by_the_model(response) else judge(response)


def verdict(response: httpx.Response) -> Generation:
    """What became of a completed request, by its result.

    Args:
        response: one that `judge_result` found nothing wrong with.

    Raises:
        TransientFailure: it succeeded and holds no film.
    """
    body = body_of(response)
    if response.status_code >= 400:
        faults = _faults(body)
        kind = str(faults[0].get("type") or "") if faults else str(body.get("error_type") or "")
        about = _about(faults[0]) if faults else ""
        return refusal(said(response), kind, about, judged=response.status_code < 500)
    video = body.get("video")
    if not isinstance(video, dict) or not video.get("url"):
        raise TransientFailure("fal's result names no film.", mend="Ask again; it is free.")
    return Generation(state="succeeded", suffix=".mp4")


def refusal(words: str, kind: str, about: str = "", *, judged: bool = False) -> Generation:
    """A failure that a completed request holds.

    Args:
        words: fal's or the model's.
        kind: its type, such as `content_policy_violation`.
        about: the input that is meant, where it is told.
        judged: whether the input was judged, so that the same would fail again.
    """
    if kind == _POLICY:
        return Generation(state="refused", reason=f"Moderation of the {_named(about)}: {words}")
    told = f"{kind}: {words}" if kind and kind not in words else words
    return Generation(state="refused" if judged and kind not in _FAILED else "failed", reason=told)


def body_of(response: httpx.Response) -> dict[str, Any]:
    """The answer's JSON object; empty where it is none."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _by_the_model(response: httpx.Response) -> bool:
    # A gateway's 502 or a key's 401 must not be taken for the end of a generation: it may be paid.
    status, body = response.status_code, body_of(response)
    if status < 400 or status in _NOT_THE_MODEL:
        return False
    if _faults(body):
        return True
    if status >= 500:
        return "x-fal-error-type" in response.headers or "error_type" in body
    return "detail" in body and "in progress" not in str(body["detail"]).lower()


def _faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    detail = body.get("detail")
    return [fault for fault in detail if isinstance(fault, dict)] if isinstance(detail, list) else []


def _about(fault: Mapping[str, Any]) -> str:
    place = fault.get("loc")
    words = [str(word) for word in place] if isinstance(place, list) else []
    if "image_urls" in words:
        return "last_frame" if words[-1] == "1" else "first_frame"
    return next((_INPUTS[word] for word in words if word in _INPUTS), "")


def _named(about: str) -> str:
    return about.replace("_", " ") or "input or the result"
