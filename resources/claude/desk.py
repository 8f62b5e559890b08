"""The desk where the crew of one run asks Claude: every question paid once, every answer checked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from resources.artifacts.port import ArtifactStore
from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.compose import briefer, compose, mended
from resources.claude.kept import keep_prompt
from resources.claude.parse import Reply, Verdict, reply, verdict
from resources.claude.prompt import render
from resources.claude.question import Question
from resources.claude.roles import respondent
from resources.claude.wish import wish
from resources.clock import Clock
from resources.errors import BudgetReached, OutcomeUnknown, StudioError
from resources.providers.port import Provider
from resources.providers.request import AnswerRequest
from resources.takes.fallback import Option
from resources.takes.journal import Takes
from resources.takes.second_look import obtain_with_second_look

__all__ = ["Desk"]

A = TypeVar("A", bound=BaseModel)


class _Told(NamedTuple, Generic[A]):
    reply: Reply
    verdict: Verdict[A]
    asked: Asked


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one run's questions are asked.

    Args:
        provider: who answers at once.
        batches: who answers what can wait, at half the price; None where nobody does.
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
        waits: whether what can wait is asked of `batches`, else everything of `provider`. What one of them
            has answered, or is at, is never asked of the other.
        wait: seconds that a question waits for its answer.
        batch_wait: seconds that it waits for a batch.
        slots: gives what is held while one question is under way; None sets no limit of this process's own.
        templates: folder of the prompts; None means those that ship with Studio.
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
    waits: bool = True
    wait: float = 600.0
    batch_wait: float = 86_400.0
    slots: Callable[[], AbstractAsyncContextManager[object]] | None = None
    templates: Path | None = None

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
            NotConfigured, StudioError: a key, a setting or a prompt's variable is missing; nothing was sent.
            StoreFailed: database or disk; what is paid is kept and found again.
        """
        if self.budget not in self.takes.ledger.budgets():
            self.takes.ledger.open(self.budget, self.limit)
        prompt = render(question.template or question.role, question.variables, self.templates)
        request = compose(question, prompt, respondent(question.role))
        first = await self._ask(question, request, ())
        if first.verdict.value is not None:
            return Answer(first.verdict.value, (first.asked,))
        match first.verdict.word:
            case "cut":
                again = briefer(request)
            case "invalid":
                again = mended(request, first.reply.text, first.verdict.faults)
            case _:
                raise _unanswered(question, first.verdict.outcome, (first.asked,))
        second = await self._ask(question, again, (first.asked,))
        asked = (first.asked, second.asked)
        if second.verdict.value is None:
            raise _unanswered(question, second.verdict.outcome, asked)
        return Answer(second.verdict.value, asked)

    async def _ask(
        self, question: Question[A], request: AnswerRequest, before: tuple[Asked, ...]
    ) -> _Told[A]:
        """One request: its answer with what it is worth, or `Unanswered` where none came."""
        prompt = await asyncio.to_thread(keep_prompt, self.artifacts, request)
        option = self._wish(question, request)
        asked = Asked(
            role=question.role,
            model=request.model,
            outcome="unknown",
            prompt=prompt,
            simulated=option.provider.simulated,
        )
        try:
            take = await obtain_with_second_look(
                option,
                takes=self.takes,
                artifacts=self.artifacts,
                clock=self.clock,
                worker=self.worker,
                wait=self.batch_wait if option.provider.gathers else self.wait,
                slots=self.slots,
            )
        except BudgetReached as short:
            unpaid = asked.model_copy(update={"outcome": f"unpaid: {short.what.rstrip('.')}"})
            raise _stopped(short, (*before, unpaid), short.mend) from short
        except OutcomeUnknown as lost:
            unknown = asked.model_copy(
                update={"outcome": f"unknown: {lost.what.rstrip('.')}", "slate": lost.where}
            )
            mend = f"{lost.mend} `studio takes show {lost.where}` says what was sent."
            raise _stopped(lost, (*before, unknown), mend) from lost
        asked = asked.model_copy(
            update={"price": take.cost, "slate": take.slate, "simulated": take.simulated}
        )
        if take.state == "refused" or take.artifact is None:
            why = take.reason.rstrip(".") or "by the provider"
            refused = asked.model_copy(update={"outcome": f"refused: {why}"})
            raise _unanswered(question, refused.outcome, (*before, refused))
        data = (await asyncio.to_thread(self.artifacts.path, take.artifact)).read_bytes()
        heard = reply(data)
        worth = verdict(heard, question)
        came = {"outcome": worth.outcome, "usage": heard.usage, "answer": take.artifact}
        return _Told(heard, worth, asked.model_copy(update=came))

    def _wish(self, question: Question[Any], request: AnswerRequest) -> Option:
        providers = [self.provider]
        if self.batches is not None:
            providers.insert(0 if question.unhurried and self.waits else 1, self.batches)
        return wish(
            question,
            request,
            providers,
            self.takes,
            production=self.production,
            run=self.run,
            budget=self.budget,
            fresh=self.fresh,
        )


def _stopped(failure: StudioError, asked: tuple[Asked, ...], mend: str) -> Unanswered:
    return Unanswered(f"{asked[-1].outcome}.", asked=asked, mend=mend, where=failure.where)


def _unanswered(question: Question[Any], outcome: str, asked: tuple[Asked, ...]) -> Unanswered:
    role = question.role
    mend = {
        "refused": "Change the words or pictures that it is about; the same question is not asked again "
        "unless you launch with `fresh: true`.",
        "cut": f"Raise `crew.{role}.max_tokens` in settings.yaml.",
        "invalid": f"Set a stronger `crew.{role}.model` in settings.yaml, or launch with `fresh: true`.",
    }[outcome.partition(":")[0]]
    return Unanswered(f"{outcome}.", asked=asked, mend=mend, where=asked[-1].slate)
