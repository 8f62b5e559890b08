"""fal's queue for Pika as the simulator speaks it: requests wait in line; COMPLETED may hide a failure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.video.pika_wire import pika_model, pika_order

__all__ = ["PikaPart"]

_APP = "/fal-ai/pika"
_STATES = {"queued": "IN_QUEUE", "running": "IN_PROGRESS"}
_STATUS = {
    "auth": 401,
    "unpaid": 403,
    "rate": 429,
    "concurrency": 429,
    "invalid": 422,
    "moderated": 422,
    "missing": 404,
}


class PikaPart(Part):
    """Requests of fal's queue; its request history lies below the same address here."""

    kind = "video"
    name = "pika"
    over_limit = "queue"

    def calls(self) -> Sequence[Call]:
        """Submit, state, result, cancel, and the request history."""
        return [
            Call("GET", f"{_APP}/requests/{{id}}/status", self._state, "poll"),
            Call("GET", f"{_APP}/requests/{{id}}", self._result),
            Call("PUT", f"{_APP}/requests/{{id}}/cancel", self._cancel),
            Call("POST", f"{_APP}/{{place:path}}", self._submit, "submit"),
            Call("GET", "/v1/models/requests/by-endpoint", self._history, "list"),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """fal's own scheme."""
        return authorized(headers, "Key")

    def fail(self, failure: Failure) -> Response:
        """`detail`: a list where an input is judged, else words."""
        status = failure.status if failure.what == "server" else _STATUS[failure.what]
        detail: Any = failure.message
        if failure.what == "moderated":
            detail = [_fault("content_policy_violation", failure.message, "prompt")]
        elif failure.what == "invalid":
            place, _, words = failure.message.partition(": ")
            detail = [_fault("value_error", words or place, *place.split("."))]
        return JSONResponse({"detail": detail}, status, headers=failure.headers)

    async def _submit(self, asked: Asked) -> Response:
        place = asked.path("place")
        model = pika_model(place)
        order = pika_order(place, asked.json)
        width, height = order.size()
        terms = {
            "duration": order.seconds,
            "resolution": order.resolution,
            "endpoint": place.rpartition("/")[2],
        }
        price = price_of("video", self.name, model, "generation", **terms).of(1)
        frames = [self.far.input(picture) for picture in order.pictures()]
        wish = Wish(
            kind="video",
            text=order.prompt,
            seconds=order.seconds,
            width=width,
            height=height,
            seed=order.seed or 0,
            first_frame=frames[0] if frames else "",
            last_frame=frames[-1] if len(frames) > 1 else "",
        )
        body = {"endpoint_id": f"{_APP[1:]}/{place}", "json_input": asked.json}
        job = asked.accept(wish, model=model, price=price.amount, body=body, id=str(uuid.uuid4()))
        return JSONResponse(self._told(asked, job) | {"status": "IN_QUEUE", "queue_position": 0})

    async def _state(self, asked: Asked) -> Response:
        job = asked.job(asked.path("id"))
        state = job.state(self.far.clock.now())
        told = self._told(asked, job) | {"status": _STATES.get(state, "COMPLETED")}
        if state in _STATES:
            return JSONResponse(told | ({"queue_position": 0} if state == "queued" else {"logs": None}), 202)
        if state == "cancelled":
            told |= {"error": "Request was cancelled", "error_type": "request_cancelled"}
        return JSONResponse(told | {"logs": None, "metrics": {"inference_time": 1.0}})

    async def _result(self, asked: Asked) -> Response:
        job = asked.job(asked.path("id"))
        state = job.state(self.far.clock.now())
        if state in _STATES:
            return JSONResponse({"detail": "Request is still in progress"}, 400)
        if state == "moderated":
            return JSONResponse({"detail": [_fault("content_policy_violation", job.reason, "prompt")]}, 422)
        if state != "succeeded":
            fault = _fault("internal_server_error", job.reason or "Request was cancelled")
            return JSONResponse({"detail": [fault]}, 500)
        video = {"url": self.far.url(job, ".mp4"), "content_type": "video/mp4", "file_name": "output.mp4"}
        return JSONResponse({"video": video})

    async def _cancel(self, asked: Asked) -> Response:
        job = asked.job(asked.path("id"))
        if self.far.cancel(job.id) is None:
            return JSONResponse({"status": "ALREADY_COMPLETED"}, 400)
        return JSONResponse({"status": "CANCELLATION_REQUESTED"}, 202)

    async def _history(self, asked: Asked) -> Response:
        places = asked.request.query_params.getlist("endpoint_id")
        if not 1 <= len(places) <= 50:
            raise Turned(Failure("invalid", "endpoint_id: one to 50 are wanted"))
        limit, begin = int(asked.query.get("limit", 50)), int(asked.query.get("cursor") or 0)
        if not 1 <= limit <= 100:
            raise Turned(Failure("invalid", "limit: 1 to 100"))
        since = datetime.fromisoformat(asked.query["start"]) if "start" in asked.query else None
        found = [
            self._line(job, "payloads" in asked.query.get("expand", ""))
            for job in asked.jobs[::-1]
            if job.body["endpoint_id"] in places
            # What still waits in line has no start, and so no place here.
            if job.state(self.far.clock.now()) != "queued" and (since is None or job.accepted >= since)
        ]
        more = begin + limit < len(found)
        page = {"items": found[begin : begin + limit], "has_more": more}
        return JSONResponse(page | {"next_cursor": str(begin + limit) if more else None})

    def _line(self, job: Job, payloads: bool) -> dict[str, Any]:
        state = job.state(self.far.clock.now())
        line = {
            "request_id": job.id,
            "endpoint_id": job.body["endpoint_id"],
            "sent_at": job.accepted.isoformat(),
            "started_at": job.starts.isoformat(),
            "ended_at": None if state == "running" else job.ends.isoformat(),
            "status_code": {"running": None, "succeeded": 200, "moderated": 422}.get(state, 500),
        }
        return line | ({"json_input": job.body["json_input"]} if payloads else {})

    def _told(self, asked: Asked, job: Job) -> dict[str, Any]:
        address = f"{asked.base}{_APP}/requests/{job.id}"
        return {
            "request_id": job.id,
            "response_url": address,
            "status_url": f"{address}/status",
            "cancel_url": f"{address}/cancel",
        }


def _fault(kind: str, words: str, *place: str) -> dict[str, Any]:
    return {"loc": ["body", *place], "msg": words, "type": kind}
