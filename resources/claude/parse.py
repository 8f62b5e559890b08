"""From the message as it came to a value that was checked, or to what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from resources.claude.answer import Usage
from resources.claude.message import usage_of
from resources.claude.question import Question

__all__ = ["Reply", "Verdict", "reply", "verdict"]

A = TypeVar("A", bound=BaseModel)

_FAULTS = 12
"""Faults that are told at most; the first ones mostly bring the others about."""

_LONGEST = 300
"""Characters of a fault that are told."""


@dataclass(frozen=True)
class Reply:
    """What a message of the Messages API says.

    Args:
        text: of its text blocks; thinking is left out.
        stop: why the model stopped, in the API's word.
        why: more on that where it says so, such as the category of a refusal.
        usage: tokens billed; None where the message does not say.
    """

    text: str
    stop: str
    why: str
    usage: Usage | None


@dataclass(frozen=True)
class Verdict(Generic[A]):
    """What an answer is worth.

    Args:
        word: `answered`, or what came instead.
        value: parsed and checked; None where it is not usable.
        why: what came instead, in a sentence; empty where it is usable.
        faults: what is wrong with an answer that came whole, a sentence each.
    """

    word: Literal["answered", "refused", "cut", "invalid"]
    value: A | None = None
    why: str = ""
    faults: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """As documents and the UI say it, for example `cut: after 4,000 tokens`."""
        return f"{self.word}: {self.why.rstrip('.')}" if self.why else self.word


def reply(data: bytes) -> Reply:
    """Read a message; one that cannot be read has stopped for no known reason and says nothing.

    Args:
        data: the JSON of a message as the provider kept it.
    """
    try:
        message = json.loads(data)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        return Reply("", "", "", None)
    blocks = message.get("content")
    words = [
        str(block.get("text", ""))
        for block in (blocks if isinstance(blocks, list) else [])
        if isinstance(block, dict) and block.get("type") == "text"
    ]
    details = message.get("stop_details")
    why = details.get("category") or details.get("explanation") if isinstance(details, dict) else None
    return Reply("".join(words), str(message.get("stop_reason") or ""), str(why or ""), usage_of(message))


def verdict(reply: Reply, question: Question[A]) -> Verdict[A]:
    """See whether a reply answers a question.

    Args:
        reply: what came.
        question: what was asked; its model and its check decide.
    """
    match reply.stop:
        case "refusal":
            return Verdict("refused", why=f"the model declined ({reply.why or 'no reason given'})")
        case "max_tokens":
            tokens = f" after {reply.usage.output:,} tokens" if reply.usage else ""
            return Verdict("cut", why=f"the answer was cut off{tokens}")
        case "model_context_window_exceeded":
            return Verdict("refused", why="the question is too long for the model")
        case "end_turn":
            return _parsed(reply.text, question)
    return _invalid([f"It stopped before its end ({reply.stop or 'no reason given'})."])


def _parsed(text: str, question: Question[A]) -> Verdict[A]:
    if not text.strip():
        return _invalid(["It is empty."])
    try:
        value = question.answer.model_validate_json(text)
    except ValidationError as wrong:
        return _invalid([_fault(one) for one in wrong.errors(include_url=False, include_input=False)])
    faults = list(question.check(value))
    return _invalid(faults) if faults else Verdict("answered", value)


def _invalid(faults: Sequence[str]) -> Verdict[Any]:
    told = tuple(one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…" for one in faults[:_FAULTS])
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return Verdict("invalid", why=f"{told[0].rstrip('.')}{more}", faults=told)


def _fault(error: Mapping[str, Any]) -> str:
    place = ".".join(map(str, error["loc"]))
    return f"{place}: {error['msg']}." if place else f"{error['msg']}."
