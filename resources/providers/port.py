"""What every provider answers: capabilities, quote, submit, poll, fetch, cancel, list.

Stored names (a provider's `name`) stand in slates and asset metadata: renaming one breaks history.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import ClassVar, Literal

from dagster import ConfigurableResource
from pydantic import BaseModel, ConfigDict

from resources.money import Usd

__all__ = [
    "Capabilities",
    "Generation",
    "GenerationState",
    "Kind",
    "Listed",
    "MediaSource",
    "Provider",
    "Quote",
    "Request",
    "SpeechRequest",
    "VideoRequest",
]

Kind = Literal["video", "image", "speech", "music"]
GenerationState = Literal["running", "succeeded", "failed", "refused"]
MediaSource = Callable[[str], Path]
"""Gives the verified local file of an artifact digest, for inputs such as a first frame."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Capabilities(_Value):
    """What a provider's model can film, checked before any money is spent.

    Args:
        durations: seconds that a clip can have, ascending; empty means any.
        sizes: (width, height) in pixels; empty means any.
        first_frame: whether a key frame can open the clip.
        prompt_limit: longest direction in characters; 0 means no known limit.
        concurrency: generations at once that the provider takes; 0 means no known limit.
        voices: names of the voices that it speaks with; empty means any.
        lists: whether `list` answers, so that a lost submit can be looked up by its slate.
    """

    durations: tuple[Fraction, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    first_frame: bool = False
    prompt_limit: int = 0
    concurrency: int = 0
    voices: tuple[str, ...] = ()
    lists: bool = False


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
        first_frame: digest of the key frame's PNG, or None.
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


Request = VideoRequest | SpeechRequest


class Quote(_Value):
    """A price before the purchase.

    Args:
        amount: dollars, exact.
        basis: how it was computed, for example `5 s x $0.25/s (tier animated, simulated)`.
    """

    amount: Usd
    basis: str


class Generation(_Value):
    """The provider's side of a take, as the last poll saw it.

    Args:
        state: `running`, or one of the terminal verdicts `succeeded`, `failed`, `refused`.
        price: dollars charged, known with a terminal verdict; None while running or when the
            provider does not say (then the quote stands).
        suffix: file suffix of the media with its dot, known with `succeeded`.
        reason: why it failed or was refused, in the provider's words.
    """

    state: GenerationState
    price: Usd | None = None
    suffix: str = ""
    reason: str = ""


class Listed(_Value):
    """One generation that the provider remembers.

    Args:
        remote_id: the provider's id.
        slate: the slate that the submit carried, or empty where the provider echoes none.
        created: when the provider took it, in UTC.
    """

    remote_id: str
    slate: str
    created: datetime


class Provider(ConfigurableResource, ABC):  # type: ignore[type-arg]
    """An outside maker of media. Shown in the Dagster UI with its fields.

    `name` and `kind` are stored with every take. `simulated` providers cost nothing, whatever they
    quote, and are the only ones that exist in the simulated environment.
    """

    name: ClassVar[str]
    kind: ClassVar[Kind]
    simulated: ClassVar[bool] = False

    @abstractmethod
    def capabilities(self, model: str) -> Capabilities:
        """What a model can make.

        Raises:
            StudioError: the provider has no such model; the mend names those it has.
        """

    @abstractmethod
    def quote(self, request: Request) -> Quote:
        """The price of exactly this request. Pure: no network."""

    @abstractmethod
    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Ask for a generation, once.

        Args:
            slate: the take's identity, sent along wherever the provider can echo it.
            request: what is wanted.
            media: gives the files of digests that the request names.

        Returns:
            The provider's id of the generation.

        Raises:
            TransientFailure: surely nothing was accepted.
            Refused: the provider judged the request and said no.
            OutcomeUnknown: the answer was lost; the generation may exist.
        """

    @abstractmethod
    async def poll(self, remote_id: str) -> Generation:
        """The generation's state now. Free, and safe to repeat.

        Raises:
            TransientFailure: no answer this time.
            Refused: the provider knows no such generation.
        """

    @abstractmethod
    async def fetch(self, remote_id: str, into: Path) -> None:
        """Write the finished media to a file that does not exist yet. Free, and safe to repeat.

        Raises:
            TransientFailure: no or half an answer; nothing is left at `into`.
            StoreFailed: the disk did not take it; asking again is useless before that is mended.
        """

    @abstractmethod
    async def cancel(self, remote_id: str) -> bool:
        """Ask the provider to stop; False where it cannot or it was too late."""

    @abstractmethod
    async def list(self, since: datetime) -> Sequence[Listed]:
        """Generations that the provider took since a time, where `capabilities().lists`."""

    def poll_interval(self) -> float:
        """Seconds between two polls of one generation."""
        return 2.0

    def check_credentials(self) -> None:
        """See whether the provider would accept this key, without cost.

        Raises:
            NotConfigured: a key is missing or refused; the mend names its variable.
        """
