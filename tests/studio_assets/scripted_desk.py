"""A desk that answers as it is told, keeps to the real desk's word, and renders every prompt it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.prompt import Prompt, render
from resources.claude.question import Question

__all__ = ["MODEL", "ScriptedDesk", "lost"]

MODEL = "claude-sonnet-5-5"


def lost(outcome: str = "refused: general_harms") -> Unanswered:
    """What a desk raises where no usable answer came."""
    one = Asked(role="producer", model=MODEL, outcome=outcome, price=Decimal("0.01"))
    return Unanswered(f"{outcome}.", asked=(one,), mend="Change the words.")


@dataclass
class ScriptedDesk:
    """A desk without a model and without money.

    Args:
        says: its answers in order, as plain data; or what it raises; a text is the outcome of a question
            that stays unanswered.
        artifacts: where pictures are kept.
        checks: whether it finds fault with answers, as the real one does.
        models: role -> who answers; the others are answered by `MODEL`.
        price: dollars of each request.
    """

    says: list[Any]
    artifacts: Any = None
    checks: bool = True
    models: Mapping[str, str] = field(default_factory=dict)
    price: Decimal = Decimal("0.01")
    questions: list[Question[Any]] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)

    async def ask(self, question: Question[Any]) -> Answer[Any]:
        """The next answer; a second one where the first has faults."""
        self.questions.append(question)
        self.prompts.append(render(question.template or question.role, question.variables))
        asked: tuple[Asked, ...] = ()
        for _ in range(2):
            said = self.says.pop(0) if self.says else None
            if isinstance(said, Exception):
                raise said
            if isinstance(said, str):
                raise Unanswered(
                    f"{said}.", asked=(self._asked(question, said),), mend="Launch with `fresh: true`."
                )
            if said is None:
                break
            try:
                value = question.answer.model_validate(said)
                faults = question.check(value) if self.checks else ()
            except ValidationError as wrong:
                value, faults = None, (str(wrong),)
            outcome = f"invalid: {faults[0]}" if faults else "answered"
            asked = (*asked, self._asked(question, outcome))
            if value is not None and not faults:
                return Answer(value, asked)
        outcome = asked[-1].outcome if asked else "unknown"
        raise Unanswered(f"{outcome}.", asked=asked, mend="Ask anew.")

    def _asked(self, question: Question[Any], outcome: str) -> Asked:
        model = self.models.get(question.role, MODEL)
        return Asked(role=question.role, model=model, outcome=outcome, price=self.price)
