"""What came of a question: the checked answer, or why there is none; and what it cost, either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from resources.artifacts.artifact import Artifact
from resources.errors import StudioError
from resources.money import ZERO, Usd

__all__ = ["Answer", "Asked", "Unanswered", "Usage"]

A = TypeVar("A", bound=BaseModel)


class Usage(BaseModel):
    """Tokens that were billed.

    Args:
        input: read anew.
        written_5m: written to the provider's memory for five minutes.
        written_1h: written to the provider's memory for an hour.
        read: read from that memory.
        output: written by the model, thinking included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: int = 0
    written_5m: int = 0
    written_1h: int = 0
    read: int = 0
    output: int = 0


class Asked(BaseModel):
    """One request to Claude, as documents and the UI show it.

    Args:
        role: who asked.
        model: who answered, or was to.
        outcome: `answered`, or `refused: ...`, `cut: ...`, `invalid: ...`, `unknown: ...`, `unpaid: ...`.
        price: dollars settled.
        usage: tokens, None where there was no answer.
        slate: the question's identity in the journal; empty where nothing was bought.
        prompt: the prompt as it was sent, readable.
        answer: the answer as it came, JSON; None where there was none.
        simulated: whether it was paid with play money.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    model: str
    outcome: str
    price: Usd = ZERO
    usage: Usage | None = None
    slate: str = ""
    prompt: Artifact | None = None
    answer: Artifact | None = None
    simulated: bool = False


@dataclass(frozen=True)
class Answer(Generic[A]):
    """A checked answer.

    Args:
        value: parsed and checked.
        asked: every request that it took, the last one `answered`.
    """

    value: A
    asked: tuple[Asked, ...]

    @property
    def model(self) -> str:
        """Who answered."""
        return self.asked[-1].model

    @property
    def price(self) -> Usd:
        """Dollars of all its requests."""
        return sum((one.price for one in self.asked), ZERO)


class Unanswered(StudioError):
    """No usable answer, and asking again by itself is useless: the rules' twin or a person goes on.

    Args:
        what: one sentence on what happened.
        asked: every request that was made.
        mend: what a person can do.
        where: the question's slate or subject.
    """

    def __init__(self, what: str, *, asked: Sequence[Asked], mend: str, where: str = "") -> None:
        super().__init__(what, mend=mend, where=where)
        self.asked = tuple(asked)
