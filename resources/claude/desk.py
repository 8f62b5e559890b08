"""The desk where the crew of one run asks Claude: every question paid once, every answer checked."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel

from resources.artifacts.port import ArtifactStore
from resources.claude.answer import Answer
from resources.claude.question import Question
from resources.clock import Clock
from resources.providers.port import Provider
from resources.takes.journal import Takes

__all__ = ["Desk"]

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one run's questions are asked.

    Args:
        provider: who answers at once.
        batches: who answers what can wait, at half the price; None sends everything to `provider`.
        takes: the journal: a question is a take of kind `answer`, so it is reserved before it is sent,
            never sent twice, and used again at $0 where the same is asked in the same run.
        artifacts: where prompts, answers and pictures are kept.
        clock: the time, and how to wait.
        worker: a name of this worker that no other has.
        production: its name.
        run: the run's key.
        budget: the ledger's name of the run's budget.
        limit: dollars that the budget is opened with where the first question comes before the plan.
        fresh: the launch that wants everything asked anew, or empty.
        wait: seconds that a question waits for its answer.
        slots: held while a question is under way; None sets no limit of this process's own.
    """

    provider: Provider
    batches: Provider | None
    takes: Takes
    artifacts: ArtifactStore
    clock: Clock
    worker: str
    production: str
    run: str
    budget: str
    limit: Decimal
    fresh: str = ""
    wait: float = 600.0
    slots: AbstractAsyncContextManager[object] | None = None

    async def ask(self, question: Question[A]) -> Answer[A]:
        """Ask, check the answer, tell the model once what is wrong with it.

        Args:
            question: what is asked.

        Returns:
            The checked answer with what it cost.

        Raises:
            Unanswered: it was refused, cut off, wrong twice, lost, or nobody can pay; its `asked` says
                what was paid all the same. The rules' twin or a person goes on.
            TransientFailure: asking again is free and may heal it.
            AccountRefused: the key or the account was turned away, a spend limit included; a person mends it.
        """
        raise NotImplementedError
