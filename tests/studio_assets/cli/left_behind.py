"""Takes that somebody left behind an hour ago, in a house where the real clock shows now."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from resources.clock import ManualClock
from resources.errors import ProviderFailure
from resources.providers.port import Listed, VideoRequest
from resources.providers.request import AnswerRequest, Words
from resources.providers.simulated_side import SimulatedSide
from resources.providers.video.simulated import SimulatedVideo
from resources.takes.follow import obtain
from resources.takes.take import Take, Wanted
from studio_assets.call_sheet import Doers
from studio_assets.cli.choose import choose
from studio_assets.wiring import doers

__all__ = ["BUDGET", "LeftBehind", "question_of"]

BUDGET = "boat/monday"
RATE = Decimal("0.40")


def question_of(production: str, budget: str) -> Wanted:
    """A critic's question to Claude about the drawn pilot of Monday's run."""
    request = AnswerRequest(
        model="m1",
        role="critic",
        system="",
        content=(Words(text="A boat."),),
        answer_schema="{}",
        max_tokens=9,
    )
    names = {"production": production, "run": "monday", "pilot": "drawn", "scene": "crew.critic"}
    return Wanted(
        **names, kind="answer", model="m1", request=request, budget=budget, accounts=("contingency",)
    )


@dataclass(frozen=True)
class LeftBehind:
    """A run of `boat` whose worker went away in the middle.

    Args:
        patch: sets the environment, and lets providers fail.
    """

    patch: pytest.MonkeyPatch

    @classmethod
    def begun(cls, patch: pytest.MonkeyPatch) -> LeftBehind:
        """The run, with $8 for its pilot and nothing filmed."""
        who = doers()
        who.runs.start("boat", "monday", choose("boat").production.model_dump_json())
        who.ledger.open(BUDGET, Decimal(10))
        who.ledger.regrant(BUDGET, {"drawn": Decimal(8)}, key="plan", memo="The plan.")
        return cls(patch)

    @property
    def who(self) -> Doers:
        """As every command has them."""
        return doers()

    def provide(self, **fields: Any) -> None:
        """Let the provider do that from here on."""
        quick = {"latency": 0, "thumbnail": True, "interval": 0.02}
        self.patch.setenv("STUDIO_VIDEO_SIMULATED", json.dumps(quick | fields))

    def take(
        self, *, ago: float = 3600, latency: float = 900, direction: str = "A boat.", **fields: Any
    ) -> Take:
        """A take whose worker began so many seconds ago and waited for one; as it was left."""
        self.provide(latency=latency, **fields)
        who, clock = self.who, ManualClock(datetime.now(UTC) - timedelta(seconds=ago))
        provider = who.providers["video", "simulated"]
        assert isinstance(provider, SimulatedVideo)
        request = VideoRequest(
            model="animated",
            direction=direction,
            duration=Fraction(5),
            width=320,
            height=180,
            fps=8,
            rate=RATE,
        )
        wish = Wanted(
            production="boat", run="monday", pilot="drawn", scene="launch", kind="video", model="animated",
            request=request, budget=BUDGET, accounts=("drawn",),
        )  # fmt: skip
        following = obtain(
            wish, provider=provider.at(clock), takes=who.takes, artifacts=who.artifacts, clock=clock,
            worker="the one that left", wait=1,
        )  # fmt: skip
        with suppress(ProviderFailure):
            asyncio.run(following)
        self.provide()
        return max(who.takes.of_run("boat", "monday"), key=lambda take: take.number)

    def lost(self, *, accepted: bool = True, **more: Any) -> Take:
        """A take whose answer was lost, on its way back or on its way there."""
        if accepted:
            return self.take(lose_answer="*", **more)
        with pytest.MonkeyPatch.context() as patch:

            async def cut(*_: Any) -> str:
                raise OSError("cut off")

            patch.setattr(SimulatedVideo, "submit", cut)
            return self.take(**more)

    def forget(self) -> None:
        """Let the provider have no listing from here on."""
        able = SimulatedVideo.capabilities

        async def nothing(*_: Any) -> Sequence[Listed]:
            return []

        self.patch.setattr(SimulatedVideo, "list", nothing)
        self.patch.setattr(
            SimulatedVideo, "capabilities", lambda *of: able(*of).model_copy(update={"lists": False})
        )

    def now(self, take: Take) -> Take:
        """The take as the journal has it now."""
        return self.who.takes.take(take.slate)

    @property
    def money(self) -> tuple[str, str]:
        """Dollars held and spent, the books being right."""
        ledger = self.who.ledger
        assert () == ledger.audit(BUDGET)
        balance = ledger.balance(BUDGET)
        return str(balance.held), str(balance.spent)

    @property
    def bills(self) -> int:
        """Generations that the provider accepted."""
        return len(SimulatedSide("video").invoices())
