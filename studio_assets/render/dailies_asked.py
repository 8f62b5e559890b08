"""What Claude was asked in a run and what it cost: each question once, as the journal has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from resources.artifacts.artifact import Artifact
from resources.claude.answer import Asked
from resources.claude.wish import CREW
from resources.money import ZERO, Usd
from resources.takes.take import UNSETTLED, Take
from studio_assets.document import Document, Value

__all__ = ["QuestionLine", "Questions", "RoleLine", "questions"]

_EARLIER = "used before, by no document now"


class QuestionLine(Value):
    """One question that was sent, or was about to be.

    Args:
        slate: its identity in the journal.
        role: who asked.
        model: who answered, or was to.
        about: `pilot / scene`, or the pilot, or `the production`.
        outcome: what came of it, as its document says; the journal's state where no document has it.
        price: dollars settled.
        held: dollars still reserved, since nobody knows yet whether it is paid.
        batch: whether it went into a batch, at half the price.
        simulated: whether it was paid with play money.
        prompt: the prompt as it was sent; None where no document names it.
        answer: the answer as it came; None where there was none.
    """

    slate: str
    role: str
    model: str
    about: str
    outcome: str
    price: Usd
    held: Usd = ZERO
    batch: bool = False
    simulated: bool = False
    prompt: Artifact | None = None
    answer: Artifact | None = None


class RoleLine(Value):
    """All questions of one role to one model.

    Args:
        role: who asked.
        model: who answered.
        count: how many questions.
        unused: those that came to no answer that could be used, a sum of outcomes in words; may be empty.
        price: dollars settled.
        held: dollars still reserved.
        batches: how many went into a batch.
    """

    role: str
    model: str
    count: int
    unused: str
    price: Usd
    held: Usd
    batches: int


class Questions(Value):
    """Every question of a run.

    Args:
        lines: each once, in the order in which they were asked.
    """

    lines: tuple[QuestionLine, ...] = ()

    @property
    def roles(self) -> tuple[RoleLine, ...]:
        """The questions by role and model, in the order in which each was first asked."""
        firsts = dict.fromkeys((one.role, one.model) for one in self.lines)
        of_one = {pair: [one for one in self.lines if (one.role, one.model) == pair] for pair in firsts}
        return tuple(_role(lines) for lines in of_one.values())

    @property
    def price(self) -> Usd:
        """Dollars settled for all of them."""
        return _sum(one.price for one in self.lines)

    @property
    def held(self) -> Usd:
        """Dollars still reserved."""
        return _sum(one.held for one in self.lines)

    @property
    def simulated(self) -> bool:
        """Whether they were paid with play money; a run never mixes the two."""
        return any(one.simulated for one in self.lines)


def questions(takes: Iterable[Take], documents: Iterable[Document]) -> Questions:
    """The questions of a run.

    Money is the journal's: several documents can come of one question, and one that was asked for a
    document of before was paid all the same.

    Args:
        takes: of the run, of any kind.
        documents: of the run, for what came of each question and its prompt.
    """
    told = {one.slate: one for document in documents for one in document.asked if one.slate}
    asked = sorted((take for take in takes if take.kind == "answer"), key=lambda take: take.created)
    return Questions(lines=tuple(_line(take, told.get(take.slate)) for take in asked))


def _line(take: Take, told: Asked | None) -> QuestionLine:
    came = told.outcome if told else _EARLIER if take.state == "fetched" else _state(take)
    return QuestionLine(
        slate=take.slate,
        role=str(take.request.get("role", "")),
        model=take.model,
        about=_about(take),
        outcome=came,
        price=take.cost,
        held=take.quote if take.state in UNSETTLED and take.price is None else ZERO,
        batch=take.provider.endswith("_batches"),
        simulated=take.simulated,
        prompt=told.prompt if told else None,
        answer=told.answer if told else take.artifact,
    )


def _state(take: Take) -> str:
    return f"{take.state}: {take.reason}" if take.reason else take.state


def _about(take: Take) -> str:
    scene = take.scene.rpartition(".")[0]
    parts = [part for part in (take.pilot, scene) if part not in ("", CREW)]
    return " / ".join(parts) or "the production"


def _role(lines: Sequence[QuestionLine]) -> RoleLine:
    lost = sorted(word for one in lines if (word := one.outcome.partition(":")[0]) not in _FINE)
    return RoleLine(
        role=lines[0].role,
        model=lines[0].model,
        count=len(lines),
        unused=", ".join(f"{len(list(some))} {word}" for word, some in groupby(lost)),
        price=_sum(one.price for one in lines),
        held=_sum(one.held for one in lines),
        batches=sum(one.batch for one in lines),
    )


_FINE = ("answered", _EARLIER)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
