"""One submit and its answer: asked once, heard out even when the asker is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from resources.providers.port import Request, SpeechRequest, VideoRequest
from resources.takes.take import Take

__all__ = ["ANSWER", "GRACE", "Answer", "answer", "request_of"]

ANSWER = 120.0
"""Seconds for a provider to answer a submit; under the lease, so that no two workers submit one take."""

GRACE = 20.0
"""Seconds more for an answer that is on its way when the work is cancelled."""


@dataclass(frozen=True)
class Answer:
    """What came of a submit.

    Args:
        remote_id: the provider's id.
        stopped: the cancellation that came meanwhile, to be raised once the id is committed.
    """

    remote_id: str
    stopped: asyncio.CancelledError | None


async def answer(submit: Coroutine[Any, Any, str]) -> Answer:
    """Wait for a provider's answer to a submit.

    A cancelled sibling or Ctrl-C must not lose an answer that is paid for: the first cancellation
    waits `GRACE` seconds for it, the second one does not.

    Args:
        submit: the call, not yet begun.

    Returns:
        The id, and the cancellation to pass on.

    Raises:
        TimeoutError: there was no answer in time.
        Exception: whatever the provider raised.
    """
    asking = asyncio.ensure_future(submit)
    stopped: asyncio.CancelledError | None = None
    try:
        try:
            await asyncio.wait({asking}, timeout=ANSWER)
        except asyncio.CancelledError as stop:
            stopped = stop
            await asyncio.wait({asking}, timeout=GRACE)
    finally:
        if not asking.done():
            asking.cancel()
    if asking.done() and not asking.cancelled():
        return Answer(asking.result(), stopped)
    if stopped is not None:
        raise stopped
    raise TimeoutError(f"no answer in {ANSWER:.0f} seconds")


def request_of(take: Take) -> Request:
    """The request exactly as it was committed, to be sent now or again.

    Args:
        take: from the journal.
    """
    kind: type[VideoRequest] | type[SpeechRequest] = SpeechRequest if take.kind == "speech" else VideoRequest
    return kind.model_validate(take.request)
