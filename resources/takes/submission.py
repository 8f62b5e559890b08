"""One submit and its answer: asked once, heard out even when the asker is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from resources.errors import NotConfigured, RateLimited, Refused, StudioError, TransientFailure, Unreachable
from resources.providers.port import (
    AnswerRequest,
    ImageRequest,
    Kind,
    MusicRequest,
    Request,
    SpeechRequest,
    VideoRequest,
)
from resources.takes.errand import Errand
from resources.takes.take import Take

__all__ = ["ANSWER", "GRACE", "Answer", "Failure", "answer", "request_of", "submit"]

ANSWER = 120.0
"""Seconds for a provider to answer a submit, and between two renewals of its lease where it has more
patience; under the lease, so that no two workers submit one take."""

GRACE = 20.0
"""Seconds more for an answer that is on its way when the work is cancelled."""

_KINDS: dict[Kind, type[Request]] = {
    "video": VideoRequest,
    "image": ImageRequest,
    "speech": SpeechRequest,
    "music": MusicRequest,
    "answer": AnswerRequest,
}


@dataclass(frozen=True)
class Answer:
    """What came of a submit.

    Args:
        remote_id: the provider's id.
        stopped: the cancellation that came meanwhile, to be raised once the id is committed.
    """

    remote_id: str
    stopped: asyncio.CancelledError | None


@dataclass(frozen=True)
class Failure:
    """Why a submit brought no id.

    Args:
        failure: what the provider raised, or that it did not answer in time.
        stopped: the cancellation that came meanwhile, to be raised once this is written down.
    """

    failure: Exception
    stopped: asyncio.CancelledError | None


async def submit(errand: Errand, take: Take) -> Answer | Take:
    """Send a take to its provider, once.

    Args:
        errand: the way to its provider.
        take: `intended`, and this worker's to submit.

    Returns:
        The answer, or the take where it was refused.

    Raises:
        RateLimited, Unreachable: nothing was accepted; the take is as it was and may be sent again.
        TransientFailure, NotConfigured: nothing was accepted; the take has failed, at no cost.
        OutcomeUnknown: the answer was lost; the take is unknown.
        StudioError: an input is missing; the take has failed, nothing was sent.
        CancelledError: the work was stopped meanwhile; what came of the submit is written down.
    """
    slate, takes, clock = take.slate, errand.takes, errand.clock
    request = request_of(take)
    try:
        for digest in inputs(request):  # a missing input must not look like a lost answer
            errand.artifacts.file_of(digest)
    except StudioError as missing:
        takes.failed(slate, missing.what, worker=errand.worker, at=clock.now())
        raise
    if clock.now() + timedelta(seconds=ANSWER + GRACE) > take.lease_until:
        # This worker was asleep (a closed laptop, a slow disk); another may have taken the take over.
        takes.renew(slate, errand.worker, clock.now())
    errand.tell(take, "submitting")
    try:
        heard = await answer(
            errand.provider.submit(slate, request, errand.artifacts.file_of),
            patience=errand.provider.patience,
            keep=lambda: _keep_lease(errand, slate),
        )
    except BaseException as stop:
        takes.unknown(slate, f"Stopped while submitting ({type(stop).__name__}).", worker=errand.worker)
        raise
    if isinstance(heard, Answer):
        return heard
    try:
        settled = _settle(errand, take, heard.failure)
    except StudioError as failure:
        if heard.stopped is None:
            raise
        # Whoever stopped the launch wants neither another try nor another provider.
        if isinstance(failure, (RateLimited, Unreachable)):
            takes.failed(slate, failure.what, worker=errand.worker, at=clock.now())
        raise heard.stopped from failure
    if heard.stopped is not None:
        raise heard.stopped
    return settled


def _settle(errand: Errand, take: Take, failure: Exception) -> Take:
    """Write down why a submit has no id: the refused take, or the failure as `submit` raises it."""
    slate, takes, clock = take.slate, errand.takes, errand.clock
    match failure:
        case RateLimited() | Unreachable():
            raise failure
        case TransientFailure() | NotConfigured():  # raised before anything is sent, or accepted
            takes.failed(slate, failure.what, worker=errand.worker, at=clock.now())
            errand.tell(take, "failed", detail=failure.what)
            raise failure
        case Refused():
            refused = takes.refused(slate, failure.what, worker=errand.worker, at=clock.now())
            errand.tell(refused, "refused", detail=failure.what)
            return refused
        case _:
            words = (
                failure.what if isinstance(failure, StudioError) else f"{type(failure).__name__}: {failure}"
            )
            takes.unknown(slate, words, worker=errand.worker)
            errand.tell(take, "unknown", detail=words)
            raise errand.unknown(take, words) from failure


async def answer(
    submit: Coroutine[Any, Any, str], *, patience: float, keep: Callable[[], object]
) -> Answer | Failure:
    """Wait for what a provider answers to a submit.

    A cancelled sibling or Ctrl-C must not lose an answer that is paid for: the first cancellation
    waits `GRACE` seconds for it, the second one does not.

    Args:
        submit: the call, not yet begun.
        patience: seconds to wait in all.
        keep: called every `ANSWER` seconds of a longer wait, to keep the take's lease.

    Returns:
        The id or whatever the provider raised, and the cancellation to pass on.

    Raises:
        CancelledError: there was no answer within `GRACE` seconds of it.
    """
    asking = asyncio.ensure_future(submit)
    stopped: asyncio.CancelledError | None = None
    try:
        try:
            for left in _turns(patience):
                await asyncio.wait({asking}, timeout=left)
                if asking.done():
                    break
                keep()
        except asyncio.CancelledError as stop:
            stopped = stop
            await asyncio.wait({asking}, timeout=GRACE)
    finally:
        if not asking.done():
            asking.cancel()
    if asking.done() and not asking.cancelled():
        failure = asking.exception()
        if failure is None:
            return Answer(asking.result(), stopped)
        if not isinstance(failure, Exception):
            raise failure
        return Failure(failure, stopped)
    if stopped is not None:
        raise stopped
    return Failure(TimeoutError(f"no answer in {patience:.0f} seconds"), None)


def _keep_lease(errand: Errand, slate: str) -> None:
    """Say that this worker is alive, as far as that can be said.

    Where it was asleep too long the take is unknown by now, and a database can be busy. Neither is a reason
    to hang up on an answer that is paid: it is heard out, and still counts when it comes.
    """
    with suppress(StudioError):
        errand.takes.renew(slate, errand.worker, errand.clock.now())


def _turns(patience: float) -> list[float]:
    """A wait in parts of at most `ANSWER` seconds."""
    whole, rest = divmod(patience, ANSWER)
    return [ANSWER] * int(whole) + ([rest] if rest else [])


def request_of(take: Take) -> Request:
    """The request exactly as it was committed, to be sent now or again.

    Args:
        take: from the journal.
    """
    return _KINDS[take.kind].model_validate(take.request)


def inputs(request: Request) -> tuple[str, ...]:
    """Digests of the files that a request names."""
    named = (getattr(request, name, None) for name in ("first_frame", "last_frame"))
    return (*(digest for digest in named if digest is not None), *getattr(request, "references", ()))
