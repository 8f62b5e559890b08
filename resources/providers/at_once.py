"""Providers that answer a submit with the finished media: the answer is kept before it is told.

Their media exist in one answer only. It is written to STUDIO_HOME/answers in one step, under the
slate's token, before the submit returns; so a crash after that finds it again, at no cost.
"""

from __future__ import annotations

import json
import shutil
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from resources.artifacts.durable import settle, store_errors, write_bytes
from resources.errors import Refused
from resources.project import studio_home
from resources.providers.live import LiveProvider, short_token
from resources.providers.port import Generation, Listed, MediaSource, Request

__all__ = ["AtOnceProvider", "Made"]


@dataclass(frozen=True)
class Made:
    """What one answer held.

    Args:
        data: the media's bytes.
        suffix: of the media, with its dot.
        price: dollars, where the answer says; None means that the quote stands.
        provider_id: the provider's own name of it, for a person who asks its support; may be empty.
        beside: what the answer told of the media that they do not hold themselves, as JSON values.
    """

    data: bytes
    suffix: str
    price: Decimal | None = None
    provider_id: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)


class AtOnceProvider(LiveProvider):
    """A provider whose generations are over when the submit is answered."""

    @abstractmethod
    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Send the one request and read the media out of its answer.

        Args:
            request: what is wanted.
            media: gives the files of digests that the request names.
            slate: the take's identity, where the provider can carry it.

        Raises:
            Refused, TransientFailure, OutcomeUnknown: as `submit`.
        """

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Ask once, keep the answer, then tell its name."""
        self.check_configured()
        made = await self.make(request, media, slate)
        name = short_token(slate)
        note = {
            "suffix": made.suffix,
            "price": None if made.price is None else str(made.price),
            "provider_id": made.provider_id,
            "token": self.token(slate, request),
            "beside": dict(made.beside),
        }
        # The note comes last: what has a note has its media.
        write_bytes(self._answers() / f"{name}.media", made.data)
        write_bytes(self._answers() / f"{name}.json", json.dumps(note).encode())
        return name

    async def poll(self, remote_id: str) -> Generation:
        """It has succeeded since it was answered."""
        note = self._note(remote_id)
        price = None if note["price"] is None else Decimal(note["price"])
        return Generation(state="succeeded", price=price, suffix=note["suffix"])

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Copy the kept answer."""
        self._note(remote_id)
        with store_errors(into.parent):
            part = into.with_name(f".{into.name}.part")
            shutil.copyfile(self._answers() / f"{remote_id}.media", part)
            settle(part, into)

    async def list(self, since: datetime) -> Sequence[Listed]:
        """The answers that were kept here. One that was lost on its way is not among them."""
        found = []
        for note in sorted(self._answers().glob("*.json")):
            # Not sorted out by `since`: these are few, and a disk's clock need not be the journal's.
            created = datetime.fromtimestamp(note.stat().st_mtime, UTC)
            token = json.loads(note.read_bytes())["token"]
            found.append(Listed(remote_id=note.stem, token=token, created=created))
        return found

    def _answers(self) -> Path:
        return studio_home() / "answers" / f"{self.kind}_{self.name}"

    def _note(self, remote_id: str) -> dict[str, Any]:
        file = self._answers() / f"{remote_id if remote_id.replace('-', '').isalnum() else '-'}.json"
        try:
            note: dict[str, Any] = json.loads(file.read_bytes())
        except FileNotFoundError:
            raise Refused(
                f"The answer {remote_id!r} of {self.name} is not kept on this machine.",
                mend="Run on the machine that asked for it, or launch with `fresh: true`.",
                where=str(self._answers()),
            ) from None
        return note
