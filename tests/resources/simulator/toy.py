"""A small dialect of no provider, to see the simulator's core through real HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import httpx
from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part

KEY = {"x-api-key": "any words"}
BASE = "/video/toy"
STATUS = {
    "auth": 401, "unpaid": 402, "rate": 429, "concurrency": 429, "invalid": 422, "moderated": 400,
    "missing": 404,
}  # fmt: skip


class Toy(Part):
    """Turns more generations than the limit away."""

    kind = "video"
    name = "toy"

    def calls(self) -> Sequence[Call]:
        """Submits, a form, polls by path and by query, a list, media in the answer, and a free question."""
        return [
            Call("POST", "/jobs", self.submit, "submit"),
            Call("POST", "/form", self.form),
            Call("GET", "/jobs/{id}", self.poll, "poll"),
            Call("GET", "/state", self.poll, "poll"),
            Call("GET", "/jobs", self.listing, "list"),
            Call("DELETE", "/jobs/{id}", self.stop),
            Call("POST", "/inline", self.inline, "submit"),
            Call("POST", "/unpriced", self.unpriced, "submit"),
            Call("GET", "/balance", self.balance),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        return headers.get("x-api-key", "")

    def fail(self, failure: Failure) -> Response:
        status = STATUS.get(failure.what, failure.status)
        return JSONResponse({"error": failure.message, "what": failure.what}, status, failure.headers)

    def _take(self, asked: Asked) -> Job:
        wish = Wish(
            kind="video", text="A kite.", seconds=float(asked.json.get("seconds", 1)), width=64, height=36
        )
        return asked.accept(wish, model="toy-1", price=Decimal("0.10"), id=asked.json.get("id", ""))

    async def submit(self, asked: Asked) -> Response:
        return JSONResponse({"id": self._take(asked).id})

    async def inline(self, asked: Asked) -> Response:
        return Response((await self.far.media(self._take(asked), ".mp4")).read_bytes())

    async def form(self, asked: Asked) -> Response:
        said: dict[str, Any] = {}
        for name, value in (await asked.form()).multi_items():
            said[name] = value if isinstance(value, str) else (await value.read()).hex()
        return JSONResponse(said)

    async def poll(self, asked: Asked) -> Response:
        job = asked.job(asked.query.get("id") or asked.path("id"))
        state = job.state(self.far.clock.now())
        urls = [self.far.url(job, ".mp4")] * job.copies if state == "succeeded" else []
        return JSONResponse(
            {"state": state, "urls": urls, "reason": job.reason, "self": f"{asked.base}/jobs/{job.id}"}
        )

    async def listing(self, asked: Asked) -> Response:
        return JSONResponse([job.id for job in asked.jobs])

    async def stop(self, asked: Asked) -> Response:
        return JSONResponse({"stopped": self.far.cancel(asked.path("id")) is not None})

    async def unpriced(self, asked: Asked) -> Response:
        price_of("video", self.name, "toy-1", "second")
        return await self.submit(asked)

    async def balance(self, asked: Asked) -> Response:
        return JSONResponse({"dollars": "5"})


class Patient(Toy):
    """Lets more generations than the limit wait."""

    name = "patient"
    over_limit = "queue"


def send(url: str, method: str, path: str, **content: Any) -> httpx.Response:
    """One call without any proxy, with a key unless headers are given."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        return client.request(method, url + path, **{"headers": KEY, **content})
