"""The smallest wish that a provider's model takes: what one native call asks for."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import product

from resources.errors import StudioError
from resources.providers.port import (
    AnswerRequest,
    Capabilities,
    ImageRequest,
    Kind,
    MusicRequest,
    Provider,
    Request,
    SpeechRequest,
    VideoRequest,
)
from resources.providers.request import Words

__all__ = ["sample"]

_ANY = {"video": Fraction(5), "music": Fraction(15)}
"""Seconds where the provider makes any length."""

_ANSWER = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}
"""The smallest answer that a question can have."""

_TOKENS = 2_000
"""Of that answer at most: a sentence, and what a model that always thinks thinks of it."""

_VOICE = "Lily"
"""The narrator's voice where the provider speaks with any."""


def sample(
    provider: Provider,
    words: str,
    *,
    model: str = "",
    seconds: Fraction | None = None,
    size: tuple[int, int] | None = None,
    voice: str = "",
    first_frame: str = "",
) -> Request:
    """A wish of the provider's kind: the shortest and smallest with a known price, unless said otherwise.

    Args:
        provider: who shall make it.
        words: the direction, what is said, or what is asked.
        model: the provider's default one where empty.
        seconds: how long; kinds without a length ignore it.
        size: width and height in pixels; kinds without a size ignore it.
        voice: the provider's first one where empty; kinds without a voice ignore it.
        first_frame: digest of the key frame that opens a clip; empty where there is none.

    Raises:
        StudioError: the provider has no such model.
    """
    model = model or (*provider.models(), str(getattr(provider, "model", "")) or "any")[0]
    able = provider.capabilities(model)
    if provider.kind == "answer":
        asked = (Words(text=words),)
        schema = json.dumps(_ANSWER, sort_keys=True, separators=(",", ":"))
        said = {"model": model, "role": "tools", "system": "Answer in one short sentence."}
        return AnswerRequest(**said, content=asked, answer_schema=schema, max_tokens=_TOKENS, effort="low")
    if provider.kind == "speech":
        voice = voice or (*able.voices, _VOICE)[0]
        return SpeechRequest(model=model, voice=voice, text=words, rate=Decimal(0))
    wishes = [
        _wish(provider.kind, model, words, *one, first_frame or None)
        for one in product(
            [seconds] if seconds else _lengths(provider, able), [size] if size else _sizes(able)
        )
    ]
    return next((wish for wish in wishes if _has_price(provider, wish)), wishes[0])


def _wish(
    kind: Kind, model: str, words: str, seconds: Fraction, size: tuple[int, int], first_frame: str | None
) -> Request:
    said = {"model": model, "direction": words, "rate": Decimal(0)}
    if kind == "music":
        return MusicRequest(**said, duration=seconds)
    if kind == "image":
        return ImageRequest(**said, width=size[0], height=size[1])
    width, height = size
    return VideoRequest(**said, duration=seconds, width=width, height=height, fps=24, first_frame=first_frame)


def _lengths(provider: Provider, able: Capabilities) -> list[Fraction]:
    some = _ANY.get(provider.kind, Fraction(1))
    return sorted(able.durations) or [min(able.longest or some, some)]


def _sizes(able: Capabilities) -> list[tuple[int, int]]:
    return sorted(able.sizes, key=lambda one: (one[0] * one[1], one)) or [(1280, 720)]


def _has_price(provider: Provider, wish: Request) -> bool:
    try:
        provider.quote(wish)
    except StudioError:
        return False
    return True
