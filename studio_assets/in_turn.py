"""Run a stage in Dagster's plain code, and let it clean up whatever ends it."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

__all__ = ["in_turn"]

T = TypeVar("T")

_STOPS = (signal.SIGINT, signal.SIGTERM)


def in_turn(making: AsyncIterator[T]) -> Iterator[T]:
    """Yield from a running stage.

    A stop (Ctrl-C, Dagster's `Terminate`) cancels the stage first, so that it ends its ffmpeg processes
    and writes its journal; only then Dagster gets the signal.

    Args:
        making: the running stage.
    """
    with asyncio.Runner() as runner:
        try:
            while True:
                made = _run(runner, _next(making))
                if made is None:
                    return
                yield made
        finally:
            runner.run(_close(making))


def _run(runner: asyncio.Runner, work: Coroutine[Any, Any, T]) -> T:
    loop = runner.get_loop()
    task = loop.create_task(work)

    async def wait() -> T:
        return await task

    # Dagster's handlers raise in the middle of whatever runs, mostly inside the event loop, which
    # would leave the stage half done and its generator locked.
    with _signals(lambda: loop.call_soon_threadsafe(task.cancel)):
        return runner.run(wait())


@contextmanager
def _signals(stop: Callable[[], object]) -> Iterator[None]:
    """Call `stop` on a stop signal; hand the signal to its former handler at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, FrameType | None]] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append((number, frame))
        stop()

    former = {number: signal.signal(number, note) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        for first, frame in came[:1]:
            handler = former[signal.Signals(first)]
            if callable(handler):
                handler(first, frame)
            elif handler == signal.SIG_DFL:
                signal.raise_signal(first)


async def _next(making: AsyncIterator[T]) -> T | None:
    return await anext(making, None)


async def _close(making: AsyncIterator[T]) -> None:
    close = getattr(making, "aclose", None)
    if close is not None:
        await close()
