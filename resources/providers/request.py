"""What is asked of a provider: one class a kind of media, the same object priced, hashed and sent."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from resources.money import Usd

__all__ = [
    "AnswerRequest",
    "ImageRequest",
    "Kind",
    "MusicRequest",
    "Picture",
    "Request",
    "SpeechRequest",
    "VideoRequest",
    "Words",
]

Kind = Literal["video", "image", "speech", "music", "answer"]


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


class Words(_Value):
    """A piece of a prompt that is text.

    Args:
        text: as it is sent.
        keep: whether the provider shall remember the prompt up to here for the next question, so that
            the same beginning costs less then.
    """

    text: str
    keep: bool = False


class Picture(_Value):
    """A piece of a prompt that is a picture.

    Args:
        digest: sha256 of its bytes in the artifact store.
        media_type: of those bytes.
        width: pixels.
        height: pixels.
    """

    digest: str
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    width: int
    height: int


class AnswerRequest(_Value):
    """One question to a language model.

    Args:
        model: the provider's model.
        role: who asks, for example `script_writer`.
        system: who the model is to be and what holds for every question of the role.
        content: text and pictures, in order.
        answer_schema: JSON schema of the answer, as canonical JSON text.
        max_tokens: tokens of the answer at most, thinking included.
        effort: how much it thinks; None leaves that to the model.
        nth: 2, 3, ... asks the very same question anew, to see how much answers differ.
    """

    kind: ClassVar[Kind] = "answer"
    model: str
    role: str
    system: str
    content: tuple[Words | Picture, ...]
    answer_schema: str
    max_tokens: int
    effort: Literal["low", "medium", "high"] | None = None
    nth: int = 1

    @property
    def references(self) -> tuple[str, ...]:
        """Digests of its pictures."""
        return tuple(piece.digest for piece in self.content if isinstance(piece, Picture))


Request = VideoRequest | ImageRequest | SpeechRequest | MusicRequest | AnswerRequest
