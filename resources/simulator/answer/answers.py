"""What the simulator's language model shall say, by rules: the first that matches a question answers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    field_validator,
    model_validator,
)

from resources.providers.positions import POSITIONS, among

__all__ = ["Answers", "Rule"]


class Rule(BaseModel):
    """What some questions are answered with.

    Args:
        match: a text that the prompt must have, in its system, in its messages or as a title in its
            schema; empty matches every question.
        nth: which of the questions that match, as `1,3-4` or `*`, counted from 1: with `1` the rule is
            used up after its first.
        answer: the whole answer, as JSON.
        fields: laid over the answer that would have been made up, where that is an object.
        text: the whole answer word for word, to say what is no JSON.
        stop_reason: how it ends. A `refusal` says nothing but what `answer` or `text` say; with
            `max_tokens` half of it is left.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: str = ""
    nth: str = Field("*", pattern=POSITIONS)
    answer: JsonValue = None
    fields: dict[str, JsonValue] = {}
    text: str = ""
    stop_reason: Literal["end_turn", "max_tokens", "refusal"] = "end_turn"

    @field_validator("nth", mode="before")
    @classmethod
    def _number(cls, given: object) -> object:
        return str(given) if type(given) is int else given

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = [name for name in ("answer", "fields", "text") if getattr(self, name) not in (None, {}, "")]
        if len(said) > 1:
            raise ValueError(f"it says {' and '.join(said)}: one of them is enough")
        return self


_RULES = TypeAdapter(tuple[Rule, ...])


class Answers:
    """Rules, and how many questions each has met.

    Args:
        rules: the first that matches and is not used up answers.
    """

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self.rules = tuple(rules)
        self._met = [0] * len(self.rules)

    @classmethod
    def read(cls, data: bytes) -> Answers:
        """Rules from a JSON list.

        Raises:
            ValidationError: it is none, or a rule does not fit.
        """
        return cls(_RULES.validate_json(data))

    def pick(self, words: str) -> Rule | None:
        """The rule that answers a question, or None; every rule that matches counts it.

        Args:
            words: all of the prompt.
        """
        found: Rule | None = None
        for place, rule in enumerate(self.rules):
            if rule.match in words:
                self._met[place] += 1
                if found is None and among(self._met[place], rule.nth):
                    found = rule
        return found
