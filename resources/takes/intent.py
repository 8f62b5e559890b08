"""Which take answers a wish, and which place a new one gets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resources.takes.take import TakeState

__all__ = ["Standing", "answering", "place"]


class Standing(NamedTuple):
    """What the journal has of one recipe in one scene, a row each.

    Args:
        slate: the take's identity.
        state: where it is.
        ordinal: its place among the takes of the recipe.
        fresh: the launch that asked for it, or empty.
        asked: which take that launch wanted.
    """

    slate: str
    state: TakeState
    ordinal: int
    fresh: str
    asked: int

    @property
    def living(self) -> bool:
        """Whether it answers a wish: a refusal does (asking again is useless), a failure does not."""
        return self.state not in ("failed", "cancelled")


def answering(standing: Sequence[Standing], ordinal: int, fresh: str) -> Standing | None:
    """The take that answers a wish.

    Args:
        standing: all takes of the recipe.
        ordinal: which take is wanted.
        fresh: the launch that wants a new one, or empty.

    Returns:
        The living take in that place, or the one that this fresh launch asked for; None where one
        has to be bought.
    """
    for take in standing:
        if take.living and (
            (take.fresh, take.asked) == (fresh, ordinal) if fresh else take.ordinal == ordinal
        ):
            return take
    return None


def place(standing: Sequence[Standing], ordinal: int, fresh: str) -> int:
    """The place of a take that is about to be bought.

    Args:
        standing: all takes of the recipe, none of which answers the wish.
        ordinal: which take is wanted.
        fresh: the launch that wants a new one, or empty.

    Returns:
        The wanted place; for a fresh one the first that no living take has, so that later launches
        count it.
    """
    if not fresh:
        return ordinal
    taken = {take.ordinal for take in standing if take.living}
    return next(free for free in range(1, len(taken) + 2) if free not in taken)
