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
from resources.project import Environment
from resources.providers.request import (
    AnswerRequest,
    ImageRequest,
    Kind,
    MusicRequest,
    Request,
    SpeechRequest,
    VideoRequest,
)

__all__ = [
    "AnswerRequest",
    "Capabilities",
    "Generation",
    "GenerationState",
    "ImageRequest",
    "Kind",
    "Listed",
    "MediaSource",
    "MusicRequest",
    "Provider",
    "Quote",
    "Request",
    "SpeechRequest",
    "VideoRequest",
]

GenerationState = Literal["running", "succeeded", "failed", "refused"]
MediaSource = Callable[[str], Path]
"""Gives the verified local file of an artifact digest, for inputs such as a first frame."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Capabilities(_Value):
    """What a provider's model can film, checked before any money is spent.

    Args:
        durations: seconds that a clip can have, ascending; empty means any, up to `longest`.
        longest: seconds that nothing can exceed; None means no known limit.
        shortest: seconds that nothing can fall short of; None means no known limit.
        sizes: (width, height) in pixels, every ratio and resolution; empty means any.
        first_frame: whether a key frame can open the clip.
        needs_first_frame: whether it films nothing without one.
        last_frame: whether a key frame can end the clip.
        references: pictures that can be shown to it beside the direction, at most.
        reference_durations: seconds that a clip with such pictures can have; empty means any of them.
        references_beside_frames: whether such pictures go together with key frames.
        seed: whether it takes a seed.
        prompt_limit: longest direction in characters; 0 means no known limit.
        concurrency: generations at once that the provider takes; 0 means no known limit.
        voices: names of the voices that it speaks with; empty means any.
        lists: whether `list` names everything that was accepted, so that a lost submit can be looked up.
        echoes: whether that listing tells the slate's token of each, so that an entry with another token
            is surely another take; else only an empty listing proves that nothing was accepted.
        url_life: seconds for which an address of finished media works; 0 means not known.
    """

    durations: tuple[Fraction, ...] = ()
    longest: Fraction | None = None
    shortest: Fraction | None = None
    sizes: tuple[tuple[int, int], ...] = ()
    first_frame: bool = False
    needs_first_frame: bool = False
    last_frame: bool = False
    references: int = 0
    reference_durations: tuple[Fraction, ...] = ()
    references_beside_frames: bool = True
    seed: bool = False
    prompt_limit: int = 0
    concurrency: int = 0
    voices: tuple[str, ...] = ()
    lists: bool = False
    echoes: bool = False
    url_life: int = 0


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
        token: what `Provider.token` gives for the submit that made it; empty where that cannot be told.
        created: when the provider took it, in UTC.
    """

    remote_id: str
    token: str
    created: datetime


class Provider(ConfigurableResource, ABC):  # type: ignore[type-arg]
    """An outside maker of media. Shown in the Dagster UI with its fields.

    `name` and `kind` are stored with every take.
    """

    name: ClassVar[str]
    kind: ClassVar[Kind]
    environment: ClassVar[Environment] = "live"
    deciding: ClassVar[tuple[str, ...]] = ()
    """Its fields that decide what the media are, such as a quality: they belong to a take's recipe."""
    patience: ClassVar[float] = 120.0
    """Seconds for its answer to a submit; one that comes later is lost."""
    gathers: ClassVar[bool] = False
    """Whether it works on what was asked when it likes, for hours: what it has takes nobody else's turn."""

    @property
    def simulated(self) -> bool:
        """Whether its money is play money: nothing that it makes is ever billed."""
        return self.environment == "simulated"

    @property
    def settings(self) -> dict[str, object]:
        """The deciding fields that are not at their defaults: name -> value."""
        chosen = {name: getattr(self, name) for name in self.deciding}
        return {
            name: value for name, value in chosen.items() if value != type(self).model_fields[name].default
        }

    @property
    def own_prices(self) -> bool:
        """Whether it has prices of its own, so that the `rate` of a request means nothing to it."""
        return self.environment == "live"

    def models(self) -> tuple[str, ...]:
        """Its models by name, the default one first; empty means that any name will do."""
        return ()

    def token(self, slate: str, request: Request) -> str:
        """What the provider's listing shows of a submit, to find it again when its answer was lost.

        Args:
            slate: the take's identity.
            request: exactly what was sent.

        Returns:
            The slate where the provider echoes it, else a short form of it or of the request: two
            takes with one token have the same content, so that either answers for the other.
        """
        return slate

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
        """Generations that the provider took since a time, as far as it can name them.

        Raises:
            TransientFailure: no answer this time.
        """

    def poll_interval(self) -> float:
        """Seconds between two polls of one generation."""
        return 2.0

    def payer(self) -> str:
        """A fingerprint of the account that pays, at most 16 characters; empty where there is none.

        Returns:
            What tells two accounts apart, never what could be used as a key.
        """
        return ""

    def check_configured(self) -> None:
        """See that everything is set that a submit needs. No network.

        Raises:
            NotConfigured: a key is missing, or the provider is off; the mend names the variable.
        """

    async def check_credentials(self) -> str:
        """See whether the provider accepts this key, without cost.

        Returns:
            What it said, in a sentence; never the key.

        Raises:
            NotConfigured: a key is missing; the mend names its variable.
            AccountRefused: the key was not accepted.
            TransientFailure: no answer this time.
        """
        return "It needs no key."
