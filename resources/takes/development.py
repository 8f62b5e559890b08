"""From a generation to a file: ask for its verdict, settle the price, fetch the media."""

from __future__ import annotations

import asyncio

from resources.errors import DamagedArtifact, OutcomeUnknown, Refused
from resources.money import ZERO
from resources.providers.port import Generation
from resources.takes.errand import Errand
from resources.takes.rows import media_suffix
from resources.takes.take import Take

__all__ = ["fetch", "settle", "sound"]


async def settle(errand: Errand, take: Take) -> Take:
    """Ask for a generation's verdict once, and settle its price where there is one.

    Args:
        errand: the way to its provider.
        take: in state `generating`.

    Returns:
        The take: still `generating`, or `ready`, `refused` or `failed` with its price settled.

    Raises:
        TransientFailure: no answer this time.
        OutcomeUnknown: the provider does not know its id; nothing is settled.
    """
    seen = await _poll(errand, take)
    if seen.state == "running":
        return take
    now, takes = errand.clock.now(), errand.takes
    if seen.state == "succeeded":
        price = take.quote if seen.price is None else seen.price
        return takes.settle_ready(take.slate, price, seen.suffix, at=now)
    price = ZERO if seen.price is None else seen.price
    end = takes.refused if seen.state == "refused" else takes.failed
    ended = end(take.slate, seen.reason, price, at=now)
    errand.tell(ended, seen.state, price=price, detail=seen.reason)
    return ended


async def fetch(errand: Errand, take: Take) -> Take:
    """Store the media of a take that is paid. Free, and safe to repeat.

    Args:
        errand: the way to its provider.
        take: in state `ready`, or `fetched` where its file was damaged.

    Returns:
        The take, `fetched`.

    Raises:
        TransientFailure: no or half an answer.
        StoreFailed: the disk did not take it.
    """
    suffix = take.suffix
    if not suffix:
        suffix = media_suffix((await _poll(errand, take)).suffix)
    with errand.artifacts.scratch() as folder:
        file = folder / f"take{suffix}"
        await errand.provider.fetch(take.remote_id or "", file)
        artifact = await asyncio.to_thread(errand.artifacts.keep, file, suffix)
    fetched = errand.takes.fetched(take.slate, artifact)
    errand.tell(fetched, "fetched", price=fetched.price)
    return fetched


def sound(errand: Errand, take: Take) -> bool:
    """Whether a fetched take's file is there with the right bytes; a damaged one is discarded."""
    if take.artifact is None:
        return False
    try:
        errand.artifacts.path(take.artifact)
    except DamagedArtifact:
        errand.artifacts.discard(take.artifact)
        return False
    return True


async def _poll(errand: Errand, take: Take) -> Generation:
    try:
        return await errand.provider.poll(take.remote_id or "")
    except Refused as gone:
        # Nothing is settled here: with another account's key every id is unknown.
        raise OutcomeUnknown(
            f"{take.provider} does not know {take.remote_id!r}: {gone.what}",
            mend="Check that the key is of the account that bought it; else launch with `fresh: true`.",
            where=take.slate,
        ) from gone
