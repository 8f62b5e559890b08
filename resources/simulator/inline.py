"""Generations whose media stand in the answer to their submit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from resources.errors import NotConfigured
from resources.providers.port import Quote
from resources.simulator.job import Job
from resources.simulator.part import Failure, Part, Turned

__all__ = ["media_of", "priced"]


async def media_of(part: Part, job: Job, suffix: str) -> bytes:
    """Wait until a generation is over, then give its media.

    Args:
        part: the dialect.
        job: the generation, just taken down.
        suffix: of the media, with its dot.

    Raises:
        Turned: it was moderated or failed; it is not charged.
    """
    clock = part.far.clock
    await clock.sleep(job.seconds_left(clock.now()))
    state = job.state(clock.now())
    if state == "moderated":
        raise Turned(Failure("moderated", job.reason))
    if state == "failed":
        raise Turned(Failure("server", job.reason))
    return (await part.far.media(job, suffix)).read_bytes()


def priced(quote: Callable[[], Quote]) -> Decimal:
    """The price of what the wire ordered.

    Args:
        quote: computes it by the price table.

    Returns:
        Dollars.

    Raises:
        Turned: the table does not know it.
    """
    try:
        return quote().amount
    except NotConfigured as unknown:
        raise Turned(Failure("invalid", f"The simulator knows no price of this: {unknown.what}")) from None
