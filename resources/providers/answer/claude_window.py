"""Gathers questions that come within a short time, so that they go to the provider in one batch."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from resources.clock import Clock
from resources.errors import OutcomeUnknown, StudioError

__all__ = ["Window"]

Items = Mapping[str, Mapping[str, Any]]
Post = Callable[[Items], Awaitable[str]]
"""Sends questions by their names, once, and gives the batch's id."""


@dataclass
class _Gathered:
    items: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    full: asyncio.Event = field(default_factory=asyncio.Event)


class Window:
    """The questions of one event loop that wait to be sent together.

    Args:
        post: sends them.
        clock: how to wait.
        seconds: that the first of them waits for others.
        most: questions of one batch.
    """

    def __init__(self, post: Post, clock: Clock, *, seconds: float, most: int) -> None:
        self._post, self._clock, self._seconds, self._most = post, clock, seconds, most
        self._open: _Gathered | None = None
        self._sending: set[asyncio.Task[None]] = set()  # a task that nobody holds may vanish

    async def send(self, name: str, params: Mapping[str, Any]) -> str:
        """Send a question with whatever else comes within the window.

        Args:
            name: of the question; no two of one batch have the same.
            params: what is asked.

        Returns:
            The id of the batch that it is in.

        Raises:
            StudioError: whatever became of the batch became of each question in it.
        """
        gathered = self._open
        if gathered is None or name in gathered.items:
            gathered = self._open = _Gathered()
            task = asyncio.ensure_future(self._close(gathered))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        gathered.items[name] = params
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        gathered.answers[name] = answer
        if len(gathered.items) >= self._most:
            self._shut(gathered)
            gathered.full.set()
        try:
            return await answer
        except asyncio.CancelledError:
            if not gathered.full.is_set():  # it was not sent yet, and nobody waits for it any more
                gathered.items.pop(name, None)
            raise

    async def _close(self, gathered: _Gathered) -> None:
        try:
            await self._opened(gathered)
            self._shut(gathered)
            gathered.full.set()
            await self._deliver(dict(gathered.items), gathered)
        finally:
            self._shut(gathered)
            for answer in gathered.answers.values():
                if not answer.done():
                    answer.set_exception(_lost("its sender was stopped"))
                    answer.exception()  # who was cancelled does not look

    async def _opened(self, gathered: _Gathered) -> None:
        """Wait until the window is over or the batch is full."""

        async def over() -> None:
            await self._clock.sleep(self._seconds)

        waits = [asyncio.ensure_future(one) for one in (gathered.full.wait(), over())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()

    def _shut(self, gathered: _Gathered) -> None:
        if self._open is gathered:
            self._open = None

    async def _deliver(self, items: Items, gathered: _Gathered) -> None:
        if not items:
            return
        try:
            batch = await self._post(items)
        except StudioError as failure:
            self._tell(items, gathered, failure)
        except Exception as broken:
            self._tell(items, gathered, _lost(f"{type(broken).__name__}: {broken}"))
        else:
            for name in items:
                if not gathered.answers[name].done():
                    gathered.answers[name].set_result(batch)

    @staticmethod
    def _tell(items: Items, gathered: _Gathered, failure: StudioError) -> None:
        for name in items:
            answer = gathered.answers[name]
            if not answer.done():
                answer.set_exception(copy.copy(failure))  # each raises its own: a traceback is of one


def _lost(why: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"The answer to a batch was lost ({why}).", mend="Look the take up before any other submit."
    )
