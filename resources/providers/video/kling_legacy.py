"""Kling's older API on the wire: the model stands in the body, a signed token opens it, kinds of task."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import jwt

from resources.http.call import Api
from resources.providers.port import Listed, VideoRequest
from resources.providers.sizes import size_words
from resources.providers.video.kling_answers import held_by, read_rows

__all__ = [
    "KINDS",
    "LIFE",
    "PAGE",
    "SIZES",
    "as_task",
    "bearer",
    "list_tasks",
    "listed",
    "mode",
    "submission",
]

KINDS = ("text2video", "image2video")
"""Its collections of tasks that we use; an id holds for one of them only."""

LIFE = 1800
"""Seconds for which a token opens the API."""

PAGE = 500
"""Tasks that one page of a listing holds at most."""

SIZES = size_words(("16:9", "9:16", "1:1"), ("720p", "1080p"))
"""(width, height) -> (ratio, resolution)."""

_SOUND = ("kling-v2-6",)
"""Models that make sound unless they are told not to."""


def bearer(access_key: str, secret_key: str, now: float) -> str:
    """A token for the older API.

    Args:
        access_key: names the account.
        secret_key: signs; it never leaves this machine.
        now: Unix seconds. Five seconds before count, because clocks differ.

    Returns:
        A JSON web token, HS256.
    """
    claims = {"iss": access_key, "exp": int(now) + LIFE, "nbf": int(now) - 5}
    return jwt.encode(claims, secret_key, algorithm="HS256")


def mode(request: VideoRequest) -> str:
    """The price level whose films have the size that is asked for: `std` is 720p, `pro` is 1080p."""
    return "std" if SIZES[request.width, request.height][1] == "720p" else "pro"


def submission(
    request: VideoRequest, token: str, first: bytes | None = None, last: bytes | None = None
) -> tuple[str, dict[str, Any]]:
    """The collection that a request is sent to, and its body.

    Args:
        request: what is wanted.
        token: the name under which the listing shows it.
        first: the opening picture's file, PNG.
        last: the ending picture's file, PNG; never without the opening one.

    Returns:
        The kind, one of `KINDS`, and the JSON body.
    """
    body: dict[str, Any] = {
        "model_name": request.model,
        "prompt": request.direction,
        "mode": mode(request),
        "duration": str(int(request.duration)),
        "external_task_id": token,
    }
    if request.model in _SOUND:
        body["sound"] = "off"
    if first is None:
        return "text2video", body | {"aspect_ratio": SIZES[request.width, request.height][0]}
    body["image"] = base64.b64encode(first).decode()
    if last is not None:
        body["image_tail"] = base64.b64encode(last).decode()
    return "image2video", body


def as_task(old: Mapping[str, Any]) -> dict[str, Any]:
    """An older task in the new API's words, so that both are read by one rule.

    Args:
        old: one of `GET /v1/videos/{kind}/{id}`.
    """
    result = old.get("task_result") or {}
    return {
        "id": old.get("task_id"),
        "status": old.get("task_status"),
        "message": old.get("task_status_msg"),
        "outputs": [{"type": "video", **video} for video in result.get("videos") or ()],
        "billing": old.get("billing"),
    }


def listed(kind: str, old: Mapping[str, Any]) -> Listed:
    """A listed task as the port tells it; see `kling_tasks.listed` for its name.

    Args:
        kind: the collection that it is in.
        old: one of `GET /v1/videos/{kind}`.
    """
    info = old.get("task_info") or {}
    named = info.get("external_task_id", "")
    token = str(named) if named or "external_task_id" not in info else f"unnamed-{old['task_id']}"
    created = datetime.fromtimestamp(int(old["created_at"]) / 1000, UTC)
    return Listed(remote_id=f"{kind}/{old['task_id']}", token=token, created=created)


async def list_tasks(api: Api, kind: str, since: datetime) -> list[Listed]:
    """Every task of one collection since a time, page by page.

    In which order they come is not documented, so no page is left out.

    Args:
        api: with a signed token.
        kind: the collection.
        since: the earliest time.

    Raises:
        TransientFailure: no answer this time, or one that is no list.
    """
    found: list[Listed] = []
    for number in range(1, 1001):
        turn = {"pageNum": number, "pageSize": PAGE}
        answer = await api.ask("GET", f"/v1/videos/{kind}", params=turn)
        tasks = read_rows(held_by(answer), partial(listed, kind))
        found += tasks
        if len(tasks) < PAGE:
            break
    return [one for one in found if one.created >= since]
