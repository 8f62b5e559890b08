"""fal's request history, on another API host than its queue: what has ended, with its input."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx

from resources.errors import ProviderFailure, TransientFailure
from resources.http.call import Api
from resources.providers.port import Listed
from resources.providers.video.pika_inputs import APP, endpoints, history_token
from resources.providers.video.pika_verdict import body_of, judge

__all__ = ["HOST", "PAGE", "path_of", "readable", "requests"]

HOST = "https://api.fal.ai"
"""fal's platform API. Like the queue's host it gets the key."""

PAGE = 100
"""Requests that one page holds at most."""

_PATH = "/v1/models/requests/by-endpoint"


def path_of(request_id: str) -> str:
    """The path of a request below the queue's host: owner and app, without the endpoint's last words.

    Args:
        request_id: fal's id.
    """
    return f"{APP}/requests/{request_id}"


async def requests(api: Api, since: datetime) -> list[Listed]:
    """Requests of every endpoint of ours since a time, page by page.

    Args:
        api: of the platform's host.
        since: the earliest time at which one was sent.

    Raises:
        TransientFailure: no answer this time, or one that breaks off.
    """
    found: list[Listed] = []
    cursor, seen = "", {""}
    while True:
        page = body_of(await api.ask("GET", _PATH, params=_question(since, PAGE, cursor)))
        try:
            found += [_listed(item) for item in page["items"]]
        except (AttributeError, KeyError, TypeError, ValueError) as strange:
            raise TransientFailure(
                "fal's request history cannot be read.", mend="Ask again; it is free."
            ) from strange
        cursor = str(page.get("next_cursor") or "")
        if not cursor:
            return [one for one in found if one.created >= since]
        if cursor in seen:
            raise TransientFailure("fal's request history turns in a circle.", mend="Ask again; it is free.")
        seen.add(cursor)


async def readable(api: Api, now: datetime) -> bool:
    """Whether the key may read the history; False where fal knows it and says that it may not.

    Args:
        api: of the platform's host.
        now: the time.

    Raises:
        AccountRefused: fal does not accept the key.
    """

    def lenient(response: httpx.Response) -> ProviderFailure | None:
        return None if response.status_code == 403 else judge(response)

    asking = Api(api.provider, api.base_url, api.headers, lenient)
    response = await asking.ask("GET", _PATH, params=_question(now, 1, ""))
    return response.status_code != 403


def _question(since: datetime, limit: int, cursor: str) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "endpoint_id": list(endpoints()),
        "start": since.isoformat(),
        "limit": limit,
        "expand": "payloads",
    }
    return asked | ({"cursor": cursor} if cursor else {})


def _listed(item: dict[str, Any]) -> Listed:
    sent = item.get("json_input")
    # fal forgets inputs after 30 days: then nobody can tell whose it was.
    token = history_token(str(item["endpoint_id"]), sent) if isinstance(sent, dict) else ""
    sent_at = datetime.fromisoformat(str(item["sent_at"]))
    created = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)
    return Listed(remote_id=path_of(str(item["request_id"])), token=token, created=created)
