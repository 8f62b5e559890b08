"""The desk of a run that answers what a test tells it to: real prompts, real checks, no journal, no money."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pydantic import ValidationError

from resources.artifacts.store import Artifacts
from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.prompt import Prompt, render
from resources.claude.question import Question

__all__ = ["MODEL", "RunDesk", "lost"]

MODEL = "claude-sonnet-5-5"


def _asked(question: Question[Any], outcome: str) -> Asked:
    return Asked(role=question.role, model=MODEL, outcome=outcome, price=Decimal("0.02"))


def lost(outcome: str = "refused: no") -> Unanswered:
    """What a desk raises where no usable answer came."""
    one = Asked(role="script_writer", model=MODEL, outcome=outcome, price=Decimal("0.02"))
    return Unanswered(outcome, asked=(one,), mend="Change the words.")


class RunDesk:
    """Says what it is told in order: answers as plain data, or exceptions. Faulty twice is unanswered.

    Args:
        says: what it says.
        folder: where the run's artifacts lie.
        run: the run's key.
        fresh: the launch that wants everything asked anew.
        filmed: scenes that the run has takes of; with the direction of their takes, where that matters.
    """

    def __init__(
        self,
        says: Sequence[Any],
        folder: Path,
        run: str = "monday",
        fresh: str = "",
        filmed: Sequence[str] | Mapping[str, str] = (),
    ) -> None:
        self.says = list(says)
        self.artifacts = Artifacts(root=str(folder))
        self.production, self.run, self.fresh = "boats", run, fresh
        self.filmed = dict(filmed) if isinstance(filmed, Mapping) else dict.fromkeys(filmed, "")
        self.takes = self
        self.questions: list[Question[Any]] = []
        self.prompts: list[Prompt] = []

    def of_scene(self, production: str, run: str, pilot: str, scene: str) -> Sequence[Any]:
        """The takes of a scene, as far as it matters that there are some."""
        if scene not in self.filmed:
            return []
        request = {"direction": self.filmed[scene]}
        return [SimpleNamespace(kind="video", in_vain=False, request=request)]

    async def ask(self, question: Question[Any]) -> Answer[Any]:
        """Render the prompt as the real desk does, then say the next thing."""
        self.questions.append(question)
        self.prompts.append(render(question.template or question.role, question.variables))
        asked: list[Asked] = []
        for _ in range(2):
            said = self.says.pop(0)
            if isinstance(said, Exception):
                raise said
            try:
                value = question.answer.model_validate_json(json.dumps(said))
                faults = list(question.check(value))
            except ValidationError as wrong:
                value, faults = None, [str(wrong)]
            asked.append(_asked(question, f"invalid: {faults[0]}" if faults else "answered"))
            if value is not None and not faults:
                return Answer(value, tuple(asked))
        raise Unanswered(asked[-1].outcome, asked=asked, mend="Set a stronger model.")
