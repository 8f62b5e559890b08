"""A scene is taken again where the judgement asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from resources.errors import BudgetReached
from studio_assets.clips.film import Filming
from studio_assets.clips.gates import Gates
from studio_assets.clips.shown import Shown
from studio_assets.limits import Limits
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.report import QAReport

APART = Continuity(after="launch", distance=30, colour=40.0, matches=False)
TOGETHER = Continuity(after="launch", distance=1, colour=0.2, matches=True)


@dataclass
class Takes:
    """A provider and a screen: each take that is bought is judged by the next report."""

    reports: Sequence[QAReport]
    money: int = 99
    stood: bool = False
    bought: list[Any] = field(default_factory=list)

    def recipes(self) -> frozenset[str]:
        return frozenset({"desk"})

    def takes(self) -> Sequence[Any]:
        return self.bought

    async def obtain(self, ordinal: int, accounts: Any, fresh: str = "") -> None:
        known = [take for take in self.bought if not fresh or take.fresh == fresh]
        if ordinal > len(known):
            if len(self.bought) == self.money:
                raise BudgetReached("No money is left.", mend="Raise the limit.")
            self.bought.append(_take(len(self.bought) + 1, fresh))

    async def show(self, take: Any) -> Shown:
        return Shown(take, None, self.reports[take.number - 1], self.stood)

    def nothing(self, state: str) -> QAReport:
        raise AssertionError(state)


def _take(number: int, fresh: str = "") -> Any:
    return SimpleNamespace(
        fresh=fresh, number=number, slate=f"desk/{number}", recipe="desk", state="fetched",
        provider="simulated", model="animated", cost=Decimal(1), quote=Decimal(1), reason="",
        artifact=None, simulated=True,
    )  # fmt: skip


class Filmed(Filming):
    """The filming, with its takes written down."""

    @property
    def _wishes(self) -> Any:
        return self.sheet.doers

    @property
    def _screening(self) -> Any:
        return self.sheet.doers


@pytest.fixture
def film(production: Any, planned: Any, scene: Any) -> Callable[..., Any]:
    """Films a scene that continues `launch` with two reshoots; gives its clip, its report and the takes."""

    def filmed(
        *reports: QAReport, money: int = 99, stood: bool = False, fresh: str = "", before: Sequence[Any] = ()
    ) -> tuple[Any, QAReport, int]:
        quality = production().quality.model_copy(update={"reshoots": 2})
        doers = Takes(reports, money, stood, list(before))
        sheet: Any = SimpleNamespace(
            production=production(quality=quality), doers=doers, fresh=bool(fresh), launch=fresh
        )
        shot = scene("desk", continues="launch")
        filming = Filmed(sheet, Gates(Limits()), planned("ink"), shot, "ab", ("ink",))
        clip, report = asyncio.run(filming.film())
        return clip, report, len(doers.bought)

    return filmed


@pytest.fixture
def cut(report: Any) -> Callable[..., QAReport]:
    """Builds the report of a clip of that score and cut."""

    def judged(score: str | None, continuity: Continuity) -> QAReport:
        made: QAReport = report("ink", "desk", score, continuity=continuity)
        return made.model_copy(update={"passed": made.passed and not continuity.broken})

    return judged


def test_what_does_not_continue_is_taken_again(film: Any, cut: Any) -> None:
    """A clip that does not continue the one before is taken again, and the one that does is the clip."""
    clip, report, bought = film(cut("97", APART), cut("90", TOGETHER))
    assert (2, 2, True) == (bought, clip.take.number, report.passed)


def test_reshoots_for_a_cut_are_as_many_as_asked_for(film: Any, cut: Any) -> None:
    """Where no take continues the one before, reshoots end where the spec ends them, and the best stays."""
    clip, report, bought = film(*(cut(score, APART) for score in ("90", "97", "95")))
    assert (3, 2, False) == (bought, clip.take.number, report.passed)


def test_reshoots_for_a_cut_end_with_the_money(film: Any, cut: Any) -> None:
    """Without money for another take the clip that does not continue stays, and is marked so."""
    clip, report, bought = film(cut("97", APART), cut("90", TOGETHER), money=1)
    assert (1, 1, False) == (bought, clip.take.number, report.passed)


def test_what_nobody_judged_is_not_taken_again(film: Any, cut: Any) -> None:
    """A clip that could not be judged buys no other: nobody knows that it is bad."""
    _, report, bought = film(cut(None, TOGETHER))
    assert (1, None, False) == (bought, report.overall, report.passed)


def test_a_clip_that_passed_before_is_not_taken_again(film: Any, cut: Any) -> None:
    """A clip that a judge marks down after an edit elsewhere stays as it is, and is marked so."""
    _, report, bought = film(cut("20", TOGETHER), stood=True)
    assert (1, False) == (bought, report.passed)


def test_a_fresh_launch_of_what_was_never_filmed_buys_it_once(film: Any, cut: Any) -> None:
    """`fresh` together with an edit films the scene as it is now once: nothing of it was there before."""
    good = cut("90", TOGETHER)
    assert 1 == film(good, fresh="tuesday")[2]
    assert 1 == film(good, fresh="tuesday", before=[_take(1, "tuesday")])[2]  # the same launch, run again
    assert 2 == film(good, good, fresh="tuesday", before=[_take(1)])[2]
