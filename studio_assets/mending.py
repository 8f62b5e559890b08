"""Ask where code can mend what is still wrong with the answer: a paid answer is worth more than none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from resources.claude.answer import Answer, Unanswered
from resources.claude.desk import Desk
from resources.claude.question import Question

__all__ = ["ask_to_mend"]

A = TypeVar("A", bound=BaseModel)


async def ask_to_mend(desk: Desk, question: Question[A]) -> Answer[A]:
    """Ask; where the answer is still faulty after the model was told, give it all the same.

    Args:
        desk: where Claude is asked.
        question: its `check` finds what the caller can mend by rule.

    Returns:
        An answer of the right shape: without faults, or of those that came the one with the fewest. Its
        last request may then be `invalid: ...`, as documents shall say.

    Raises:
        Unanswered: no answer of the right shape came.
        TransientFailure: asking again is free and may heal it.
        AccountRefused: the key or the account was turned away.
    """
    seen: list[tuple[int, A]] = []

    def check(value: A) -> Sequence[str]:
        faults = question.check(value)
        seen.append((len(faults), value))
        return faults

    try:
        return await desk.ask(replace(question, check=check))
    except Unanswered as nothing:
        if not seen:
            raise
        # Of equals the later one: it was written with the faults in mind.
        _, best = min(reversed(seen), key=lambda one: one[0])
        return Answer(best, nothing.asked)
