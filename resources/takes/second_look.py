"""An outcome that is not known is looked up once more before a person is asked about it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from resources.clock import Clock
from resources.errors import OutcomeUnknown
from resources.takes.fallback import Option
from resources.takes.follow import obtain
from resources.takes.journal import Takes
from resources.takes.store import Store
from resources.takes.take import Take

__all__ = ["obtain_with_second_look"]


async def obtain_with_second_look(
    option: Option,
    *,
    takes: Takes,
    artifacts: Store,
    clock: Clock,
    worker: str,
    wait: float,
    slots: Callable[[], AbstractAsyncContextManager[object]] | None = None,
) -> Take:
    """Obtain a take; where its outcome is not known, look it up at the provider once more.

    The answer may lie there, or here, by then. The second call never submits what was not proved absent.

    Args:
        option: what is wanted, and who makes it.
        takes: as in `obtain`, and so are `artifacts`, `clock`, `worker` and `wait`.
        artifacts: where its file goes.
        clock: the time, and how to wait.
        worker: a name of this worker that no other has.
        wait: seconds to wait for the provider, each time.
        slots: gives what is held while it is under way, anew for each call; None sets no limit.

    Returns:
        The take, `fetched` or `refused`.

    Raises:
        StudioError: as `obtain`; `OutcomeUnknown` where the second look found nothing out.
    """

    async def once() -> Take:
        return await obtain(
            option.wanted,
            provider=option.provider,
            takes=takes,
            artifacts=artifacts,
            clock=clock,
            worker=worker,
            wait=wait,
            slots=slots() if slots else None,
        )

    try:
        return await once()
    except OutcomeUnknown:
        return await once()
