"""A model that answers as it is told, and a desk to ask it at: real journal, real ledger, real store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, Field, PrivateAttr

from resources.artifacts.store import Artifacts
from resources.claude.desk import Desk
from resources.claude.question import Question
from resources.clock import ManualClock
from resources.database.database import Database
from resources.ledger.ledger import Ledger
from resources.project import Environment
from resources.providers.port import (
    Capabilities,
    Generation,
    Kind,
    Listed,
    MediaSource,
    Provider,
    Quote,
    Request,
)
from resources.providers.request import AnswerRequest, Words
from resources.takes.journal import Takes

__all__ = ["BUDGET", "PROMPTS", "Oracle", "Room", "Score", "message", "question"]

BUDGET = "coffee/monday"
PROMPTS = Path(__file__).parent / "prompts"

Said = str | bytes | Exception | Callable[[AnswerRequest], str]


class Score(BaseModel):
    """The critic's word on a scene."""

    why: str
    scene: Literal["rain", "desk"]
    points: int = Field(ge=0, le=100)


def message(text: str, stop: str = "end_turn", **more: Any) -> str:
    """A message as the Messages API gives it."""
    usage = {"input_tokens": 900, "cache_read_input_tokens": 2000, "output_tokens": 120}
    blocks = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": text}]
    whole = {"type": "message", "model": "claude-sonnet-5-5", "content": blocks, "usage": usage}
    return json.dumps({**whole, "stop_reason": stop, **more})


GOOD = message('{"why": "The rain is real.", "scene": "rain", "points": 80}')


def question(**changes: Any) -> Question[Score]:
    """The critic's question about one scene, paid by the contingency."""
    given: dict[str, Any] = {
        "role": "critic",
        "variables": {"concept": "Coffee beans fall like rain.", "scene": "rain", "words": "none"},
        "answer": Score,
        "accounts": ("contingency",),
        "pilot": "animated",
        "scene": "rain",
    }
    return Question(**(given | changes))


class Oracle(Provider):
    """Answers at once: what it was told to say, in order, then a good answer for ever."""

    name: ClassVar[str] = "oracle"
    kind: ClassVar[Kind] = "answer"
    environment: ClassVar[Environment] = "simulated"

    price: str = "0.02"
    quoted: str = "0.10"

    _says: list[Said] = PrivateAttr(default_factory=list)
    _asked: list[AnswerRequest] = PrivateAttr(default_factory=list)
    _answers: dict[str, bytes] = PrivateAttr(default_factory=dict)

    def capabilities(self, model: str) -> Capabilities:
        return Capabilities()

    def quote(self, request: Request) -> Quote:
        return Quote(amount=Decimal(self.quoted), basis="by the question")

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        assert isinstance(request, AnswerRequest)
        for digest in request.references:
            assert media(digest).is_file()
        self._asked.append(request)
        for _ in range(3):
            await asyncio.sleep(0)  # others come and go meanwhile
        said = self._says.pop(0) if self._says else GOOD
        if isinstance(said, Exception):
            raise said
        said = said(request) if callable(said) else said
        remote_id = f"{self.name}-{len(self._asked)}"
        self._answers[remote_id] = said.encode() if isinstance(said, str) else said
        return remote_id

    async def poll(self, remote_id: str) -> Generation:
        return Generation(state="succeeded", price=Decimal(self.price), suffix=".json")

    async def fetch(self, remote_id: str, into: Path) -> None:
        into.write_bytes(self._answers[remote_id])

    async def cancel(self, remote_id: str) -> bool:
        return False

    async def list(self, since: datetime) -> Sequence[Listed]:
        return []

    def says(self, *said: Said) -> None:
        """What it answers next."""
        self._says += said

    @property
    def asked(self) -> list[AnswerRequest]:
        """What it was asked, in order."""
        return self._asked

    def heard(self, number: int = -1) -> str:
        """The words of one question after its system, one below the other."""
        return "\n".join(piece.text for piece in self._asked[number].content if isinstance(piece, Words))


class Batches(Oracle):
    """The same at half the price, when it has time."""

    name: ClassVar[str] = "oracle_batches"


@dataclass
class Room:
    """One run with $1, one model, one store; desks come and go."""

    database: Database
    folder: Path
    limit: str = "1.00"
    oracle: Oracle = field(default_factory=Oracle)
    clock: ManualClock = field(default_factory=ManualClock)
    desks: int = 0

    def __post_init__(self) -> None:
        self.takes = Takes(ledger=Ledger(database=self.database))
        self.artifacts = Artifacts(root=str(self.folder / "artifacts"))

    def desk(self, **changes: Any) -> Desk:
        """Another worker's desk."""
        self.desks += 1
        given: dict[str, Any] = {
            "provider": self.oracle,
            "batches": None,
            "takes": self.takes,
            "artifacts": self.artifacts,
            "clock": self.clock,
            "worker": f"worker-{self.desks}",
            "production": "coffee",
            "run": "monday",
            "budget": BUDGET,
            "limit": Decimal(self.limit),
            "templates": PROMPTS,
        }
        return Desk(**(given | changes))

    @property
    def money(self) -> tuple[str, str]:
        """Dollars held and spent, the books being right."""
        assert () == self.takes.ledger.audit(BUDGET)
        balance = self.takes.ledger.balance(BUDGET)
        return str(balance.held), str(balance.spent)
