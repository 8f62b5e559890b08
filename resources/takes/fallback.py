"""The next provider, where one has surely not delivered and never will: never two for one scene."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from resources.errors import TransientFailure
from resources.progress import Progress, report
from resources.providers.port import Provider
from resources.takes.errand import STAGES
from resources.takes.finding import TakesFound
from resources.takes.purchase import Elsewhere
from resources.takes.recipe import recipe
from resources.takes.take import Take, Wanted

__all__ = ["Option", "obtain_first"]


class Option(NamedTuple):
    """One provider that may deliver.

    Args:
        wanted: the wish, as this provider would get it.
        provider: who makes it.
    """

    wanted: Wanted
    provider: Provider


async def obtain_first(
    options: Sequence[Option], takes: TakesFound, obtain: Callable[[Option], Awaitable[Take]]
) -> Take:
    """The take of the first provider that delivers, in their order.

    Another provider is asked only where the one before has given a terminal verdict, or where nothing
    was accepted; never while something may still come of a submit. A take that is bought or under way
    at any of them answers the wish, so that a second launch asks nobody anew, and of two workers that fall
    back at different times one buys and the other waits for it.

    Args:
        options: at least one; the first is preferred.
        takes: the journal.
        obtain: gets the take of one option, such as `resources.takes.follow.obtain`.

    Returns:
        The take, `fetched`, or `refused` where all of them refused.

    Raises:
        BudgetReached: the money does not reach; the cap holds over all options together.
        TransientFailure: the last one failed, or something is still under way; run again.
        OutcomeUnknown: a submit may be paid; no other provider is asked before that is known.
    """
    options = _rivals(options)
    index, detours = _begun(options, takes), 0
    while True:
        option, last = options[index], index == len(options) - 1
        try:
            take = await obtain(option)
        except Elsewhere:
            detours += 1
            if detours > len(options):  # others come and go; this worker's step may be run again
                raise
            index = _begun(options, takes)
            continue
        except TransientFailure as failure:
            if last or takes.answer(option.wanted, option.provider) is not None:
                raise
            why = failure.what
        else:
            if take.state != "refused" or last:
                return take
            why = take.reason
        _tell(options, index, why)
        index += 1


def _begun(options: Sequence[Option], takes: TakesFound) -> int:
    """Which option has the wish already, or is at it; the first where none is."""
    for index, (wanted, provider) in enumerate(options):
        answered = takes.answer(wanted, provider)
        if answered is not None and answered.state != "refused":
            return index
    return 0


def _rivals(options: Sequence[Option]) -> Sequence[Option]:
    """The options, each knowing the others' recipes: the purchase itself sees that it is the only one."""
    recipes = [recipe(one.name, wanted.request, one.settings) for wanted, one in options]
    return [
        Option(wanted.model_copy(update={"rivals": tuple(recipes[:index] + recipes[index + 1 :])}), provider)
        for index, (wanted, provider) in enumerate(options)
    ]


def _tell(options: Sequence[Option], index: int, why: str) -> None:
    wanted, provider = options[index]
    report(
        Progress(
            stage=STAGES[wanted.kind],
            subject=f"{wanted.pilot}/{wanted.scene}",
            state="fallback",
            detail=f"from {provider.name} to {options[index + 1].provider.name}: {why}",
        )
    )
