"""What is asked of a provider: one class a kind of media, the same object priced, hashed and sent."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from resources.money import Usd

__all__ = ["ImageRequest", "Kind", "MusicRequest", "Request", "SpeechRequest", "VideoRequest"]

Kind = Literal["video", "image", "speech", "music"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VideoRequest(_Value):
    """One clip to be filmed: the same object is priced, hashed and sent.

    Args:
        model: the provider's model, or the tier's name for the simulated provider.
        direction: the text that tells the provider what to film.
        duration: seconds, exact.
        width: pixels.
        height: pixels.
        fps: frames per second.
        seed: makes takes of one recipe differ; providers without seeds ignore it.
        first_frame: digest of the key frame's PNG that opens it, or None.
        last_frame: digest of the key frame's PNG that ends it, or None.
        references: digests of PNGs that it shall resemble.
        rate: dollars per second that the simulated provider charges (the tier's price level);
            providers with a price table of their own ignore it.
    """

    kind: ClassVar[Kind] = "video"
    model: str
    direction: str
    duration: Fraction
    width: int
    height: int
    fps: int
    seed: int = 0
    first_frame: str | None = None
    last_frame: str | None = None
    references: tuple[str, ...] = ()
    rate: Usd


class ImageRequest(_Value):
    """One picture to be made.

    Args:
        model: the provider's model.
        direction: the text that tells the provider what to show.
        width: pixels.
        height: pixels.
        seed: makes takes of one recipe differ; providers without seeds ignore it.
        references: digests of PNGs that it shall resemble.
        rate: dollars per picture that the simulated provider charges.
    """

    kind: ClassVar[Kind] = "image"
    model: str
    direction: str
    width: int
    height: int
    seed: int = 0
    references: tuple[str, ...] = ()
    rate: Usd


class MusicRequest(_Value):
    """One piece of music.

    Args:
        model: the provider's model.
        direction: mood, style and instruments in words.
        duration: seconds, exact.
        seed: makes takes of one recipe differ; providers without seeds ignore it.
        rate: dollars per minute that the simulated provider charges.
    """

    kind: ClassVar[Kind] = "music"
    model: str
    direction: str
    duration: Fraction
    seed: int = 0
    rate: Usd


class SpeechRequest(_Value):
    """One line to be spoken.

    Args:
        model: the provider's model.
        voice: the voice's name.
        text: what is said.
        rate: dollars per 1,000 characters that the simulated provider charges.
    """

    kind: ClassVar[Kind] = "speech"
    model: str
    voice: str
    text: str
    rate: Usd


Request = VideoRequest | ImageRequest | SpeechRequest | MusicRequest
