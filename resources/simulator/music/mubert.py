"""Mubert's dialect: tracks of one customer, listed without their addresses."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["MubertPart"]

_TRACKS = "/api/v3/public/tracks"
_CHOICES: Mapping[str, tuple[tuple[object, ...], object]] = {
    "bitrate": ((32, 96, 128, 192, 256, 320), 128),
    "format": (("mp3", "wav"), "mp3"),
    "intensity": (("low", "medium", "high"), "high"),
    "mode": (("track", "loop"), "track"),
}
_WORDS: Mapping[str, tuple[int, str]] = {
    "auth": (401, "Unauthenticated"),
    "unpaid": (403, "LicenseLimitTracksCount"),
    "rate": (429, "TooManyRequests"),
    "concurrency": (403, "LicenseLimitConcurrentTrackGenerationsCount"),
    "missing": (404, "TrackNotFound"),
}


class MubertPart(Part):
    """Wraps tracks into `data`, as the API's schema has it."""

    kind = "music"
    name = "mubert"

    def calls(self) -> Sequence[Call]:
        """Order, ask for one, list."""
        return (
            Call("POST", _TRACKS, self._order, "submit"),
            Call("GET", f"{_TRACKS}/{{id}}", self._track, "poll"),
            Call("GET", _TRACKS, self._list, "list"),
        )

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """The access token, where a customer's id goes with it."""
        return headers.get("access-token", "") if headers.get("customer-id") else ""

    def fail(self, failure: Failure) -> Response:
        """A code with words; a wrong body and a moderated one name their fields."""
        if failure.what in ("invalid", "moderated"):
            field = "prompt" if failure.what == "moderated" else "body"
            return JSONResponse({"message": failure.message, "errors": {field: [failure.message]}}, 422)
        status, code = _WORDS.get(failure.what, (failure.status, "ServerError"))
        said = {"code": code, "message": failure.message, "description": failure.message}
        return JSONResponse(said, status, failure.headers)

    async def _order(self, asked: Asked) -> Response:
        body = asked.json
        known = {"prompt", "duration", *_CHOICES}
        if unknown := [name for name in body if name not in known]:
            raise Turned(Failure("invalid", f"The field {unknown[0]} is prohibited."))
        prompt, seconds = body.get("prompt"), body.get("duration")
        if not isinstance(prompt, str) or not 0 < len(prompt) <= 200:
            raise Turned(Failure("invalid", "The prompt must have 1 to 200 characters."))
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not 15 <= seconds <= 1500:
            raise Turned(Failure("invalid", "The duration must be a whole number from 15 to 1500."))
        sent = {"prompt": prompt, "duration": seconds}
        for name, (words, default) in _CHOICES.items():
            sent[name] = body.get(name, default)
            if sent[name] not in words:
                raise Turned(Failure("invalid", f"The selected {name} is invalid."))
        job = asked.accept(
            Wish(kind="music", text=prompt, seconds=seconds),
            model=str(sent["mode"]),
            price=price_of("music", "mubert", str(sent["mode"]), "generation").of(Decimal(1)).amount,
            body=sent,
            id=str(uuid.uuid4()),
        )
        return JSONResponse({"data": {**_listed(job), "generations": self._generations(job)}})

    async def _track(self, asked: Asked) -> Response:
        job = asked.job(asked.path("id"))
        return JSONResponse({"data": {**_listed(job), "generations": self._generations(job)}})

    async def _list(self, asked: Asked) -> Response:
        offset, limit = (_number(asked.query, name, most) for name, most in (("offset", 0), ("limit", 20)))
        own = asked.jobs[::-1]
        page = [_listed(job) for job in own[offset : offset + min(limit, 50)]]
        meta = {"total": len(own), "limit": limit, "offset": offset}
        return JSONResponse({"data": page, "meta": meta})

    def _generations(self, job: Job) -> list[dict[str, Any]]:
        state = job.state(self.far.clock.now())
        made: dict[str, Any] = {
            "session_id": job.id,
            "format": job.body["format"],
            "bitrate": job.body["bitrate"],
            "status": {"queued": "queued", "running": "processing", "succeeded": "completed"}.get(
                state, "failed"
            ),
            "created_at": job.accepted.isoformat(),
            "url": None,
        }
        if state == "succeeded":
            made["url"] = self.far.url(job, f".{job.body['format']}")
        if state in ("failed", "moderated"):
            made["message"] = job.reason
        return [made] * job.copies


def _listed(job: Job) -> dict[str, Any]:
    shown = {name: job.body[name] for name in ("prompt", "duration", "intensity", "mode")}
    return {"id": job.id, "session_id": job.id, "created_at": job.accepted.isoformat(), **shown}


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    word = query.get(name, str(default))
    if not word.isdigit():
        raise Turned(Failure("invalid", f"The {name} must be a number."))
    return int(word)
