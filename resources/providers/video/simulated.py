"""Video for nothing: painted here with the bundled ffmpeg, charged in play money at the tier's price."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import Field

from resources.errors import Refused
from resources.money import dollars, micros, usd
from resources.providers.able import of_kind
from resources.providers.port import Capabilities, Quote, Request, VideoRequest
from resources.providers.positions import POSITIONS, among
from resources.providers.simulated_provider import SimulatedProvider
from resources.providers.simulated_side import Order
from resources.providers.video.defects import DEFECTS
from resources.providers.video.simulated_clip import make_clip

__all__ = ["SimulatedVideo"]

_DEFECT = "|".join(DEFECTS)


class SimulatedVideo(SimulatedProvider):
    """Paints clips that are visibly distinct, labelled as simulated, and sound enough to pass a QA."""

    name = "simulated"
    kind = "video"

    frame_markers: bool = Field(
        default=False, description="Bars at the top that hold clip and frame number, to prove cuts."
    )
    thumbnail: bool = Field(
        default=False, description="Clips at most 128 pixels long, so that benchmarks measure the rest."
    )
    defects: str = Field(
        default="",
        pattern=rf"^(({_DEFECT})(,\s*({_DEFECT}))*)?$",
        description=f"What is wrong with the clips: {', '.join(DEFECTS)}.",
    )
    defective_takes: str = Field(
        default="*",
        pattern=POSITIONS,
        description="Take numbers (the slate's last part) that have the defects: `1`, `1-2` or `*`.",
    )

    def capabilities(self, model: str) -> Capabilities:
        """Any model's name; whole seconds from 1 to 10; any even size; three references, seen small."""
        return Capabilities(
            durations=tuple(Fraction(seconds) for seconds in range(1, 11)),
            first_frame=True,
            references=3,
            prompt_limit=2000,
            concurrency=10,
            lists=True,
            echoes=True,
        )

    def quote(self, request: Request) -> Quote:
        """Duration times the tier's price per second."""
        wanted = of_kind(self, request, VideoRequest)
        seconds = Decimal(wanted.duration.numerator) / Decimal(wanted.duration.denominator)
        return Quote(
            amount=usd(micros(seconds * wanted.rate)),
            basis=f"{seconds} s x {dollars(wanted.rate)}/s (tier {wanted.model}, simulated)",
        )

    def suffix(self) -> str:
        """MP4."""
        return ".mp4"

    def said(self, request: Request) -> str:
        """The direction."""
        return of_kind(self, request, VideoRequest).direction

    def check(self, request: Request) -> None:
        """Against the capabilities, before anything is taken down."""
        wanted, can = of_kind(self, request, VideoRequest), self.capabilities("")
        faults = [
            (
                wanted.duration not in can.durations,
                "The duration is not offered.",
                "Order 1 to 10 whole seconds.",
            ),
            (
                wanted.width % 2 or wanted.height % 2 or min(wanted.width, wanted.height) < 16,
                "The size is not offered.",
                "Order an even width and height of at least 16 pixels.",
            ),
            (
                not 1 <= wanted.fps <= 120,
                "The frame rate is not offered.",
                "Order 1 to 120 frames per second.",
            ),
            (
                len(wanted.direction) > can.prompt_limit,
                f"The direction is longer than {can.prompt_limit} characters.",
                "Shorten it.",
            ),
            (
                len(wanted.references) > can.references,
                f"There are more than {can.references} reference pictures.",
                "Name fewer.",
            ),
        ]
        for fault, what, mend in faults:
            if fault:
                raise Refused(what, mend=mend, where="simulated video")

    def inputs(self, request: Request) -> Sequence[str]:
        """The key frame, where there is one, and the references."""
        wanted = of_kind(self, request, VideoRequest)
        return [*([] if wanted.first_frame is None else [wanted.first_frame]), *wanted.references]

    def making(self, slate: str, request: Request) -> Mapping[str, Any]:
        """Whether it is tiny, marked or defective."""
        last = re.search(r"(\d+)\D*$", slate)
        defective = among(int(last[1]) if last else 1, self.defective_takes)
        names = [name.strip() for name in self.defects.split(",") if name.strip()] if defective else []
        return {"thumbnail": self.thumbnail, "markers": self.frame_markers, "defects": names}

    async def make(self, order: Order, into: Path, scratch: Path) -> None:
        """Paint and encode the clip."""
        request = VideoRequest.model_validate(order.request)
        frame = None if request.first_frame is None else self.side().input(request.first_frame)
        shown = [self.side().input(digest) for digest in request.references]
        await make_clip(request, into, scratch, first_frame=frame, references=shown, **order.making)
