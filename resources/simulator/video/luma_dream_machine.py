"""Luma's Dream Machine as the simulator speaks it: generations, their list, their deletion, the balance."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.providers.sizes import size_words
from resources.simulator.authorization import authorized
from resources.simulator.far_side import FarSide
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["LumaDreamMachinePart"]

_BASE = "/dream-machine/v1"
_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
_STATUS = {
    "auth": 401,
    "unpaid": 402,
    "rate": 429,
    "concurrency": 429,
    "invalid": 400,
    "moderated": 400,
    "missing": 404,
}
_STATES = {"queued": "queued", "running": "dreaming", "succeeded": "completed"}


class _Wire(BaseModel):
    # Strict: a number where a word is wanted is refused there as well.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Frame(_Wire):
    type: Literal["image", "generation"]
    url: str | None = Field(None, pattern=r"^https?://")
    id: str | None = None


class _Frames(_Wire):
    frame0: _Frame | None = None
    frame1: _Frame | None = None


class _Concept(_Wire):
    key: str


class _Order(_Wire):
    model: Literal["ray-2", "ray-flash-2"]
    prompt: str = Field(min_length=3, max_length=5000)
    aspect_ratio: Literal["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"] = "16:9"
    resolution: Literal["540p", "720p", "1080p", "4k"] = "720p"
    duration: Literal["5s", "9s"] = "5s"
    loop: bool | None = None
    keyframes: _Frames | None = None
    concepts: list[_Concept] | None = None
    callback_url: str | None = Field(None, pattern=r"^https?://")
    generation_type: Literal["video"] = "video"


class LumaDreamMachinePart(Part):
    """Generations that a list names, newest first, with the request that made them.

    Nothing is called back, and pictures are not fetched from their addresses: a clip here shows its
    direction only.
    """

    kind = "video"
    name = "luma_dream_machine"

    def __init__(self, far: FarSide) -> None:
        super().__init__(far)
        self._deleted: set[str] = set()

    def calls(self) -> Sequence[Call]:
        """Submit, list, state, deletion, balance and ping."""
        return [
            Call("POST", f"{_BASE}/generations/video", self._create, "submit"),
            Call("GET", f"{_BASE}/generations", self._list, "list"),
            Call("GET", f"{_BASE}/generations/{{id}}", self._show, "poll"),
            Call("DELETE", f"{_BASE}/generations/{{id}}", self._delete),
            Call("GET", f"{_BASE}/credits", self._credits),
            Call("GET", f"{_BASE}/ping", self._ping),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """`detail` and a status."""
        words = failure.message
        if failure.what == "moderated":
            words = "Prompt not allowed because advanced moderation failed"
        status = failure.status if failure.what == "server" else _STATUS[failure.what]
        return JSONResponse({"detail": words}, status, headers=failure.headers)

    async def _create(self, asked: Asked) -> Response:
        try:
            order = _Order.model_validate(asked.json)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise Turned(Failure("invalid", f"{place}: {first['msg']}")) from None
        sizes = size_words(_RATIOS, (order.resolution,))
        width, height = next(size for size, word in sizes.items() if word[0] == order.aspect_ratio)
        seconds = int(order.duration.removesuffix("s"))
        price = price_of(
            "video", self.name, order.model, "generation", resolution=order.resolution, duration=seconds
        ).of(1)
        wish = Wish(kind="video", text=order.prompt, seconds=seconds, width=width, height=height)
        job = asked.accept(
            wish, model=order.model, price=price.amount, body=order.model_dump(), id=str(uuid.uuid4())
        )
        return JSONResponse(self._generation(job), 201)

    async def _list(self, asked: Asked) -> Response:
        limit, offset = (
            _number(asked.query.get(name, word)) for name, word in (("limit", "100"), ("offset", "0"))
        )
        jobs = [job for job in reversed(asked.jobs) if job.id not in self._deleted]
        page = jobs[offset : offset + limit]
        return JSONResponse(
            {
                "generations": [self._generation(job) for job in page],
                "count": len(page),
                "limit": limit,
                "offset": offset,
                "has_more": offset + limit < len(jobs),
            }
        )

    async def _show(self, asked: Asked) -> Response:
        return JSONResponse(self._generation(self._job(asked)))

    async def _delete(self, asked: Asked) -> Response:
        self._deleted.add(self._job(asked).id)
        return Response(status_code=204)

    async def _credits(self, asked: Asked) -> Response:
        return JSONResponse({"credit_balance": 12_345.0})

    async def _ping(self, asked: Asked) -> Response:
        return JSONResponse({"message": "pong"})

    def _job(self, asked: Asked) -> Job:
        job = asked.job(asked.path("id"))
        if job.id in self._deleted:
            raise Turned(Failure("missing", "There is no such generation."))
        return job

    def _generation(self, job: Job) -> dict[str, Any]:
        state = job.state(self.far.clock.now())
        over = state not in _STATES
        video = self.far.url(job, ".mp4") if state == "succeeded" else None
        return {
            "id": job.id,
            "generation_type": "video",
            "state": "failed" if over else _STATES[state],
            "failure_reason": job.reason if over else None,
            "created_at": job.accepted.isoformat(),
            "model": job.model,
            "assets": {"video": video, "image": None, "progress_video": None} if video else None,
            "request": job.body,
        }


def _number(word: str) -> int:
    if not word.isdigit():
        raise Turned(Failure("invalid", "limit and offset are whole numbers."))
    return int(word)
