"""Veo's dialect: long-running operations of Vertex AI that end with the clip in their answer."""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.providers.sizes import size_words
from resources.simulator.authorization import authorized
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["VeoPart"]

_MODELS = ("veo-3.1-generate-001", "veo-3.1-fast-generate-001", "veo-3.1-lite-generate-001")
_SIZES = {words: size for size, words in size_words(("16:9", "9:16"), ("720p", "1080p")).items()}
_MODEL = "/v1beta1/projects/{project}/locations/{location}/publishers/google/models/{model}"

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "body": ("instances", "parameters", "labels"),
    "instance": ("prompt", "image", "lastFrame", "referenceImages"),
    "parameters": (
        "sampleCount", "durationSeconds", "seed", "aspectRatio", "resolution", "personGeneration",
        "generateAudio", "negativePrompt", "enhancePrompt", "compressionQuality", "resizeMode",
    ),
    "picture": ("bytesBase64Encoded", "mimeType"),
}  # fmt: skip

_WORDS: Mapping[str, tuple[int, str]] = {
    "auth": (401, "UNAUTHENTICATED"),
    "unpaid": (403, "PERMISSION_DENIED"),
    "rate": (429, "RESOURCE_EXHAUSTED"),
    "concurrency": (429, "RESOURCE_EXHAUSTED"),
    "invalid": (400, "INVALID_ARGUMENT"),
    "moderated": (400, "INVALID_ARGUMENT"),
    "missing": (404, "NOT_FOUND"),
}


class VeoPart(Part):
    """Answers inline only, as Vertex does where no storage bucket is named."""

    kind = "video"
    name = "veo"

    def calls(self) -> Sequence[Call]:
        """Begin an operation, ask for one."""
        return (
            Call("POST", f"{_MODEL}:predictLongRunning", self._predict, "submit"),
            Call("POST", f"{_MODEL}:fetchPredictOperation", self._operation, "poll"),
        )

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """Google's `error` with a status word."""
        status, word = _WORDS.get(failure.what, (failure.status, "INTERNAL"))
        message = failure.message
        if failure.what == "moderated":
            message = f"The prompt violates Vertex AI's usage guidelines. {message} Support codes: 58061214"
        error = {"code": status, "message": message, "status": word}
        return JSONResponse({"error": error}, status, failure.headers)

    async def _predict(self, asked: Asked) -> Response:
        if asked.path("model") not in _MODELS:
            raise Turned(Failure("missing", f"Publisher Model `{asked.path('model')}` was not found."))
        body = _known(asked.json, "body")
        instances = body.get("instances")
        if not isinstance(instances, list) or len(instances) != 1:
            raise Turned(Failure("invalid", "There must be exactly one instance."))
        instance = _known(instances[0], "instance")
        parameters = _known(body.get("parameters", {}), "parameters")
        _label(body.get("labels", {}))
        wish = self._wish(instance, parameters)
        resolution = _choice(parameters, "resolution", ("720p", "1080p"), "720p")
        audio = parameters.get("generateAudio", True)
        price = price_of("video", "veo", asked.path("model"), "second", resolution=resolution, audio=audio)
        count = _whole(parameters, "sampleCount", 1, 4, 1)
        job = asked.accept(
            wish,
            model=asked.path("model"),
            price=price.of(Decimal(int(wish.seconds) * count)).amount,
            body={"name": _name(asked)},
            id=str(uuid.uuid4()),
        )
        return JSONResponse({"name": f"{job.body['name']}/operations/{job.id}"})

    async def _operation(self, asked: Asked) -> Response:
        name = asked.json.get("operationName")
        if not isinstance(name, str) or not name.startswith(f"{_name(asked)}/operations/"):
            raise Turned(Failure("invalid", "The operationName is not one of this model."))
        # A token lasts an hour: an operation is its project's, not its token's.
        job = self.far.job(self.word, name.rpartition("/")[2])
        if job is None or job.body["name"] != _name(asked):
            raise Turned(Failure("missing", f"There is no operation {name}."))
        state = job.state(self.far.clock.now())
        if state in ("queued", "running"):
            return JSONResponse({"name": name})
        return JSONResponse({"name": name, "done": True, **await self._end(job, state)})

    async def _end(self, job: Job, state: str) -> dict[str, Any]:
        if state == "failed":
            return {"error": {"code": 13, "message": job.reason}}
        if state == "moderated":
            reason = f"{job.reason} Support codes: 29310472"
            return {"response": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [reason]}}
        data = base64.b64encode((await self.far.media(job, ".mp4")).read_bytes()).decode()
        video = {"bytesBase64Encoded": data, "mimeType": "video/mp4"}
        return {"response": {"raiMediaFilteredCount": 0, "videos": [video] * job.copies}}

    def _wish(self, instance: Mapping[str, Any], parameters: Mapping[str, Any]) -> Wish:
        text = instance.get("prompt", "")
        if not isinstance(text, str) or not (text or "image" in instance):
            raise Turned(Failure("invalid", "The prompt must be text."))
        if "lastFrame" in instance and "image" not in instance:
            raise Turned(Failure("invalid", "lastFrame needs image."))
        if _whole(parameters, "durationSeconds", 4, 8, 8) % 2:
            raise Turned(Failure("invalid", "durationSeconds must be 4, 6 or 8."))
        for name in ("generateAudio", "enhancePrompt"):
            if not isinstance(parameters.get(name, True), bool):
                raise Turned(Failure("invalid", f"{name} must be true or false."))
        _choice(parameters, "personGeneration", ("allow_adult", "dont_allow", "allow_all"), "allow_adult")
        ratio = _choice(parameters, "aspectRatio", ("16:9", "9:16"), "16:9")
        resolution = _choice(parameters, "resolution", ("720p", "1080p"), "720p")
        width, height = _SIZES[ratio, resolution]
        return Wish(
            kind="video",
            text=text,
            seconds=_whole(parameters, "durationSeconds", 4, 8, 8),
            width=width,
            height=height,
            seed=_whole(parameters, "seed", 0, 2**32 - 1, 0),
            first_frame=self._picture(instance.get("image")),
            last_frame=self._picture(instance.get("lastFrame")),
            references=tuple(self._picture(one) for one in _references(instance)),
        )

    def _picture(self, given: object) -> str:
        if given is None:
            return ""
        picture = _known(given, "picture")
        if picture.get("mimeType") not in ("image/png", "image/jpeg"):
            raise Turned(Failure("invalid", "The image's mimeType must be image/png or image/jpeg."))
        try:
            return self.far.input(base64.b64decode(picture["bytesBase64Encoded"], validate=True))
        except (KeyError, TypeError, binascii.Error):
            raise Turned(Failure("invalid", "The image's bytesBase64Encoded is no base64.")) from None


def _name(asked: Asked) -> str:
    place = f"projects/{asked.path('project')}/locations/{asked.path('location')}"
    return f"{place}/publishers/google/models/{asked.path('model')}"


def _known(given: object, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise Turned(Failure("invalid", f"The {what} must be an object."))
    if unknown := [name for name in given if name not in _FIELDS[what]]:
        raise Turned(Failure("invalid", f'Invalid JSON payload received. Unknown name "{unknown[0]}".'))
    return given


def _references(instance: Mapping[str, Any]) -> list[object]:
    given = instance.get("referenceImages", [])
    if not isinstance(given, list) or len(given) > 3:
        raise Turned(Failure("invalid", "referenceImages must be a list of at most three."))
    if any(not isinstance(one, dict) or one.get("referenceType") not in ("ASSET", "STYLE") for one in given):
        raise Turned(Failure("invalid", "referenceType must be ASSET or STYLE."))
    return [one.get("image") for one in given]


def _whole(given: Mapping[str, Any], name: str, least: int, most: int, default: int) -> int:
    value = given.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Turned(Failure("invalid", f"{name} must be a whole number from {least} to {most}."))
    return value


def _choice(given: Mapping[str, Any], name: str, words: tuple[str, ...], default: str) -> str:
    value = given.get(name, default)
    if value not in words:
        raise Turned(Failure("invalid", f"{name} must be one of {', '.join(words)}."))
    return str(value)


def _label(labels: object) -> None:
    good = isinstance(labels, dict) and all(
        isinstance(value, str) and re.fullmatch(r"[a-z0-9_-]{1,63}", f"{value}")
        for pair in labels.items()
        for value in pair
    )
    if not good:
        raise Turned(Failure("invalid", "Labels are lower-case letters, digits, - and _."))
