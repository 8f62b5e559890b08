"""What the simulated Claude says to a question, and how it ends: by a rule, made up, or gone wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from resources.simulator.answer.answers import Rule
from resources.simulator.answer.generate import answer_to, prose_of
from resources.simulator.answer.prompt import Prompt, canonical, text_tokens
from resources.simulator.part import Failure, Turned

__all__ = ["Reply", "reply"]

_LETTERS = 4  # of a token
_STRANGE = {"simulated": "an answer of another shape"}


@dataclass(frozen=True)
class Reply:
    """An answer.

    Args:
        text: as far as it was said; empty where it was refused before.
        stop_reason: how it ended.
        tokens: that were written, thinking included.
        thoughts: those of them that were thought.
        breaks_off: whether the connection is cut in the middle of it.
    """

    text: str
    stop_reason: str
    tokens: int
    thoughts: int
    breaks_off: bool = False

    @property
    def stop_details(self) -> Mapping[str, Any] | None:
        """Why it was refused, as the API tells it; None where it was not."""
        if self.stop_reason != "refusal":
            return None
        told = "The simulator refuses this, because it was told to."
        return {"type": "refusal", "category": "general_harms", "explanation": told}


def reply(prompt: Prompt, rule: Rule | None, fault: str) -> Reply:
    """What a question is answered with.

    Args:
        prompt: the question.
        rule: what the answer shall be; None makes it up.
        fault: what goes wrong at its end, a word of `scenario.ANSWERS`; empty where nothing does.

    Raises:
        Turned: the schema has no finite instance.
    """
    text = _text(prompt, rule, fault)
    if fault in ("refuse", "refuse_midway") or (rule is not None and rule.stop_reason == "refusal"):
        half = text[: len(text) // 2] if fault == "refuse_midway" else ""
        said = half if fault or rule is None else _told(rule)
        return Reply(said, "refusal", 1 + text_tokens(said), 0)
    cut = fault == "cut_off" or (rule is not None and rule.stop_reason == "max_tokens")
    room = max(prompt.limit - prompt.thoughts, 0)
    if cut or text_tokens(text) > room:
        # All that it may write is written and charged; thinking took some of it.
        letters = min(len(text) // 2 if cut else len(text), room * _LETTERS)
        return Reply(text[:letters], "max_tokens", prompt.limit, min(prompt.thoughts, prompt.limit))
    whole = Reply(text, "end_turn", text_tokens(text) + prompt.thoughts, prompt.thoughts)
    return replace(whole, breaks_off=fault == "break_off")


def _text(prompt: Prompt, rule: Rule | None, fault: str) -> str:
    if fault == "wrong_shape":
        return canonical(_STRANGE)
    text = _told(rule) if rule is not None else ""
    if not text:
        text = _made(prompt, {} if rule is None else rule.fields)
    # Almost JSON: what a truncating proxy or a confused model gives.
    return f"{text[:-1]}," if fault == "invalid_json" else text


def _told(rule: Rule) -> str:
    return rule.text or ("" if rule.answer is None else canonical(rule.answer))


def _made(prompt: Prompt, fields: Mapping[str, Any]) -> str:
    if prompt.schema is None:
        return prose_of(prompt.seed)
    try:
        made = answer_to(prompt.schema, prompt.seed)
    except ValueError as endless:
        raise Turned(Failure("invalid", f"output_config.format.schema: {endless}")) from None
    if isinstance(made, dict):
        made.update(json.loads(canonical(fields)))
    return canonical(made)
