"""Kling as the simulator speaks it: tasks of its new API, and collections of tasks of the older one."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.video.kling_tasks import cost_report, new_task, old_task, pick
from resources.simulator.video.kling_wire import (
    MODELS,
    KlingImageOrder,
    KlingOldOrder,
    KlingTextOrder,
    kling_order,
    kling_picture,
    kling_size,
)

__all__ = ["KlingPart"]

_CODES = {
    "auth": (401, 1002),
    "unpaid": (429, 1102),  # billing comes as 429, in the real API as well
    "rate": (429, 1302),
    "concurrency": (429, 1303),
    "invalid": (400, 1201),
    "moderated": (400, 1301),
    "missing": (404, 1203),
}
_SERVER = {503: 5001, 504: 5002}
_KINDS = ("text2video", "image2video")


class KlingPart(Part):
    """Tasks with the customer's own name, which can be listed and not cancelled."""

    kind = "video"
    name = "kling"

    def calls(self) -> Sequence[Call]:
        """Submits, states and listings of both APIs, and what is left of the resource packs."""
        older = "/v1/videos/{kind}"
        return [
            Call("POST", "/text-to-video/{model}", self._from_text, "submit"),
            Call("POST", "/image-to-video/{model}", self._from_image, "submit"),
            Call("GET", "/tasks", self._tasks, "poll"),
            Call("POST", "/tasks", self._list, "list"),
            Call("POST", older, self._from_old, "submit"),
            Call("GET", older, self._list_old, "list"),
            Call("GET", f"{older}/{{id}}", self._old, "poll"),
            Call("GET", "/account/costs", self._costs),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token: the key itself, or a signed token whose times hold; then its access key."""
        key = authorized(headers)
        if key.count(".") != 2:
            return key
        try:
            # The secret is not known here, so the signature cannot be checked; everything else is.
            claims = jwt.decode(key, options={"verify_signature": False})
            algorithm = jwt.get_unverified_header(key).get("alg")
            fine = algorithm == "HS256" and claims["nbf"] <= time.time() < claims["exp"]
            return str(claims["iss"]) if fine else ""
        except (jwt.InvalidTokenError, KeyError, TypeError):
            return ""

    def fail(self, failure: Failure) -> Response:
        """The envelope with a code."""
        status, code = _CODES.get(failure.what, (failure.status, _SERVER.get(failure.status, 5000)))
        return _envelope(None, code, failure.message, status, failure.headers)

    async def _from_text(self, asked: Asked) -> Response:
        model = _model(asked)
        order = kling_order(KlingTextOrder, asked.json)
        ratio, settings = order.settings.aspect_ratio, order.settings
        wish = self._wish(order.prompt, settings.duration, ratio, settings.resolution)
        job = self._take(
            asked, wish, model, settings.resolution, settings.audio, order.options.external_task_id
        )
        return _envelope(new_task(self.far, job))

    async def _from_image(self, asked: Asked) -> Response:
        model = _model(asked)
        order = kling_order(KlingImageOrder, asked.json)
        settings = order.settings
        ends = (order.one("first_frame"), order.one("last_frame"))
        wish = self._wish(order.one("prompt"), settings.duration, None, settings.resolution, *ends)
        job = self._take(
            asked, wish, model, settings.resolution, settings.audio, order.options.external_task_id
        )
        return _envelope(new_task(self.far, job))

    async def _from_old(self, asked: Asked) -> Response:
        kind = _kind(asked)
        order = kling_order(KlingOldOrder, asked.json)
        if (kind == "image2video") != bool(order.image) or (order.image and order.aspect_ratio):
            raise Turned(
                Failure("invalid", "image belongs to image2video, and takes the place of aspect_ratio")
            )
        if order.image_tail and not order.image:
            raise Turned(Failure("invalid", "image_tail wants an image"))
        how = (int(order.duration), order.aspect_ratio, order.resolution)
        wish = self._wish(order.prompt, *how, order.image, order.image_tail)
        audio = "native" if order.sound == "on" else "off"
        token = order.external_task_id
        job = self._take(asked, wish, order.model_name, order.resolution, audio, token, kind)
        return _envelope(old_task(self.far, job))

    async def _tasks(self, asked: Asked) -> Response:
        ids, names = asked.query.get("task_ids", ""), asked.query.get("external_task_ids", "")
        if bool(ids) == bool(names):
            raise Turned(Failure("invalid", "either task_ids or external_task_ids is wanted"))
        found = [
            new_task(self.far, job)
            for job in asked.jobs
            if job.id in ids.split(",") or (job.token and job.token in names.split(","))
        ]
        return _envelope(found)

    async def _list(self, asked: Asked) -> Response:
        jobs, page = pick(asked.jobs, asked.json)
        return _envelope({"result": [new_task(self.far, job) for job in jobs], **page})

    async def _list_old(self, asked: Asked) -> Response:
        kind = _kind(asked)
        number, size = int(asked.query.get("pageNum", 1)), int(asked.query.get("pageSize", 30))
        if not (1 <= number <= 1000 and 1 <= size <= 500):
            raise Turned(Failure("invalid", "pageNum is 1 to 1000, pageSize 1 to 500"))
        jobs = [job for job in asked.jobs if job.body.get("kind") == kind][::-1]
        return _envelope([old_task(self.far, job) for job in jobs[(number - 1) * size : number * size]])

    async def _old(self, asked: Asked) -> Response:
        kind, name = _kind(asked), asked.path("id")
        for job in asked.jobs:
            if job.body.get("kind") == kind and name in (job.id, job.token):
                return _envelope(old_task(self.far, job))
        raise Turned(Failure("missing", f"There is no task {name!r}."))

    async def _costs(self, asked: Asked) -> Response:
        if not {"start_time", "end_time"} <= set(asked.query):
            raise Turned(Failure("invalid", "start_time and end_time are wanted"))
        return _envelope(cost_report())

    def _wish(
        self, text: str, seconds: int, ratio: str | None, resolution: str, first: str = "", last: str = ""
    ) -> Wish:
        opening = kling_picture(first) if first else b""
        width, height = kling_size(ratio, resolution, opening)
        return Wish(
            kind="video",
            text=text,
            seconds=seconds,
            width=width,
            height=height,
            first_frame=self.far.input(opening) if opening else "",
            last_frame=self.far.input(kling_picture(last)) if last else "",
        )

    def _take(
        self, asked: Asked, wish: Wish, model: str, resolution: str, audio: str, token: str, kind: str = ""
    ) -> Job:
        if token and any(job.token == token for job in asked.jobs):
            raise Turned(Failure("invalid", f"external_task_id {token!r} already exists"))
        price = price_of("video", self.name, model, "second", resolution=resolution, audio=audio)
        return asked.accept(
            wish,
            model=model,
            price=price.of(int(wish.seconds)).amount,
            token=token,
            body={"kind": kind},
            id=str(10**17 + secrets.randbelow(9 * 10**17)),
        )


def _model(asked: Asked) -> str:
    if (model := asked.path("model")) not in MODELS:
        raise Turned(Failure("missing", f"There is no model {model!r}."))
    return model


def _kind(asked: Asked) -> str:
    if (kind := asked.path("kind")) not in _KINDS:
        raise Turned(Failure("missing", f"There is no resource {kind!r}."))
    return kind


def _envelope(
    data: Any,
    code: int = 0,
    message: str = "SUCCEED",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body = {"code": code, "message": message, "request_id": secrets.token_hex(8), "data": data}
    return JSONResponse(body, status, headers=dict(headers or {}))
