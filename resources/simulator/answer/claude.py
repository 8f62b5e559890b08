"""Anthropic's API as the simulator speaks it: questions, alone, streamed or in batches, models and files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse

from resources.simulator.answer.batches import Batches
from resources.simulator.answer.events import events, streamed
from resources.simulator.answer.exchange import Exchange, exchange
from resources.simulator.answer.failures import failed, request_id
from resources.simulator.answer.files import Files
from resources.simulator.answer.models import MODELS, told
from resources.simulator.answer.pages import page
from resources.simulator.answer.prompt import Prompt
from resources.simulator.answer.read import read
from resources.simulator.answer.remembered import Remembered
from resources.simulator.authorization import authorized
from resources.simulator.cut import Cut
from resources.simulator.far_side import FarSide
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["ClaudeBatchesPart", "ClaudePart"]

_VERSIONS = ("2023-06-01", "2026-10-21")
_LARGEST = 32 * 1024 * 1024  # bytes of a question
_LARGEST_BATCH = 256 * 1024 * 1024  # bytes of a batch

Handler = Callable[[Asked], Awaitable[Response]]


class ClaudePart(Part):
    """Answers any question by its schema; what it shall say can be told by `PUT /answers`."""

    kind = "answer"
    name = "claude"
    over_limit = "queue"

    def __init__(self, far: FarSide) -> None:
        super().__init__(far)
        self._memory = Remembered()
        self._files = Files(far)
        self._batches = Batches(far, self.word, self._read, self._in_batch)

    def calls(self) -> Sequence[Call]:
        """Ask, count, models, batches and files; each wants its version."""
        own = [
            Call("POST", "/v1/messages", self._ask, "submit"),
            Call("POST", "/v1/messages/count_tokens", self._count),
            Call("GET", "/v1/models", self._models, "list"),
            Call("GET", "/v1/models/{id}", self._model),
        ]
        every = [*own, *self._batches.calls(), *self._files.calls()]
        return [replace(call, handler=_versioned(call)) for call in every]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token, or the older header of its own."""
        return authorized(headers) or headers.get("x-api-key", "").strip()

    def fail(self, failure: Failure) -> Response:
        """Anthropic's words."""
        return failed(failure)

    async def _ask(self, asked: Asked) -> Response:
        prompt = await asyncio.to_thread(self._read, asked.key, asked.json)
        said = exchange(self.far, self._memory, self.word, asked.key, asked.number, prompt)
        name = {"request-id": request_id()}
        clock = self.far.clock
        if prompt.stream and not said.reply.breaks_off:
            return StreamingResponse(streamed(said, clock), media_type="text/event-stream", headers=name)
        if left := said.job.seconds_left(clock.now()):
            await clock.sleep(left)
        if said.reply.breaks_off:
            return _half(said)
        return JSONResponse(said.message, headers=name)

    async def _count(self, asked: Asked) -> Response:
        prompt = await asyncio.to_thread(self._read, asked.key, asked.json, counted=True)
        return JSONResponse({"input_tokens": prompt.tokens}, headers={"request-id": request_id()})

    async def _models(self, asked: Asked) -> Response:
        return JSONResponse(
            page([told(id) for id in MODELS], asked.query), headers={"request-id": request_id()}
        )

    async def _model(self, asked: Asked) -> Response:
        if (id := asked.path("id")) not in MODELS:
            raise Turned(Failure("missing", f"model: {id}"))
        return JSONResponse(told(id), headers={"request-id": request_id()})

    def _read(self, key: str, body: Mapping[str, Any], *, counted: bool = False) -> Prompt:
        return read(body, lambda id: self._files.content(key, id), counted=counted)

    def _in_batch(self, key: str, number: int, prompt: Prompt, seconds: float) -> Exchange:
        far, memory = self.far, self._memory
        return exchange(far, memory, self.word, key, number, prompt, batch=True, latency=seconds)


class ClaudeBatchesPart(ClaudePart):
    """The same API for the provider that asks in batches: each provider has paths and counts of its own."""

    name = "claude_batches"


def _versioned(call: Call) -> Handler:
    most = _LARGEST_BATCH if call.path.startswith("/v1/messages/batches") else _LARGEST

    async def handler(asked: Asked) -> Response:
        version = asked.request.headers.get("anthropic-version", "")
        if version not in _VERSIONS:
            what = f'"{version}" is not a valid version' if version else "header is required"
            raise Turned(Failure("invalid", f"anthropic-version: {what}"))
        if len(asked.body) > most and call.path.startswith("/v1/messages"):
            raise Turned(Failure("invalid", "Request exceeds the maximum size", status=413))
        return await call.handler(asked)

    return handler


def _half(said: Exchange) -> Response:
    whole = b"".join(events(said)) if said.prompt.stream else json.dumps(said.message).encode()
    kind = "text/event-stream" if said.prompt.stream else "application/json"
    return Cut(whole[: len(whole) // 2], len(whole), kind)
