"""Pictures for nothing: painted here with the bundled ffmpeg, charged in play money a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from resources.errors import Refused
from resources.money import dollars, micros, usd
from resources.providers.able import check, of_kind
from resources.providers.image.simulated_picture import make_picture
from resources.providers.port import Capabilities, ImageRequest, Quote, Request
from resources.providers.simulated_provider import SimulatedProvider
from resources.providers.simulated_side import Order

__all__ = ["SimulatedImage"]

_SHORTEST, _LONGEST = 16, 8192  # pixels of a side


class SimulatedImage(SimulatedProvider):
    """Paints pictures that are visibly distinct for each direction and seed, and labelled as simulated."""

    name = "simulated"
    kind = "image"

    def capabilities(self, model: str) -> Capabilities:
        """Any model's name; any size; up to four references, which show through."""
        return Capabilities(
            references=4, seed=True, prompt_limit=4000, concurrency=10, lists=True, echoes=True
        )

    def quote(self, request: Request) -> Quote:
        """The price of a picture."""
        wanted = of_kind(self, request, ImageRequest)
        return Quote(
            amount=usd(micros(wanted.rate)),
            basis=f"1 picture x {dollars(wanted.rate)} ({wanted.width}x{wanted.height}, simulated)",
        )

    def suffix(self) -> str:
        """PNG."""
        return ".png"

    def said(self, request: Request) -> str:
        """The direction."""
        return of_kind(self, request, ImageRequest).direction

    def check(self, request: Request) -> None:
        """Against the capabilities, before anything is taken down."""
        wanted = of_kind(self, request, ImageRequest)
        check(wanted, self.capabilities(wanted.model), "simulated image")
        sides = (wanted.width, wanted.height)
        if any(not _SHORTEST <= side <= _LONGEST for side in sides):
            raise Refused(
                f"A picture of {wanted.width}x{wanted.height} is not offered.",
                mend=f"Order sides from {_SHORTEST} to {_LONGEST} pixels.",
                where="simulated image",
            )

    def inputs(self, request: Request) -> Sequence[str]:
        """The references."""
        return of_kind(self, request, ImageRequest).references

    def making(self, slate: str, request: Request) -> Mapping[str, Any]:
        """Nothing besides the request."""
        return {}

    async def make(self, order: Order, into: Path, scratch: Path) -> None:
        """Paint and encode the picture."""
        request = ImageRequest.model_validate(order.request)
        shown = [self.side().input(digest) for digest in request.references]
        await make_picture(request, into, scratch, references=shown)
