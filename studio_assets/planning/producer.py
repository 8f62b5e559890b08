"""The producer's trade: what it is told, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from studio_assets.planning.plan import Plan
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = ["Brief", "Price", "Producer"]

Price = Callable[[VideoChoice, Tier, Fraction], Decimal]
"""The provider's quote in dollars for a clip of so many seconds."""


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All that a producer may know.

    Args:
        production: what is wanted.
        price: the provider's quote in dollars for one clip.
        durations: seconds that a model can film, ascending; empty means any.
        simulated: whether the money is play money.
        learned: what earlier runs measured, a sentence each.
    """

    production: Production
    price: Price
    durations: Callable[[VideoChoice], tuple[Fraction, ...]]
    simulated: bool
    learned: tuple[str, ...] = ()


class Producer(Protocol):
    """Chooses the pilots and gives each its money."""

    async def plan(self, brief: Brief) -> Plan:
        """The plan of a production.

        Args:
            brief: what is wanted and what it costs.

        Returns:
            A plan whose allotments and contingency are exactly the budget's limit.
        """
        ...
