"""Anthropic's batches: many questions at half the price, read once all are answered."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict
from starlette.responses import JSONResponse, Response

from resources.artifacts.durable import write_bytes
from resources.errors import NotConfigured
from resources.simulator.answer.exchange import Exchange
from resources.simulator.answer.failures import error_of, request_id
from resources.simulator.answer.pages import page
from resources.simulator.answer.prompt import Prompt
from resources.simulator.far_side import FarSide, hashed
from resources.simulator.part import Asked, Call, Failure, Turned

__all__ = ["Batches"]

_MOST = 100_000
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DAY = timedelta(hours=24)


class _Item(BaseModel):
    """One question: the job that answers it and its message, or the error that it was turned away with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    job: str = ""
    result: dict[str, Any]


class _Batch(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    key: str
    created: AwareDatetime
    items: tuple[_Item, ...]
    cancelled: AwareDatetime | None = None


class Batches:
    """The batches of all accounts; nobody sees those of another key.

    Args:
        far: the simulator's memory.
        word: `kind/name` of the dialect.
        read: reads a question of a key out of its body.
        answer: answers one of a key, by its number, within some seconds.
    """

    def __init__(
        self,
        far: FarSide,
        word: str,
        read: Callable[[str, Mapping[str, Any]], Prompt],
        answer: Callable[[str, int, Prompt, float], Exchange],
    ) -> None:
        self.far = far
        self.word = word
        self._read = read
        self._answer = answer
        self._folder = far.folder / "batches" / word.replace("/", "_")

    def calls(self) -> Sequence[Call]:
        """Create, list, look, cancel, read the results."""
        return [
            Call("POST", "/v1/messages/batches", self._create, "submit"),
            Call("GET", "/v1/messages/batches", self._list, "list"),
            Call("GET", "/v1/messages/batches/{id}", self._look, "poll"),
            Call("POST", "/v1/messages/batches/{id}/cancel", self._cancel),
            Call("GET", "/v1/messages/batches/{id}/results", self._results),
        ]

    async def _create(self, asked: Asked) -> Response:
        wanted = _requests(asked.json)
        items = []
        for place, (name, params) in enumerate(wanted):
            # The submit itself counts as its first question.
            number = asked.number if place == 0 else self.far.count(self.word, "submit")
            seconds = self.far.latency * (place + 1) / len(wanted)
            items.append(await asyncio.to_thread(self._asked, asked.key, number, name, params, seconds))
        batch = _Batch(
            id=f"msgbatch_{secrets.token_hex(12)}",
            key=hashed(asked.key),
            created=self.far.clock.now(),
            items=tuple(items),
        )
        self._keep(batch)
        return _said(self._told(batch, asked))

    def _asked(self, key: str, number: int, name: str, params: Mapping[str, Any], seconds: float) -> _Item:
        try:
            if "stream" in params:
                raise Turned(Failure("invalid", "stream: a batch does not stream"))
            said = self._answer(key, number, self._read(key, params), seconds)
        except Turned as turned:
            return _Item(name=name, result=_errored(turned.failure))
        except NotConfigured as unknown:
            failure = Failure("invalid", f"The simulator cannot price this: {unknown}")
            return _Item(name=name, result=_errored(failure))
        return _Item(name=name, job=said.job.id, result={"type": "succeeded", "message": said.message})

    async def _list(self, asked: Asked) -> Response:
        found = [_Batch.model_validate_json(one.read_bytes()) for one in self._folder.glob("*.json")]
        mine = [batch for batch in found if batch.key == hashed(asked.key)]
        newest = sorted(mine, key=lambda batch: (batch.created, batch.id), reverse=True)
        return _said(page([self._told(batch, asked) for batch in newest], asked.query))

    async def _look(self, asked: Asked) -> Response:
        return _said(self._told(self._batch(asked), asked))

    async def _cancel(self, asked: Asked) -> Response:
        batch = self._batch(asked)
        if batch.cancelled is None and self.far.clock.now() < self._ends(batch):
            for item in batch.items:
                self.far.cancel(item.job)
            batch = batch.model_copy(update={"cancelled": self.far.clock.now()})
            self._keep(batch)
        return _said(self._told(batch, asked))

    async def _results(self, asked: Asked) -> Response:
        batch = self._batch(asked)
        if self.far.clock.now() < self._ends(batch):
            raise Turned(Failure("invalid", "The batch has no results before it has ended."))
        # In any order, says the API: here in one that nobody mistakes for the requests'.
        shuffled = sorted(batch.items, key=lambda item: hashlib.sha256(item.name.encode()).digest())
        lines = [json.dumps({"custom_id": one.name, "result": self._result(one)}) + "\n" for one in shuffled]
        return Response(
            "".join(lines), media_type="application/x-jsonl", headers={"request-id": request_id()}
        )

    def _result(self, item: _Item) -> Mapping[str, Any]:
        job = self.far.job(self.word, item.job)
        return {"type": "canceled"} if job is not None and job.cancelled is not None else item.result

    def _ends(self, batch: _Batch) -> datetime:
        if batch.cancelled is not None:
            return batch.cancelled + timedelta(seconds=self.far.answer_latency)
        jobs = [self.far.job(self.word, item.job) for item in batch.items]
        return max((job.ends for job in jobs if job is not None), default=batch.created)

    def _told(self, batch: _Batch, asked: Asked) -> dict[str, Any]:
        ends = self._ends(batch)
        over = self.far.clock.now() >= ends
        counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
        for item in batch.items:
            counts[self._result(item)["type"] if over else "processing"] += 1
        running = "canceling" if batch.cancelled is not None else "in_progress"
        return {
            "id": batch.id,
            "type": "message_batch",
            "processing_status": "ended" if over else running,
            "request_counts": counts,
            "created_at": _time(batch.created),
            "expires_at": _time(batch.created + _DAY),
            "ended_at": _time(ends) if over else None,
            "cancel_initiated_at": _time(batch.cancelled) if batch.cancelled is not None else None,
            "archived_at": None,
            "results_url": f"{asked.base}/v1/messages/batches/{batch.id}/results" if over else None,
        }

    def _batch(self, asked: Asked) -> _Batch:
        file = self._folder / f"{asked.path('id')}.json"
        if re.fullmatch(r"msgbatch_[0-9a-f]+", file.stem) and file.exists():
            batch = _Batch.model_validate_json(file.read_bytes())
            if batch.key == hashed(asked.key):
                return batch
        raise Turned(Failure("missing", f"Message batch not found: {asked.path('id')}"))

    def _keep(self, batch: _Batch) -> None:
        write_bytes(self._folder / f"{batch.id}.json", batch.model_dump_json().encode())


def _requests(body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    requests = body.get("requests")
    if not isinstance(requests, list) or not 1 <= len(requests) <= _MOST or set(body) != {"requests"}:
        raise Turned(Failure("invalid", f"requests: Input should be a list of 1 to {_MOST} requests"))
    found: dict[str, Mapping[str, Any]] = {}
    for place, one in enumerate(requests):
        name, params = (one.get("custom_id"), one.get("params")) if isinstance(one, dict) else (None, None)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            what = "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'"
            raise Turned(Failure("invalid", f"requests.{place}.custom_id: {what}"))
        if not isinstance(params, dict):
            raise Turned(Failure("invalid", f"requests.{place}.params: Field required"))
        if name in found:
            raise Turned(Failure("invalid", f"requests.{place}.custom_id: {name} is not unique"))
        found[name] = params
    return list(found.items())


def _errored(failure: Failure) -> dict[str, Any]:
    body = {"type": "error", "error": error_of(failure)[1], "request_id": request_id()}
    return {"type": "errored", "error": body}


def _time(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def _said(body: Mapping[str, Any]) -> Response:
    return JSONResponse(body, headers={"request-id": request_id()})
