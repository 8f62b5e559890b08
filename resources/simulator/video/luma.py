"""Luma's current API as the simulator speaks it: generations of ray-3.2, and an empty list of files."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.video.luma_wire import LumaOrder, LumaPicture, luma_order

__all__ = ["LumaPart"]

_STATUS = {
    "auth": 401,
    "unpaid": 402,
    "rate": 429,
    "concurrency": 429,
    "invalid": 400,
    "moderated": 400,
    "missing": 404,
}
_STATES = {"queued": "queued", "running": "processing", "succeeded": "completed"}


class LumaPart(Part):
    """Generations that nobody can list or cancel, with media behind addresses that expire."""

    kind = "video"
    name = "luma"

    def calls(self) -> Sequence[Call]:
        """Submit, state, and the list of files."""
        return [
            Call("POST", "/v1/generations", self._create, "submit"),
            Call("GET", "/v1/generations/{id}", self._show, "poll"),
            Call("GET", "/v1/files", self._files),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """`detail` and a status; the real body is not documented."""
        words = failure.message
        if failure.what == "moderated":
            words = f"Prompt not allowed because moderation failed: {words}"
        status = failure.status if failure.what == "server" else _STATUS[failure.what]
        return JSONResponse({"detail": words}, status, headers=failure.headers)

    async def _create(self, asked: Asked) -> Response:
        order = luma_order(asked.json)
        first, last = self._ends(order)
        width, height = order.size
        price = price_of(
            "video",
            self.name,
            order.model,
            "generation",
            resolution=order.video.resolution,
            duration=order.video.seconds,
        ).of(1)
        wish = Wish(
            kind="video",
            text=order.prompt,
            seconds=order.video.seconds,
            width=width,
            height=height,
            first_frame=first,
            last_frame=last,
        )
        job = asked.accept(wish, model=order.model, price=price.amount, id=str(uuid.uuid4()))
        return JSONResponse(self._generation(job), 201)

    async def _show(self, asked: Asked) -> Response:
        return JSONResponse(self._generation(asked.job(asked.path("id"))))

    async def _files(self, asked: Asked) -> Response:
        return JSONResponse({"data": [], "has_more": False, "next_cursor": None})

    def _ends(self, order: LumaOrder) -> tuple[str, str]:
        video = order.video
        pinned = dict(zip(video.keyframe_indexes or [], video.keyframes or [], strict=True))
        first = video.start_frame or pinned.get(0)
        last = video.end_frame or pinned.get(order.last_index)
        return self._picture(first), self._picture(last)

    def _picture(self, ref: LumaPicture | None) -> str:
        if ref is None:
            return ""
        if ref.data is None:
            raise Turned(Failure("invalid", "The simulator takes pictures as base64 data only."))
        return self.far.input(ref.content)

    def _generation(self, job: Job) -> dict[str, Any]:
        state = job.state(self.far.clock.now())
        over = state not in _STATES
        code = {"moderated": "content_moderated", "failed": "generation_failed"}.get(state)
        output = [{"type": "video", "url": self.far.url(job, ".mp4")}] if state == "succeeded" else []
        return {
            "id": job.id,
            "type": "video",
            "model": job.model,
            "state": "failed" if over else _STATES[state],
            "created_at": job.accepted.isoformat(),
            "output": output * job.copies,
            "failure_reason": job.reason if over else None,
            "failure_code": code,
        }
