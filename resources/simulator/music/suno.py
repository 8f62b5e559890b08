"""The dialect of a gateway in front of Suno: an envelope with a code of its own, two songs a task."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["SunoPart"]

_MODELS = ("V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5")
_FIELDS = (
    "customMode", "instrumental", "model", "prompt", "style", "title", "negativeTags", "vocalGender",
    "styleWeight", "weirdnessConstraint", "audioWeight", "callBackUrl",
)  # fmt: skip
_CODES: Mapping[str, int] = {
    "auth": 401, "unpaid": 429, "rate": 430, "concurrency": 430, "invalid": 400, "moderated": 400,
    "missing": 404,
}  # fmt: skip
_STATES: Mapping[str, str] = {
    "queued": "PENDING",
    "running": "TEXT_SUCCESS",
    "succeeded": "SUCCESS",
    "failed": "GENERATE_AUDIO_FAILED",
    "moderated": "SENSITIVE_WORD_ERROR",
}
_UNASKED = 60.0
"""Seconds of a song whose prompt asks for no length."""


class SunoPart(Part):
    """Answers HTTP 200 to everything but a failure inside, as the gateway does."""

    kind = "music"
    name = "suno"

    def calls(self) -> Sequence[Call]:
        """Order, ask for a task, tell the credits."""
        return (
            Call("POST", "/api/v1/generate", self._order, "submit"),
            Call("GET", "/api/v1/generate/record-info", self._task, "poll"),
            Call("GET", "/api/v1/generate/credit", self._credit),
        )

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """A code in the envelope; HTTP says 200 but for a failure inside."""
        code = _CODES.get(failure.what, failure.status)
        body = {"code": code, "msg": failure.message, "data": None}
        return JSONResponse(body, failure.status if failure.what == "server" else 200, failure.headers)

    async def _order(self, asked: Asked) -> Response:
        body = asked.json
        if unknown := [name for name in body if name not in _FIELDS]:
            raise Turned(Failure("invalid", f"{unknown[0]} is not allowed."))
        for name, kind in (("customMode", bool), ("instrumental", bool), ("model", str), ("prompt", str)):
            if not isinstance(body.get(name), kind):
                raise Turned(Failure("invalid", f"{name} is required."))
        if body["customMode"]:
            raise Turned(Failure("invalid", "The simulator's gateway has no custom mode."))
        if body["model"] not in _MODELS:
            raise Turned(Failure("invalid", f"model must be one of {', '.join(_MODELS)}."))
        if not 0 < len(body["prompt"]) <= 500:
            raise Turned(Failure("invalid", "prompt must have 1 to 500 characters."))
        if not str(body.get("callBackUrl") or "").startswith("https://"):
            raise Turned(Failure("invalid", "callBackUrl is required."))
        asked_for = re.search(r"Length: (\d+) seconds", body["prompt"])
        job = asked.accept(
            Wish(kind="music", text=body["prompt"], seconds=float(asked_for[1]) if asked_for else _UNASKED),
            model=body["model"],
            price=price_of("music", "suno", body["model"], "generation").of(Decimal(1)).amount,
            body=body,
        )
        return _said({"taskId": job.id})

    async def _task(self, asked: Asked) -> Response:
        job = next((job for job in asked.jobs if job.id == asked.query.get("taskId")), None)
        if job is None:
            return _said(None)
        state = job.state(self.far.clock.now())
        songs = self._songs(job) if state == "succeeded" else []
        return _said(
            {
                "taskId": job.id,
                "status": _STATES[state],
                "response": {"taskId": job.id, "sunoData": songs * job.copies},
                "errorMessage": job.reason if state in ("failed", "moderated") else None,
            }
        )

    def _songs(self, job: Job) -> list[dict[str, Any]]:
        # Both songs are the one that was made: the second is never taken.
        return [
            {
                "id": f"{job.id}-{number}",
                "audioUrl": self.far.url(job, ".mp3"),
                "title": "Untitled",
                "tags": "",
                "duration": job.wish.seconds,
            }
            for number in (1, 2)
        ]

    async def _credit(self, asked: Asked) -> Response:
        return _said(880)


def _said(data: object) -> Response:
    return JSONResponse({"code": 200, "msg": "success", "data": data})
