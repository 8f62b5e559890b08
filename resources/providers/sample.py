"""The smallest wish that a provider's model takes: what one native call asks for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from resources.providers.port import (
    Capabilities,
    ImageRequest,
    MusicRequest,
    Provider,
    Request,
    SpeechRequest,
    VideoRequest,
)

__all__ = ["sample"]

_ANY = {"video": Fraction(5), "music": Fraction(15)}
"""Seconds where the provider makes any length."""

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
) -> Request:
    """A wish of the provider's kind: the shortest and smallest that the model makes, unless said otherwise.

    Args:
        provider: who shall make it.
        words: the direction, or what is said.
        model: the provider's default one where empty.
        seconds: how long; kinds without a length ignore it.
        size: width and height in pixels; kinds without a size ignore it.
        voice: the provider's first one where empty; kinds without a voice ignore it.

    Raises:
        StudioError: the provider has no such model.
    """
    model = model or (*provider.models(), str(getattr(provider, "model", "")) or "any")[0]
    able = provider.capabilities(model)
    if provider.kind == "speech":
        voice = voice or (*able.voices, _VOICE)[0]
        return SpeechRequest(model=model, voice=voice, text=words, rate=Decimal(0))
    if provider.kind == "music":
        return MusicRequest(
            model=model, direction=words, duration=seconds or _shortest(provider, able), rate=Decimal(0)
        )
    width, height = size or min(able.sizes, key=lambda one: (one[0] * one[1], one), default=(1280, 720))
    if provider.kind == "image":
        return ImageRequest(model=model, direction=words, width=width, height=height, rate=Decimal(0))
    return VideoRequest(
        model=model,
        direction=words,
        duration=seconds or _shortest(provider, able),
        width=width,
        height=height,
        fps=24,
        rate=Decimal(0),
    )


def _shortest(provider: Provider, able: Capabilities) -> Fraction:
    any_length = _ANY[provider.kind]
    return min(able.durations, default=min(able.longest or any_length, any_length))
