"""What all simulated providers share: the port over a durable far side, and the faults one can order."""

from __future__ import annotations

import asyncio
import re
import tempfile
import uuid
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from pydantic import Field, PrivateAttr

from resources.artifacts.durable import store_errors
from resources.clock import Clock, SystemClock
from resources.errors import MediaFailed, OutcomeUnknown, Refused, TransientFailure
from resources.providers.port import Generation, GenerationState, Listed, MediaSource, Provider, Request
from resources.providers.positions import POSITIONS, among
from resources.providers.simulated_side import Invoice, Order, SimulatedSide

__all__ = ["SimulatedProvider"]


class SimulatedProvider(Provider):
    """A provider that makes its media here, for nothing, and charges play money for it."""

    environment = "simulated"

    latency: float = Field(
        default=0.5, ge=0, description="Seconds from a submit to its verdict, by the clock."
    )
    interval: float = Field(default=0.1, gt=0, description="Seconds between two polls of one generation.")
    reject: str = Field(
        default="", pattern=POSITIONS, description="Submits that are turned away unrecorded: `1,3-4` or `*`."
    )
    lose_answer: str = Field(
        default="", pattern=POSITIONS, description="Submits that are accepted but whose answer is lost."
    )
    fail: str = Field(default="", pattern=POSITIONS, description="Submits whose generation fails, uncharged.")
    refuse: str = Field(default="", description="Words, with commas, that are refused at submit.")
    moderate: str = Field(default="", description="Words, with commas, whose finished media are withheld.")

    _clock: Clock = PrivateAttr(default_factory=SystemClock)

    def at(self, clock: Clock) -> Self:
        """The same provider by another clock, so that tests wait for nothing."""
        twin = type(self)(**{name: getattr(self, name) for name in type(self).model_fields})
        object.__setattr__(twin, "_clock", clock)
        return twin

    def side(self) -> SimulatedSide:
        """The provider's side, for invoices and for what tests want to know."""
        return SimulatedSide(self.kind)

    def invoices(self) -> Sequence[Invoice]:
        """What every accepted generation is charged, oldest first."""
        return self.side().invoices()

    @abstractmethod
    def suffix(self) -> str:
        """File suffix of its media, with its dot."""

    @abstractmethod
    def said(self, request: Request) -> str:
        """The text of a request, for the words that are refused.

        Raises:
            Refused: the request is of another kind.
        """

    @abstractmethod
    def check(self, request: Request) -> None:
        """See that the request can be made.

        Raises:
            Refused: it cannot; the mend says what can.
        """

    @abstractmethod
    def inputs(self, request: Request) -> Sequence[str]:
        """Digests of the files that the request names."""

    @abstractmethod
    def making(self, slate: str, request: Request) -> Mapping[str, Any]:
        """The settings besides the request that decide the media's bytes, as JSON values."""

    @abstractmethod
    async def make(self, order: Order, into: Path, scratch: Path) -> None:
        """Make the media of an order: the same order gives the same bytes.

        Args:
            order: what was accepted.
            into: the file that is written.
            scratch: an empty folder for files that are needed on the way.

        Raises:
            MediaFailed: ffmpeg could not make it.
        """

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Take a generation down and start its clock."""
        text = self.said(request)
        self.check(request)
        side = self.side()
        number = await asyncio.to_thread(side.count, slate)
        if among(number, self.reject):
            raise TransientFailure(
                f"The simulated provider turned submit {number} away.", mend="Submit again.", where=slate
            )
        if word := _spoken(self.refuse, text):
            raise Refused(
                f"Moderation: {word!r} is not filmed here.",
                mend="Write the direction without it.",
                where=slate,
            )
        verdict, reason = self._verdict(number, text)
        order = Order(
            remote_id=uuid.uuid4().hex,
            slate=slate,
            accepted=self._clock.now(),
            latency=self.latency,
            price=self.quote(request).amount,
            verdict=verdict,
            reason=reason,
            request=request.model_dump(mode="json"),
            making=dict(self.making(slate, request)),
        )
        files = [(digest, media(digest)) for digest in self.inputs(request)]
        await asyncio.to_thread(_deliver, side, order, files)
        if among(number, self.lose_answer):
            raise OutcomeUnknown(
                f"The simulated provider's answer to submit {number} was lost.",
                mend="Look the slate up in the provider's list before any other submit.",
                where=slate,
            )
        return order.remote_id

    def _verdict(self, number: int, text: str) -> tuple[GenerationState, str]:
        if among(number, self.fail):
            return "failed", f"Submit {number} was to fail."
        if word := _spoken(self.moderate, text):
            return "refused", f"Moderation: {word!r} was seen in the result."
        return "succeeded", ""

    async def poll(self, remote_id: str) -> Generation:
        """The generation as the clock has it."""
        return self.side().order(remote_id).seen_at(self._clock.now(), self.suffix())

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Make the media and give it its name last."""
        order = self.side().order(remote_id)
        seen = order.seen_at(self._clock.now(), self.suffix())
        if seen.state == "running":
            raise TransientFailure("The generation is still running.", mend="Poll until it has succeeded.")
        if seen.state != "succeeded":
            raise Refused(f"There are no media: {seen.reason}", mend="Take it again.", where=order.slate)
        try:
            with store_errors(into.parent):
                into.parent.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryDirectory(prefix=".fetch-", dir=into.parent) as folder:
                    whole = Path(folder) / f"whole{self.suffix()}"
                    await self.make(order, whole, Path(folder))
                    whole.replace(into)
        except MediaFailed as error:
            raise TransientFailure(
                f"The media could not be fetched: {error.what}", mend=error.mend, where=order.slate
            ) from error

    async def cancel(self, remote_id: str) -> bool:
        """Stop a generation that still runs; it is not charged then."""
        order = self.side().order(remote_id)
        if order.seen_at(self._clock.now(), self.suffix()).state != "running":
            return False
        self.side().accept(order.model_copy(update={"cancelled": True}))
        return True

    async def list(self, since: datetime) -> Sequence[Listed]:
        """Everything that was accepted since a time, with its slate."""
        return [
            Listed(remote_id=order.remote_id, token=order.slate, created=order.accepted)
            for order in self.side().orders()
            if order.accepted >= since
        ]

    def poll_interval(self) -> float:
        """Seconds between two polls of one generation; longer for slow ones, as real providers ask for."""
        return max(self.interval, self.latency / 80)


def _spoken(words: str, text: str) -> str | None:
    """The first of some words, separated by commas, that a text holds as a whole word."""
    wanted = (word.strip() for word in words.split(",") if word.strip())
    return next((word for word in wanted if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)), None)


def _deliver(side: SimulatedSide, order: Order, files: Sequence[tuple[str, Path]]) -> None:
    for digest, file in files:
        side.take_input(digest, file)
    side.accept(order)
