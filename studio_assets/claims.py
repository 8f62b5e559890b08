"""Claim takes that were left behind, each at its own provider. Free, never gated; nothing is bought."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from resources.errors import Refused, StudioError
from resources.providers.port import Provider
from resources.takes.claim import claim
from resources.takes.errand import Errand
from resources.takes.look_up import record
from resources.takes.take import UNSETTLED, Take
from studio_assets.call_sheet import Doers

__all__ = ["AT_ONCE", "Reconciled", "claim_all", "claim_as", "followed", "open_again"]

AT_ONCE = 8
"""Takes that are claimed at once: enough to fill a line with downloads, few enough for any rate limit."""

_GENERATING = "still generating"
"""How `claim` begins its word on a generation that has no verdict yet."""


@dataclass(frozen=True)
class Reconciled:
    """What came of claiming one take.

    Args:
        take: as it is now.
        did: what happened, a few words.
        mend: what can be done where it is still unsettled; else empty.
        person: whether somebody has to look: waiting alone will not settle it.
    """

    take: Take
    did: str
    mend: str = ""
    person: bool = False


def followed(take: Take, now: datetime) -> bool:
    """Whether some worker is at this take, so that it is left to that worker.

    Args:
        take: in any state.
        now: the time.
    """
    return take.state in UNSETTLED and now < take.lease_until


async def claim_all(
    doers: Doers, takes: Sequence[Take], *, patience: float | None = None
) -> tuple[Reconciled, ...]:
    """Claim takes, `AT_ONCE` at a time; one provider's trouble keeps no other take back.

    Args:
        doers: whose journal, providers and store they are.
        takes: in any state; settled ones are only told.
        patience: seconds for all of them together; None waits as long as the providers do.

    Returns:
        One word for each take, in their order.
    """
    gate = asyncio.Semaphore(AT_ONCE)
    loop = asyncio.get_running_loop()
    deadline = None if patience is None else loop.time() + patience

    async def one(take: Take) -> Reconciled:
        try:
            async with asyncio.timeout_at(deadline), gate:
                return await _claimed(doers, take)
        except TimeoutError:
            now = doers.takes.take(take.slate)
            return Reconciled(
                now, f"no end within {patience or 0:g} s", f"`studio takes claim {take.slate}` waits longer."
            )

    return tuple(await asyncio.gather(*(one(take) for take in takes)))


async def claim_as(doers: Doers, take: Take, remote_id: str) -> Reconciled:
    """Claim a take by the id that a person found at its provider.

    The provider is asked for the id before anything is written, so that a slip of the pen changes nothing.

    Args:
        doers: whose journal, providers and store they are.
        take: in state `unknown` and followed by nobody.
        remote_id: the provider's id of the generation.

    Returns:
        What came of it.

    Raises:
        StudioError: the take needs no id, or the id is another take's or not the provider's; nothing is
            changed.
        TransientFailure: the provider gave no answer; nothing is changed.
    """
    now = doers.clock.now()
    if take.state != "unknown" or followed(take, now):
        raise StudioError(
            f"The take is {take.state}{', and a worker is at it' if followed(take, now) else ''}.",
            mend="An id is needed only where the outcome is unknown: `studio takes claim` without `--as`.",
            where=take.slate,
        )
    strange = _elsewhere(doers, take)
    if strange:
        raise StudioError(strange.did, mend=strange.mend, where=take.slate)
    provider = doers.provider(take.kind, take.provider)
    provider.check_configured()
    if doers.takes.known(provider, [remote_id]):
        raise StudioError(
            f"Another take is {remote_id!r} at {take.provider} already.",
            mend="Look for the generation that no take has; `studio takes show` tells each take's id.",
            where=take.slate,
        )
    try:
        await provider.poll(remote_id)
    except Refused as no:
        raise StudioError(
            f"{take.provider} does not know {remote_id!r}: {no.what}",
            mend=f"Copy the id from {take.provider}'s site, or `studio takes give-up {take.slate}`.",
            where=take.slate,
        ) from no
    taken = record(_errand(doers, provider), take, remote_id)
    # The lease that the id brings is nobody's here: a person says that no worker follows it.
    return await _claimed(doers, taken.model_copy(update={"lease_until": now}))


def open_again(take: Take) -> str:
    """The command that puts a claimed take into its film, or films its scene again.

    Args:
        take: whose run it is.
    """
    return f"studio run {take.production} --run {take.run}"


async def _claimed(doers: Doers, take: Take) -> Reconciled:
    if take.state not in UNSETTLED:
        return Reconciled(take, take.state)
    if strange := _elsewhere(doers, take):
        return strange
    provider = doers.provider(take.kind, take.provider)
    try:
        done = await claim(_errand(doers, provider), take)
    except Exception as broken:
        # A provider's own bug must not keep the others' takes from being claimed.
        now = doers.takes.take(take.slate)
        words = f"{take.provider} could not be asked: {type(broken).__name__}: {broken}"
        return Reconciled(now, words, "Claim again; if it stays, report it to who made the provider.", True)
    open_still = done.take.state in UNSETTLED
    waits = done.did.startswith(_GENERATING) or followed(done.take, doers.clock.now())
    return Reconciled(done.take, done.did, done.mend if open_still else "", open_still and not waits)


def _elsewhere(doers: Doers, take: Take) -> Reconciled | None:
    """A word on a take whose provider is not the one of that name here: its listing would prove nothing."""
    provider = doers.providers.get((take.kind, take.provider))
    if provider is not None and provider.simulated == take.simulated:
        return None
    if take.simulated:
        mend = "Set STUDIO_ENV=simulated, or STUDIO_SIMULATOR_URL to the simulator that has it."
    else:
        mend = "Set STUDIO_ENV=live and unset STUDIO_SIMULATOR_URL."
    money = "play" if take.simulated else "real"
    return Reconciled(
        take, f"it is {money} money at {take.provider}, which is not in this environment", mend, True
    )


def _errand(doers: Doers, provider: Provider) -> Errand:
    worker = f"claim {socket.gethostname()}/{os.getpid()}"
    return Errand(provider, doers.takes, doers.artifacts, doers.clock, worker)
