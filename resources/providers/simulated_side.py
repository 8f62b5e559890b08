"""The far side of a simulated provider: a folder that survives any crash of ours.

One JSON file a generation, below `simulated/<kind>/` in STUDIO_HOME, written in one step by the submit
that it answers. The folder is what the provider remembers, and its invoice: what is not in it was
never accepted, whatever our own journal says.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from resources.artifacts.durable import store_errors, write_bytes
from resources.errors import Refused
from resources.money import ZERO, Usd
from resources.project import studio_home
from resources.providers.port import Generation, GenerationState, Kind

__all__ = ["Invoice", "Order", "SimulatedSide"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Order(_Value):
    """A generation as the simulated provider took it down.

    Args:
        remote_id: its id.
        slate: the slate that came with it.
        accepted: when it was taken, in UTC.
        latency: seconds from then until its verdict.
        price: dollars charged when it succeeds.
        verdict: what it will come to, unless it is cancelled before.
        reason: why it will fail or be refused.
        cancelled: whether it was cancelled while it ran.
        request: the request as JSON.
        making: provider settings that decide its bytes, as they were at submit.
    """

    remote_id: str
    slate: str
    accepted: AwareDatetime
    latency: float
    price: Usd
    verdict: GenerationState
    reason: str
    cancelled: bool = False
    request: dict[str, Any]
    making: dict[str, Any]

    def seen_at(self, now: datetime, suffix: str) -> Generation:
        """The generation as a poll at some time sees it.

        Args:
            now: the time, with its zone.
            suffix: file suffix of the provider's media.
        """
        if self.cancelled:
            return Generation(state="failed", price=ZERO, reason="It was cancelled.")
        if now < self.accepted + timedelta(seconds=self.latency):
            return Generation(state="running")
        if self.verdict == "succeeded":
            return Generation(state="succeeded", price=self.price, suffix=suffix)
        return Generation(state=self.verdict, price=ZERO, reason=self.reason)


class Invoice(_Value):
    """What one accepted generation is charged.

    Args:
        remote_id: the generation's id.
        slate: the slate that it was submitted with.
        accepted: when it was taken, in UTC.
        price: dollars; zero when it failed, was refused or was cancelled.
    """

    remote_id: str
    slate: str
    accepted: AwareDatetime
    price: Usd


class SimulatedSide:
    """What a simulated provider of one kind remembers.

    Args:
        kind: the kind of its media; names the folder.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def folder(self) -> Path:
        """Where the generations lie; it may not exist yet."""
        return studio_home() / "simulated" / self.kind

    def count(self, slate: str) -> int:
        """Write one more submit down, whatever becomes of it.

        Returns:
            Which submit it is, from 1. Lines have one length and are appended, so that the place where
            this one ends is its number even when several processes submit at once.
        """
        line = hashlib.sha256(slate.encode()).hexdigest().encode() + b"\n"
        log = self.folder() / "submits.log"
        with store_errors(log):
            log.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line)
                return os.lseek(descriptor, 0, os.SEEK_CUR) // len(line)
            finally:
                os.close(descriptor)

    def submits(self, slate: str) -> int:
        """How many submits came with a slate, accepted or not."""
        wanted = hashlib.sha256(slate.encode()).hexdigest()
        log = self.folder() / "submits.log"
        return log.read_text().split().count(wanted) if log.exists() else 0

    def accept(self, order: Order) -> None:
        """Take a generation down, durably: from here on it is charged."""
        write_bytes(self._file(order.remote_id), order.model_dump_json(indent=1).encode())

    def order(self, remote_id: str) -> Order:
        """The generation of an id.

        Raises:
            Refused: there is none of that id; look the slate up with `list`.
        """
        try:
            return Order.model_validate_json(self._file(remote_id).read_bytes())
        except FileNotFoundError:
            raise Refused(
                f"The simulated {self.kind} provider knows no generation {remote_id!r}.",
                mend="Look its slate up in the provider's list; the folder may have been deleted.",
                where=str(self.folder()),
            ) from None

    def orders(self) -> Sequence[Order]:
        """All generations, oldest first."""
        found = [Order.model_validate_json(file.read_bytes()) for file in self.folder().glob("*.json")]
        return sorted(found, key=lambda order: (order.accepted, order.remote_id))

    def invoices(self) -> Sequence[Invoice]:
        """What every accepted generation is charged, oldest first."""
        return [
            Invoice(
                remote_id=order.remote_id,
                slate=order.slate,
                accepted=order.accepted,
                price=order.price if order.verdict == "succeeded" and not order.cancelled else ZERO,
            )
            for order in self.orders()
        ]

    def take_input(self, digest: str, file: Path) -> None:
        """Copy an input to the far side, as an upload does."""
        copy = self.input(digest)
        if not copy.exists():
            with store_errors(file):
                data = file.read_bytes()
            write_bytes(copy, data)

    def input(self, digest: str) -> Path:
        """Where an uploaded input lies."""
        return self.folder() / "inputs" / hashlib.sha256(digest.encode()).hexdigest()

    def _file(self, remote_id: str) -> Path:
        # An id is hex digits only, so that none can name another file.
        return self.folder() / f"{remote_id if remote_id.isalnum() else '-'}.json"
