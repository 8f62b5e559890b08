"""Stability's dialect: a form with a picture, and a result that is 202 until it is the clip."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from PIL import Image
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["StabilityPart"]

_PATH = "/v2beta/image-to-video"
_SIZES = ((1024, 576), (576, 1024), (768, 768))
_NUMBERS: Mapping[str, tuple[int, int, str]] = {
    "seed": (0, 2**32 - 2, "0"),
    "cfg_scale": (0, 10, "1.8"),
    "motion_bucket_id": (1, 255, "127"),
}
_WORDS: Mapping[str, tuple[int, str]] = {
    "auth": (401, "unauthorized"),
    "unpaid": (402, "payment_required"),
    "rate": (429, "rate_limit_exceeded"),
    "concurrency": (429, "rate_limit_exceeded"),
    "invalid": (400, "bad_request"),
    "moderated": (403, "content_moderation"),
    "missing": (404, "not_found"),
}


class StabilityPart(Part):
    """Gives a clip as JSON or as bytes, by the `Accept` header."""

    kind = "video"
    name = "stability"

    def calls(self) -> Sequence[Call]:
        """Order, ask for a result, tell the balance."""
        return (
            Call("POST", _PATH, self._order, "submit"),
            Call("GET", f"{_PATH}/result/{{id}}", self._result, "poll"),
            Call("GET", "/v1/user/balance", self._balance),
        )

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """An id, a name and a list of errors."""
        status, name = _WORDS.get(failure.what, (failure.status, "internal_error"))
        id = hashlib.sha256(failure.message.encode()).hexdigest()[:32]
        return JSONResponse({"id": id, "name": name, "errors": [failure.message]}, status, failure.headers)

    async def _order(self, asked: Asked) -> Response:
        form = await asked.form()
        if unknown := [name for name in form if name not in ("image", *_NUMBERS)]:
            raise Turned(Failure("invalid", f"{unknown[0]}: no such field."))
        numbers = {name: _number(form, name) for name in _NUMBERS}
        image = form.get("image")
        if not isinstance(image, UploadFile):
            raise Turned(Failure("invalid", "image: is required and must be a file."))
        data = await image.read()
        width, height = _size(data)
        job = asked.accept(
            Wish(
                kind="video",
                text="Stable Video Diffusion",
                seconds=4,
                width=width,
                height=height,
                seed=int(numbers["seed"]),
                first_frame=self.far.input(data),
            ),
            model="svd",
            price=price_of("video", "stability", "svd", "generation").of(Decimal(1)).amount,
            body={name: str(value) for name, value in numbers.items()},
            id=hashlib.sha256(f"{asked.key}/{asked.number}".encode()).hexdigest(),
        )
        return JSONResponse({"id": job.id})

    async def _result(self, asked: Asked) -> Response:
        job = asked.job(asked.path("id"))
        state = job.state(self.far.clock.now())
        if state in ("queued", "running"):
            return JSONResponse({"id": job.id, "status": "in-progress"}, 202)
        reason = {"succeeded": "SUCCESS", "moderated": "CONTENT_FILTERED"}.get(state, "ERROR")
        clip = (await self.far.media(job, ".mp4")).read_bytes() if state == "succeeded" else b""
        seed = job.wish.seed
        if asked.request.headers.get("accept", "").startswith("application/json"):
            video = base64.b64encode(clip).decode()
            return JSONResponse({"video": video, "finish_reason": reason, "seed": seed})
        headers = {"finish-reason": reason, "seed": str(seed)}
        return Response(clip, media_type="video/mp4", headers=headers)

    async def _balance(self, asked: Asked) -> Response:
        return JSONResponse({"credits": 1000.5})


def _size(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            form, size = picture.format, picture.size
    except OSError:
        raise Turned(Failure("invalid", "image: is no picture.")) from None
    if form not in ("PNG", "JPEG") or size not in _SIZES:
        raise Turned(Failure("invalid", "image: must be a PNG or JPEG of 1024x576, 576x1024 or 768x768."))
    return size


def _number(form: FormData, name: str) -> float:
    least, most, default = _NUMBERS[name]
    try:
        value = float(str(form.get(name, default)))
    except ValueError:
        raise Turned(Failure("invalid", f"{name}: must be a number.")) from None
    if not least <= value <= most or (name != "cfg_scale" and value != int(value)):
        raise Turned(Failure("invalid", f"{name}: must be from {least} to {most}."))
    return value
