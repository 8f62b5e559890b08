"""Kling's new API on the wire: the model stands in the path, a plain key opens it, tasks are listed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from resources.errors import TransientFailure
from resources.http.call import Api
from resources.providers.port import Generation, Listed, VideoRequest
from resources.providers.sizes import size_words
from resources.providers.video.kling_answers import data_of, read_rows
from resources.providers.video.kling_errors import about, moderation, settled

__all__ = ["PAGE", "SIZES", "generation", "list_tasks", "listed", "media_url", "page", "submission"]

PAGE = 500
"""Tasks that one page of the listing holds at most."""

_RATIOS = ("16:9", "9:16", "1:1")
SIZES = {
    "kling-3.0": size_words(_RATIOS, ("720p", "1080p", "4k")),
    "kling-3.0-turbo": size_words(_RATIOS, ("720p", "1080p")),
}
"""Model -> (width, height) -> (ratio, resolution)."""


def submission(
    request: VideoRequest, token: str, first: bytes | None = None, last: bytes | None = None
) -> tuple[str, dict[str, Any]]:
    """Where a request is sent, and its body.

    Sound and several shots are switched off: a take films one scene, and sound is made elsewhere. The
    turbo model has no such switches.

    Args:
        request: what is wanted.
        token: the name under which the listing shows it.
        first: the opening picture's file, PNG.
        last: the ending picture's file, PNG; never without the opening one.

    Returns:
        The path and the JSON body.
    """
    ratio, resolution = SIZES[request.model][request.width, request.height]
    settings: dict[str, Any] = {"resolution": resolution, "duration": int(request.duration)}
    if request.model == "kling-3.0":
        settings |= {"audio": "off", "multi_shot": False}
    options = {"external_task_id": token, "watermark_info": {"enabled": False}}
    if first is None:
        settings["aspect_ratio"] = ratio
        body: dict[str, Any] = {"prompt": request.direction, "settings": settings, "options": options}
        return f"/text-to-video/{request.model}", body
    contents = [{"type": "prompt", "text": request.direction}, _picture("first_frame", first)]
    if last is not None:
        contents.append(_picture("last_frame", last))
    return f"/image-to-video/{request.model}", {
        "contents": contents,
        "settings": settings,
        "options": options,
    }


def generation(task: Mapping[str, Any]) -> Generation:
    """A task as the port tells it.

    Args:
        task: one of `GET /tasks`, or in the older API's words one of its tasks.

    Raises:
        TransientFailure: it has succeeded and names no file yet.
    """
    state, words = task.get("status"), str(task.get("message") or "")
    price = settled(task.get("billing"))
    if state in ("succeeded", "succeed"):
        media_url(task)
        return Generation(state="succeeded", price=price, suffix=".mp4")
    if state != "failed":
        return Generation(state="running")
    if moderation(words):
        named = about(words).replace("_", " ")
        which = f"Moderation of the {named}" if named else "Moderation (Kling does not say of which input)"
        return Generation(state="refused", price=price, reason=f"{which}: {words}")
    return Generation(state="failed", price=price, reason=words or "Kling gave no reason.")


def media_url(task: Mapping[str, Any]) -> str:
    """The address of a finished task's film, without a watermark; the first where it is named twice.

    Raises:
        TransientFailure: there is none.
    """
    outputs = task.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict) and output.get("type", "video") == "video" and output.get("url"):
            return str(output["url"])
    raise TransientFailure(
        "Kling says that a task has succeeded and names no film.", mend="Ask again; it is free."
    )


def page(since: datetime, cursor: str) -> dict[str, Any]:
    """The body that asks for one page of the listing.

    Args:
        since: the earliest time of a task; Kling remembers 30 days.
        cursor: of the page before; empty for the first one.
    """
    body: dict[str, Any] = {
        "start_time": str(int(since.timestamp() * 1000)),
        "limit": PAGE,
        "filters": [{"key": "product_type", "values": ["video"]}],
    }
    return body | ({"cursor": cursor} if cursor else {})


def listed(task: Mapping[str, Any]) -> Listed:
    """A listed task as the port tells it.

    A task without a name of its own was made by hand: every submit of ours has one. Only where the
    listing leaves the field out can nothing be told.
    """
    named = task.get("external_id", "")
    token = str(named) if named or "external_id" not in task else f"unnamed-{task['id']}"
    created = datetime.fromtimestamp(int(task["create_time"]) / 1000, UTC)
    return Listed(remote_id=str(task["id"]), token=token, created=created)


async def list_tasks(api: Api, since: datetime) -> list[Listed]:
    """Every video task since a time, page by page.

    Args:
        api: with the plain key.
        since: the earliest time.

    Raises:
        TransientFailure: no answer this time, or one that breaks off.
    """
    found: list[Listed] = []
    cursor, seen = "", {""}
    while True:
        data = data_of(await api.ask("POST", "/tasks", json=page(since, cursor)))
        found += read_rows(data.get("result"), listed)
        if not data.get("has_more"):
            return [one for one in found if one.created >= since]
        cursor = str(data.get("next_cursor") or "")
        if cursor in seen:
            raise TransientFailure(
                "Kling's listing has more and names no next page.", mend="Ask again; it is free."
            )
        seen.add(cursor)


def _picture(role: str, data: bytes) -> dict[str, str]:
    # Bare base64: Kling refuses a data URI.
    return {"type": role, "url": base64.b64encode(data).decode()}
