"""Runway as the simulator speaks it: tasks that wait as THROTTLED above the key's limit."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.far_side import FarSide
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.video.runway_wire import ImageToVideo, runway_order

__all__ = ["RunwayPart"]

_VERSION = "2024-11-06"
_CREDIT = Decimal("0.01")
_STATUS = {
    "auth": 401,
    "unpaid": 400,
    "rate": 429,
    "concurrency": 429,
    "invalid": 400,
    "moderated": 400,
    "missing": 404,
}


class RunwayPart(Part):
    """Tasks that nobody can list. DELETE cancels what waits or runs, and deletes what is over.

    Runway charges a task that was cancelled while it ran. Here it is charged nothing.
    """

    kind = "video"
    name = "runway"
    over_limit = "queue"

    def __init__(self, far: FarSide) -> None:
        super().__init__(far)
        self._deleted: set[str] = set()

    def calls(self) -> Sequence[Call]:
        """Two submits, the task, and the account."""
        return [
            Call("POST", "/v1/image_to_video", self._from_picture, "submit"),
            Call("POST", "/v1/text_to_video", self._from_words, "submit"),
            Call("GET", "/v1/tasks/{id}", self._show, "poll"),
            Call("DELETE", "/v1/tasks/{id}", self._delete),
            Call("GET", "/v1/organization", self._account),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """`error` and a status; missing credits are a 400 like any other."""
        words = failure.message
        if failure.what == "moderated":
            words = f"Your text did not pass content moderation: {words}"
        if failure.what == "unpaid":
            words = f"You do not have enough credits to run this task. {words}"
        status = failure.status if failure.what == "server" else _STATUS[failure.what]
        return JSONResponse({"error": words}, status, headers=failure.headers)

    async def _from_picture(self, asked: Asked) -> Response:
        return self._create(asked, picture=True)

    async def _from_words(self, asked: Asked) -> Response:
        return self._create(asked, picture=False)

    def _create(self, asked: Asked, *, picture: bool) -> Response:
        _versioned(asked)
        order = runway_order(asked.json, picture=picture)
        width, height = (int(side) for side in order.ratio.split(":"))
        wish = Wish(
            kind="video",
            text=order.promptText or "",
            seconds=order.duration,
            width=width,
            height=height,
            seed=order.seed or 0,
            first_frame=self.far.input(order.picture) if isinstance(order, ImageToVideo) else "",
        )
        price = price_of("video", self.name, order.model, "second").of(order.duration).amount
        job = asked.accept(wish, model=order.model, price=price, id=str(uuid.uuid4()))
        return JSONResponse({"id": job.id, "estimatedCost": {"credits": _credits(price)}})

    async def _show(self, asked: Asked) -> Response:
        _versioned(asked)
        return JSONResponse(self._task(self._job(asked), asked.key))

    async def _delete(self, asked: Asked) -> Response:
        _versioned(asked)
        job = self._job(asked)
        if self.far.cancel(job.id) is None:
            self._deleted.add(job.id)
        return Response(status_code=204)

    async def _account(self, asked: Asked) -> Response:
        _versioned(asked)
        limits = {"maxConcurrentGenerations": self.far.limit, "maxDailyGenerations": None}
        own = [job.model for job in asked.jobs]
        return JSONResponse(
            {
                "creditBalance": 100_000,
                "tier": {
                    "maxMonthlyCreditSpend": 1_000_000,
                    "models": dict.fromkeys(("gen4.5", "gen4_turbo"), limits),
                },
                "usage": {
                    "models": {name: {"dailyGenerations": count} for name, count in Counter(own).items()}
                },
            }
        )

    def _job(self, asked: Asked) -> Job:
        job = asked.job(asked.path("id"))
        if job.id in self._deleted:
            raise Turned(Failure("missing", "There is no such task."))
        return job

    def _task(self, job: Job, key: str) -> dict[str, Any]:
        now = self.far.clock.now()
        state = job.state(now)
        task: dict[str, Any] = {"id": job.id, "createdAt": job.accepted.isoformat()}
        if state in ("queued", "running"):
            task["estimatedCost"] = {"credits": _credits(job.price)}
        else:
            task["cost"] = {"credits": _credits(job.charged(now))}
        match state:
            case "queued":
                busy = [one for one in self.far.active(self.word, key) if one.number < job.number]
                task["status"] = "THROTTLED" if len(busy) >= self.far.limit else "PENDING"
            case "running":
                done = (now - job.starts) / max(job.ends - job.starts, job.ends.resolution)
                task |= {"status": "RUNNING", "progress": min(max(done, 0.0), 1.0)}
            case "succeeded":
                task |= {"status": "SUCCEEDED", "output": [self.far.url(job, ".mp4")] * job.copies}
            case "cancelled":
                task["status"] = "CANCELLED"
            case "moderated":
                task |= {"status": "FAILED", "failure": job.reason, "failureCode": "SAFETY.OUTPUT.VIDEO"}
            case "failed":
                code = "INTERNAL.BAD_OUTPUT.CODE01"
                task |= {"status": "FAILED", "failure": job.reason, "failureCode": code}
        return task


def _versioned(asked: Asked) -> None:
    if asked.request.headers.get("x-runway-version") != _VERSION:
        raise Turned(Failure("invalid", f"The header X-Runway-Version must be {_VERSION}."))


def _credits(price: Decimal) -> int:
    return int((price / _CREDIT).to_integral_value())
