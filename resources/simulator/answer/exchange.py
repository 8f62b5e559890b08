"""One question and its answer: said, priced and taken down, whether it came alone or in a batch."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from resources.claude.answer import Usage
from resources.claude.prices import price
from resources.simulator.answer.prompt import Prompt
from resources.simulator.answer.remembered import Remembered
from resources.simulator.answer.reply import Reply, reply
from resources.simulator.far_side import FarSide, hashed
from resources.simulator.job import Job, Wish
from resources.simulator.part import Failure, Turned

__all__ = ["Exchange", "exchange"]


@dataclass(frozen=True)
class Exchange:
    """What became of a question that was taken.

    Args:
        job: what it is charged.
        prompt: the question.
        reply: the answer.
        usage: tokens.
        tier: `standard`, or `batch`.
    """

    job: Job
    prompt: Prompt
    reply: Reply
    usage: Usage
    tier: str

    @property
    def message(self) -> dict[str, Any]:
        """The answer as the API tells it in one piece."""
        return {
            "id": self.job.id,
            "type": "message",
            "role": "assistant",
            "model": self.prompt.model,
            "content": self.content,
            "stop_reason": self.reply.stop_reason,
            "stop_sequence": None,
            "stop_details": self.reply.stop_details,
            "container": None,
            "usage": self.told_usage,
        }

    @property
    def content(self) -> list[dict[str, Any]]:
        """Its blocks: the thoughts, of which nothing is shown, and the text."""
        thought = {"type": "thinking", "thinking": "", "signature": f"simulated-{self.prompt.seed[:16]}"}
        text = {"type": "text", "text": self.reply.text, "citations": None}
        return [*[thought] * bool(self.reply.thoughts), *[text] * bool(self.reply.text)]

    @property
    def told_usage(self) -> dict[str, Any]:
        """The tokens as the API tells them."""
        used = self.usage
        return {
            "input_tokens": used.input,
            "cache_creation_input_tokens": used.written_5m + used.written_1h,
            "cache_read_input_tokens": used.read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": used.written_5m,
                "ephemeral_1h_input_tokens": used.written_1h,
            },
            "output_tokens": used.output,
            "output_tokens_details": {"thinking_tokens": self.reply.thoughts},
            "server_tool_use": None,
            "service_tier": self.tier,
            "inference_geo": "global",
        }


def exchange(
    far: FarSide,
    memory: Remembered,
    word: str,
    key: str,
    number: int,
    prompt: Prompt,
    *,
    batch: bool = False,
    latency: float | None = None,
) -> Exchange:
    """Answer a question; from here on it is charged.

    Args:
        far: the simulator's memory.
        memory: of beginnings of prompts.
        word: `kind/name` of the dialect.
        key: who asks.
        number: of the question at this dialect.
        prompt: the question.
        batch: whether it came in a batch, at its part of the price.
        latency: seconds to the answer; None means the memory's own for answers.

    Raises:
        Turned: it goes wrong in a way that is not charged.
        NotConfigured: the price of the model is not known; nothing was taken.
    """
    rule, fault = far.answers.pick(prompt.words), far.fault("end", word, number, prompt.words)
    what = fault.what if fault is not None else ""
    if what == "moderate":
        raise Turned(Failure("moderated", "Output blocked by content filtering policy"))
    if what == "fail":
        raise Turned(Failure("server", "Internal server error"))
    said, account, now = reply(prompt, rule, what), hashed(key), far.clock.now()
    usage = memory.used(account, prompt, said.tokens, now, far.cache_minimum)
    seconds = far.answer_latency if latency is None else latency
    job = far.accept(
        word,
        key,
        number,
        _wish(prompt),
        model=prompt.model,
        price=price(prompt.model, usage, batch=batch),
        body={"usage": usage.model_dump(), "stop_reason": said.stop_reason, "batch": batch},
        id=f"msg_{secrets.token_hex(12)}",
        latency=seconds + (fault.seconds if fault is not None and what == "late" else 0),
    )
    memory.keep(account, prompt, now, job.ends, far.cache_minimum)
    return Exchange(job, prompt, said, usage, "batch" if batch else "standard")


def _wish(prompt: Prompt) -> Wish:
    pictures = tuple(piece.content for piece in prompt.pieces if piece.picture)
    return Wish(kind="answer", text=prompt.words, references=pictures)
