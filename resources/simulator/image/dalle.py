"""OpenAI's images as the simulator speaks them: from words as JSON, after pictures as a form."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Wish
from resources.simulator.openai_failures import openai_failure
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["DallePart"]

_MODELS = {
    "gpt-image-2": ("low", "medium", "high"),
    "gpt-image-2.5-flare": ("low", "medium", "high", "xhigh", "max"),
    "gpt-image-2.5-sunburst": ("low", "medium", "high", "xhigh", "max"),
}
_FIELDS = {
    "model", "prompt", "size", "quality", "n", "output_format", "background", "moderation",
    "safety_identifier", "user", "output_compression", "complexity",
}  # fmt: skip
_SIZE = re.compile(r"([1-9]\d{2,3})x([1-9]\d{2,3})")
_REFERENCE = 6_240
"""Tokens that the simulator counts for each picture shown to it."""


class DallePart(Part):
    """Pictures as base64 in one answer, with the tokens that they cost."""

    kind = "image"
    name = "dalle"

    def calls(self) -> Sequence[Call]:
        """Draw from words, draw after pictures, and a model."""
        return [
            Call("POST", "/v1/images/generations", self._generate, "submit"),
            Call("POST", "/v1/images/edits", self._edit, "submit"),
            Call("GET", "/v1/models/{model}", self._model),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """OpenAI's words."""
        return openai_failure(failure)

    async def _generate(self, asked: Asked) -> Response:
        return await self._draw(asked, asked.json, ())

    async def _edit(self, asked: Asked) -> Response:
        form = await asked.form()
        files = [
            one for one in (*form.getlist("image[]"), *form.getlist("image")) if isinstance(one, UploadFile)
        ]
        pictures = [await one.read() for one in files]
        if not 1 <= len(pictures) <= 16 or not all(one.startswith(b"\x89PNG") for one in pictures):
            raise Turned(Failure("invalid", "`image` must be 1 to 16 PNG files."))
        fields: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
        count = fields.get("n", "1")
        fields["n"] = int(count) if count.isdigit() else count
        return await self._draw(asked, fields, [self.far.input(one) for one in pictures])

    async def _draw(self, asked: Asked, body: Mapping[str, Any], references: Sequence[str]) -> Response:
        model, prompt, size = body.get("model"), body.get("prompt"), str(body.get("size"))
        quality = body.get("quality", "medium")
        if unknown := sorted(set(body) - _FIELDS):
            raise Turned(Failure("invalid", f"Unknown parameter: '{unknown[0]}'."))
        if model not in _MODELS:
            raise Turned(Failure("missing", f"The model `{model}` does not exist or was retired."))
        if not isinstance(prompt, str) or not 0 < len(prompt) <= 32_000:
            raise Turned(Failure("invalid", "`prompt` must have 1 to 32000 characters."))
        if (
            quality not in _MODELS[model]
            or body.get("output_format", "png") != "png"
            or body.get("n", 1) != 1
        ):
            raise Turned(Failure("invalid", "`quality`, `output_format` or `n` is not what is made here."))
        width, height = _sides(size)
        usage = self._usage(model, prompt, len(references), quality=quality, size=size)
        price = self._price(model, usage)
        wish = Wish(kind="image", text=prompt, width=width, height=height, references=tuple(references))
        job = asked.accept(wish, model=model, price=price, body=body)
        picture = base64.b64encode((await self.far.media(job, ".png")).read_bytes()).decode()
        return JSONResponse(
            {
                "created": int(self.now()),
                "background": body.get("background", "opaque"),
                "data": [{"b64_json": picture}] * job.copies,
                "output_format": "png",
                "quality": quality,
                "size": size,
                "usage": usage,
            },
            headers={"x-request-id": f"req_{secrets.token_hex(8)}"},
        )

    async def _model(self, asked: Asked) -> Response:
        if (model := asked.path("model")) not in _MODELS:
            raise Turned(Failure("missing", f"The model `{model}` does not exist."))
        return JSONResponse({"id": model, "object": "model", "created": 0, "owned_by": "openai"})

    def _usage(self, model: str, prompt: str, shown: int, **when: str) -> dict[str, Any]:
        picture = price_of("image", self.name, model, "generation", **when).amount
        token = price_of("image", self.name, model, "1m_image_tokens_out").amount / 1_000_000
        drawn = int((picture / token).to_integral_value(ROUND_CEILING))
        # Four letters to a token, as English has it.
        read = -(-len(prompt) // 4)
        return {
            "input_tokens": read + shown * _REFERENCE,
            "input_tokens_details": {"text_tokens": read, "image_tokens": shown * _REFERENCE},
            "output_tokens": drawn,
            "output_tokens_details": {"image_tokens": drawn, "text_tokens": 0},
            "total_tokens": read + shown * _REFERENCE + drawn,
        }

    def _price(self, model: str, usage: Mapping[str, Any]) -> Decimal:
        read = usage["input_tokens_details"]
        return (
            price_of("image", self.name, model, "1m_text_tokens_in").of(read["text_tokens"]).amount
            + price_of("image", self.name, model, "1m_image_tokens_in").of(read["image_tokens"]).amount
            + price_of("image", self.name, model, "1m_image_tokens_out").of(usage["output_tokens"]).amount
        )


def _sides(size: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(size)
    if found is None:
        raise Turned(Failure("invalid", f"Invalid size {size!r}: WIDTHxHEIGHT is wanted here."))
    width, height = int(found[1]), int(found[2])
    long, short = max(width, height), min(width, height)
    if width % 16 or height % 16 or long > 3 * short or long > 3840:
        raise Turned(Failure("invalid", f"Invalid size {size!r}: sides are multiples of 16, at most 3:1."))
    if not 655_360 <= width * height <= 3840 * 2160:
        raise Turned(Failure("invalid", f"Invalid size {size!r}: it has too few or too many pixels."))
    return width, height
