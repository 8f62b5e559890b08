"""An answer as a stream of server-sent events, in the order in which the real API sends them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from resources.clock import Clock
from resources.simulator.answer.exchange import Exchange

__all__ = ["events", "streamed"]

_PART = 40  # letters of a text that come at once


def events(said: Exchange) -> Iterator[bytes]:
    """Every event of an answer, in order.

    Args:
        said: the answer.
    """
    begun = {**said.told_usage, "output_tokens": 1, "output_tokens_details": None}
    empty: dict[str, Any] = {"content": [], "stop_reason": None, "stop_details": None, "usage": begun}
    yield _event({"type": "message_start", "message": {**said.message, **empty}})
    for index, block in enumerate(said.content):
        text = block.get("text", "")
        start = {**block, "text": ""} if text else {**block, "signature": ""}
        yield _event({"type": "content_block_start", "index": index, "content_block": start})
        if index == 0:
            yield _event({"type": "ping"})
        for place in range(0, len(text), _PART):
            delta = {"type": "text_delta", "text": text[place : place + _PART]}
            yield _event({"type": "content_block_delta", "index": index, "delta": delta})
        if not text:
            delta = {"type": "signature_delta", "signature": block["signature"]}
            yield _event({"type": "content_block_delta", "index": index, "delta": delta})
        yield _event({"type": "content_block_stop", "index": index})
    ends = {
        "stop_reason": said.reply.stop_reason,
        "stop_sequence": None,
        "stop_details": said.reply.stop_details,
        "container": None,
    }
    told = said.told_usage
    counted = (
        "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens",
        "output_tokens_details", "server_tool_use",
    )  # fmt: skip
    yield _event({"type": "message_delta", "delta": ends, "usage": {name: told[name] for name in counted}})
    yield _event({"type": "message_stop"})


async def streamed(said: Exchange, clock: Clock) -> AsyncIterator[bytes]:
    """The events, spread over the time that the answer takes.

    Args:
        said: the answer.
        clock: that the time is told by.
    """
    parts = list(events(said))
    pause = said.job.seconds_left(clock.now()) / len(parts)
    for part in parts:
        # The last one waits for the end itself, however the parts were rounded.
        wait = said.job.seconds_left(clock.now()) if part is parts[-1] else pause
        if wait > 0:
            await clock.sleep(wait)
        yield part


def _event(data: dict[str, Any]) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
