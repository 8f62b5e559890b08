"""Claim a take that was left behind: fetch what is paid, settle what ended. Free, never gated."""

from __future__ import annotations

from dataclasses import dataclass

from resources.errors import OutcomeUnknown, StudioError
from resources.takes.development import fetch, settle
from resources.takes.errand import Errand
from resources.takes.look_up import look_up
from resources.takes.take import UNSETTLED, Take

__all__ = ["Claimed", "claim"]


@dataclass(frozen=True)
class Claimed:
    """What came of a claim.

    Args:
        take: as it is now.
        did: what happened, a few words.
        mend: what a person can do where the take is still unsettled; else empty.
    """

    take: Take
    did: str
    mend: str = ""


async def claim(errand: Errand, take: Take) -> Claimed:
    """Bring a take as far as it comes now, without buying anything.

    A take that another worker follows is left to it. Nothing is ever submitted here.

    Args:
        errand: the way to its provider.
        take: in any state.

    Returns:
        What came of it.
    """
    now = errand.clock.now()
    if take.state not in UNSETTLED:
        return Claimed(take, take.state)
    if take.simulated != errand.provider.simulated:
        money = "play" if take.simulated else "real"
        mend = "Claim it in the environment that bought it: see STUDIO_ENV and STUDIO_SIMULATOR_URL."
        return Claimed(take, f"it is paid with {money} money, and this environment has the other", mend)
    if take.state in ("intended", "generating") and now < take.lease_until:
        left = (take.lease_until - now).total_seconds()
        return Claimed(
            take, f"followed by {take.worker}", f"Wait; it is left to that worker for {left:.0f} s."
        )
    try:
        return await _claimed(errand, take)
    except OutcomeUnknown as unknown:
        return Claimed(errand.takes.take(take.slate), unknown.what, unknown.mend)
    except StudioError as failure:
        return Claimed(errand.takes.take(take.slate), failure.what, failure.mend)


async def _claimed(errand: Errand, take: Take) -> Claimed:
    errand.provider.check_configured()
    if take.state == "intended":
        take = errand.takes.lapse(take.slate, errand.clock.now())
        if take.state == "failed":
            return Claimed(take, "it was never accepted; its reservation is released")
    if take.state == "unknown":
        found = await look_up(errand, take)
        if found.absent:
            if errand.clock.now() < take.lease_until:
                return Claimed(take, "not listed yet", "Claim again in a few minutes.")
            lost = "It was never accepted: the provider's complete listing does not name it."
            take = errand.takes.absent(take.slate, lost, errand.clock.now())
            did = "it was never accepted; its reservation is released"
            return Claimed(take, did if take.state == "failed" else take.state)
        take = found.take
    if take.state == "generating":
        take = await settle(errand, take)
        if take.state == "generating":
            return Claimed(take, f"still generating as {take.remote_id}", "Claim again later.")
    if take.state == "ready":
        take = await fetch(errand, take)
    return Claimed(take, take.state)
