"""OpenAI's images: a picture in one answer, after pictures that it shall resemble where there are any."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx
from pydantic import Field

from resources.errors import OutcomeUnknown, ProviderFailure, Refused, StudioError
from resources.providers.able import checked
from resources.providers.at_once import AtOnceProvider, Made
from resources.providers.image.dalle_sizes import SIZES
from resources.providers.openai_dialect import HOST, KEY_VARIABLE, ask_about_model, bearer
from resources.providers.openai_dialect import judge as judged
from resources.providers.port import Capabilities, ImageRequest, MediaSource, Quote, Request
from resources.providers.prices import price_of
from resources.providers.signature import is_media, picture_type

__all__ = ["Dalle", "body"]

_QUALITIES = {
    "gpt-image-2": ("low", "medium", "high"),
    "gpt-image-2.5-flare": ("low", "medium", "high", "xhigh", "max"),
    "gpt-image-2.5-sunburst": ("low", "medium", "high", "xhigh", "max"),
}
_RETIRED = {
    "dall-e-2": ("2026-05-12", "gpt-image-2"),
    "dall-e-3": ("2026-05-12", "gpt-image-2"),
    "gpt-image-1": ("2026-10-23", "gpt-image-2.5-sunburst"),
    "gpt-image-1-mini": ("2026-12-01", "gpt-image-2.5-flare"),
    "gpt-image-1.5": ("2026-12-01", "gpt-image-2.5-sunburst"),
    "chatgpt-image-latest": ("2026-12-01", "gpt-image-2"),
}
"""Last day and successor of models that are gone or go (OpenAI's deprecations, 2026-11)."""

_PROMPT = 32_000
_REFERENCES = 16
_TOKENS_A_PICTURE = 6_600
"""Tokens that one picture shown to a model can count at most: those of a whole picture in high fidelity
(OpenAI's image guide for its first image model; from memory)."""


class Dalle(AtOnceProvider):
    """Draws pictures with OpenAI's image models. The name is the old models' one; they are gone.

    An answer that was lost on its way cannot be found again: there is no list of what was made.
    """

    name = "dalle"
    kind = "image"
    deciding = ("quality",)
    host = HOST
    key_variable = KEY_VARIABLE
    caveat = (
        "A picture comes in one answer that can take a minute or two at high quality; one that was lost "
        "cannot be found again. It takes no seed, so two takes differ by chance. Prices are by tokens: the "
        "quote is an estimate, what the answer counts is charged."
    )

    model: str = Field(default="gpt-image-2", description="The model that draws by default.")
    quality: str = Field(
        default="medium",
        pattern="^(low|medium|high|xhigh|max)$",
        description="How carefully it draws, which is most of the price; xhigh and max are of gpt-image-2.5.",
    )

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """OpenAI's words for failures."""
        return judged(response)

    def models(self) -> tuple[str, ...]:
        """Its models, the default one first."""
        return (self.model, *(one for one in _QUALITIES if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """Sizes of the common ratios, and up to 16 pictures to resemble.

        Raises:
            Refused: there is no such model, or no longer; the mend names its successor.
        """
        if model in _RETIRED:
            day, successor = _RETIRED[model]
            raise Refused(f"OpenAI shuts {model} down on or before {day}.", mend=f"Use {successor}.")
        if model not in _QUALITIES:
            raise Refused(
                f"OpenAI has no image model {model!r}.", mend=f"Use one of: {', '.join(_QUALITIES)}."
            )
        return Capabilities(
            sizes=SIZES,
            references=_REFERENCES,
            prompt_limit=_PROMPT,
            concurrency=self.concurrency or 5,
        )

    def quote(self, request: Request) -> Quote:
        """The picture's price by quality and size; its direction and references by their tokens at most.

        Raises:
            NotConfigured: a price is not known.
            Refused: it cannot be made.
        """
        wanted = self._checked(request)
        size, shown = _size(wanted), len(wanted.references) * _TOKENS_A_PICTURE
        # A token has at least one byte.
        read = len(wanted.direction.encode())
        parts = [
            self._price(wanted.model, "generation", 1, quality=self.quality, size=size),
            self._price(wanted.model, "1m_text_tokens_in", read),
        ]
        if shown:
            parts.append(self._price(wanted.model, "1m_image_tokens_in", shown))
        return Quote(
            amount=sum((part.amount for part in parts), Decimal(0)),
            basis="; ".join(part.basis for part in parts),
        )

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token."""
        return bearer(self.api_key)

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Ask for the picture once."""
        wanted, api = self._checked(request), self.api()
        fields = body(wanted, self.quality)
        if wanted.references:
            files = [
                ("image[]", _part(number, media(digest).read_bytes()))
                for number, digest in enumerate(wanted.references, 1)
            ]
            form = {name: str(value) for name, value in fields.items()}
            answer = await api.submit("POST", "/v1/images/edits", timeout=110.0, data=form, files=files)
        else:
            answer = await api.submit("POST", "/v1/images/generations", timeout=110.0, json=fields)
        picture, usage = _drawn(answer)
        return Made(
            picture, ".png", self._charged(wanted.model, usage), answer.headers.get("x-request-id", "")
        )

    async def check_credentials(self) -> str:
        """Ask whether the default model is offered to the key."""
        return await ask_about_model(self.api(), self.model)

    def _checked(self, request: Request) -> ImageRequest:
        wanted = checked(self, request, ImageRequest)
        if self.quality not in _QUALITIES[wanted.model]:
            raise Refused(
                f"{wanted.model} has no quality {self.quality!r}.",
                mend=f"Set `quality` to one of: {', '.join(_QUALITIES[wanted.model])}.",
                where=f"{self.name} {wanted.model}",
            )
        return wanted

    def _price(self, model: str, unit: Any, quantity: int, **when: str) -> Quote:
        return price_of(self.kind, self.name, model, unit, **when).of(quantity)

    def _charged(self, model: str, usage: Mapping[str, Any]) -> Decimal | None:
        """Dollars by the tokens that the answer counts; None where it counts none."""
        details = usage.get("input_tokens_details")
        told = details if isinstance(details, Mapping) else {}
        counts = (told.get("text_tokens"), told.get("image_tokens"), usage.get("output_tokens"))
        if not all(isinstance(count, int) and count >= 0 for count in counts):
            return None
        units = ("1m_text_tokens_in", "1m_image_tokens_in", "1m_image_tokens_out")
        try:
            prices = [
                self._price(model, unit, count).amount
                for unit, count in zip(units, counts, strict=True)
                if count
            ]
        except StudioError:
            return None
        return sum(prices, Decimal(0))


def _part(number: int, picture: bytes) -> tuple[str, bytes, str]:
    media_type = picture_type(picture)
    return f"reference-{number}.{media_type.removeprefix('image/')}", picture, media_type


def body(request: ImageRequest, quality: str) -> dict[str, Any]:
    """The fields that are submitted: as JSON, or as a form beside the pictures that are shown.

    Args:
        request: the picture.
        quality: how carefully it is drawn.
    """
    return {
        "model": request.model,
        "prompt": request.direction,
        "size": _size(request),
        "quality": quality,
        "n": 1,
        "output_format": "png",
        # A film's frame shows nothing through it.
        "background": "opaque",
    }


def _size(request: ImageRequest) -> str:
    return f"{request.width}x{request.height}"


def _drawn(answer: httpx.Response) -> tuple[bytes, Mapping[str, Any]]:
    try:
        told = answer.json()
        picture = base64.b64decode(told["data"][0]["b64_json"], validate=True)
        usage = told.get("usage") or {}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, binascii.Error):
        picture, usage = b"", {}
    if not is_media(picture, ".png"):
        raise OutcomeUnknown(
            f"OpenAI's answer of {len(answer.content)} bytes holds no PNG.",
            mend="It may be paid: see OpenAI's usage page before you launch with `fresh: true`.",
            where=answer.url.host,
        )
    return picture, usage if isinstance(usage, Mapping) else {}
