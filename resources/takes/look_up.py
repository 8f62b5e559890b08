"""Look a take up whose answer was lost: found, surely never accepted, or still not known."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from resources.errors import OutcomeUnknown, Refused, StudioError, TransientFailure
from resources.takes.errand import Errand
from resources.takes.submission import request_of
from resources.takes.take import Take

__all__ = ["LookedUp", "look_up", "record"]

_LOOK_BACK = timedelta(minutes=5)
"""A provider's clock may differ from ours by so much when its listing is asked for."""

_MEMORY = timedelta(days=14)
"""For how long a listing that does not name a take proves that it was never accepted. Providers forget:
Kling, the shortest known, after 30 days."""


class LookedUp(NamedTuple):
    """What a look-up gave.

    Args:
        take: as it is now; `generating` where it was found.
        absent: whether a complete listing does not name it. That proves that it was never accepted
            only once the lease of its submit is over: a listing may lag behind, and a request may
            still be on its way.
    """

    take: Take
    absent: bool = False


async def look_up(errand: Errand, take: Take) -> LookedUp:
    """Look an unknown take up at its provider. Free.

    Args:
        errand: the way to its provider.
        take: in state `unknown`.

    Returns:
        What was found.

    Raises:
        TransientFailure: the listing gave no answer this time, or what it names may be another take that
            is being submitted with the same words.
        OutcomeUnknown: it is not named, and that proves nothing; a person must look.
    """
    provider = errand.provider
    try:
        listed = await provider.list(take.created - _LOOK_BACK)
    except Refused as no:
        raise errand.unknown(take, no.what) from no
    # What another take has already cannot be this one, even where both carry one token.
    others = errand.takes.known(provider, [one.remote_id for one in listed])
    listed = [one for one in listed if one.remote_id not in others]
    token = provider.token(take.slate, request_of(take))
    found = [one for one in listed if one.token == token]
    if found:
        _see_no_other(errand, take, token)
        first = min(found, key=lambda one: one.created)
        return LookedUp(record(errand, take, first.remote_id))
    able = provider.capabilities(take.model)
    # It may be one that carries no name, or one whose words the provider has changed.
    maybe = any(not one.token for one in listed) or (bool(listed) and not able.echoes)
    forgotten = errand.clock.now() - take.created > _MEMORY
    elsewhere = bool(take.payer) and take.payer != provider.payer()  # another account's list proves nothing
    if maybe or forgotten or elsewhere or not able.lists:
        raise errand.unknown(take, take.reason)
    return LookedUp(take, absent=True)


def _see_no_other(errand: Errand, take: Take, token: str) -> None:
    """See that no take with the same token is on its way: what is listed may be that one."""
    now, provider = errand.clock.now(), errand.provider
    for other in errand.takes.unsettled():
        if other.slate == take.slate or (other.kind, other.provider) != (take.kind, take.provider):
            continue
        sending = other.state == "intended" and not other.reason and now < other.lease_until
        if sending and provider.token(other.slate, request_of(other)) == token:
            raise TransientFailure(
                "Another take with the same words is being submitted.",
                mend="Look again once it has its answer.",
                where=take.slate,
            )


def record(errand: Errand, take: Take, remote_id: str) -> Take:
    """Commit the provider's id of a take.

    Raises:
        OutcomeUnknown: it was not written down; the message holds the id.
    """
    try:
        return errand.takes.submitted(take.slate, remote_id, at=errand.clock.now())
    except StudioError as failure:
        raise OutcomeUnknown(
            f"{take.provider} took it as {remote_id!r}, but that was not written down: {failure.what}",
            mend=f"Keep this id, then: {failure.mend} The take is looked up where the provider lists.",
            where=take.slate,
        ) from failure
