"""In the simulated environment a live provider is played by the simulated one of its kind.

A spec that names `runway` is then filmed for nothing, with Runway's own durations, sizes and prices, so
that what a live run would cost and refuse is seen before any money is spent.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import ClassVar

from resources.providers.able import check
from resources.providers.live import LiveProvider
from resources.providers.port import Capabilities, Quote, Request
from resources.providers.simulated_provider import SimulatedProvider

__all__ = ["StandIn", "stand_in"]


class StandIn(SimulatedProvider):
    """Plays a live provider: its limits and prices, play money, media that are made here."""

    live: ClassVar[type[LiveProvider]]

    def played(self) -> LiveProvider:
        """The live provider with the fields that are set for it, such as a quality that has its price."""
        variable = f"STUDIO_{self.kind}_{self.name}".upper()
        return _player(self.live, os.environ.get(variable) or "{}")

    @property
    def own_prices(self) -> bool:
        """The live provider's."""
        return True

    def models(self) -> tuple[str, ...]:
        """The live provider's."""
        return self.played().models()

    def capabilities(self, model: str) -> Capabilities:
        """The live provider's; what it lists is known here."""
        return self.played().capabilities(model).model_copy(update={"lists": True, "echoes": True})

    def quote(self, request: Request) -> Quote:
        """The live provider's, in play money."""
        real = self.played().quote(request)
        return Quote(amount=real.amount, basis=f"{real.basis}, simulated")

    def check(self, request: Request) -> None:
        """Against what the live provider can make."""
        check(request, self.capabilities(request.model), f"{self.name} {request.model}")


@cache
def _player(live: type[LiveProvider], fields: str) -> LiveProvider:
    # 8 ms each: a spec of 100 scenes asks what a provider can make some thousand times.
    given = json.loads(fields)
    return live(**{name: value for name, value in given.items() if name in live.model_fields})


@cache
def stand_in(live: type[LiveProvider], simulated: type[SimulatedProvider]) -> type[SimulatedProvider]:
    """The stand-in of a live provider.

    Args:
        live: who is played.
        simulated: who plays it, of the same kind.
    """
    words = f"""Plays {live.name} in the simulated environment: its limits and prices, play money."""
    name = f"{live.__name__}StandIn"
    namespace = {"name": live.name, "live": live, "__doc__": words, "__module__": __name__}
    return type(name, (StandIn, simulated), namespace)
