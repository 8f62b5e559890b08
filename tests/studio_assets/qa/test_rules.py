"""The verifier by rules: what was measured, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.store import Artifacts
from studio_assets.qa.report import Measure
from studio_assets.qa.rules import BASIS, UNSEEN, RulesVerifier, judge, nothing
from studio_assets.qa.viewing import Viewing
from studio_assets.spec.production import Quality
from tests.studio_assets.qa.scripted import Look, before

Build = Callable[..., Viewing]


DARK = Look(
    Decimal("33.6"),
    {
        "flicker": Measure(value=3, score=0.714, weight=0.7, note="the light jumps at 1.2 s."),
        "black": Measure(value=0.6, score=0.356, weight=0.9, note="60 % of the frames are black."),
        "blur": Measure(value=0.2, score=1, weight=0.65),
    },
)


@pytest.mark.parametrize(("asked", "expected"), [("measured", BASIS), ("claude", UNSEEN)])
def test_technical_score_alone(viewing: Build, production: Any, asked: Any, expected: str) -> None:
    """The overall score is the measured one, and the report says that it is nothing else, and why."""
    quality = Quality(judge=asked, threshold=None, reshoots=1, frames=6)
    report = judge(viewing("97.2", production=production(quality=quality)))
    assert ("judged", Decimal("97.2"), True) == (report.state, report.overall, report.passed)
    assert ("rules", expected) == (report.judge, report.basis)


def test_nothing_is_invented(viewing: Build) -> None:
    """What only eyes can judge stays unjudged."""
    report = judge(viewing(look=DARK))
    assert (None, None, None) == (report.visual_accuracy, report.style_consistency, report.narrative_fit)


def test_issues_worst_first(viewing: Build) -> None:
    """Defects are told with what they cost, the costliest first, with one suggestion each."""
    report = judge(viewing(look=DARK))
    expected = (
        "black cost 58 % of the score: 60 % of the frames are black.",
        "flicker cost 20 % of the score: the light jumps at 1.2 s.",
    )
    assert expected == report.issues
    assert ("Name the light in the direction, and film another take.", "Ask for a steady light.") == (
        report.suggestions
    )
    assert DARK.parts == report.measures


@pytest.mark.parametrize(
    ("own", "score", "passed"),
    [(None, "80", True), (None, "79.99", False), ("60", "60", True), ("95", "94", False), ("0", "0", True)],
    ids=["tier/reached", "tier/missed", "spec/reached", "spec/missed", "spec/zero"],
)
def test_threshold(viewing: Build, production: Any, own: Any, score: Any, passed: Any) -> None:
    """The spec's threshold counts, else the tier's; reaching it passes."""
    quality = Quality(judge="measured", threshold=None if own is None else Decimal(own), reshoots=1, frames=6)
    assert passed == judge(viewing(score, production=production(quality=quality))).passed


def test_unjudged_never_passes(viewing: Build) -> None:
    """A clip that could not be measured is unjudged with the reason, and does not pass."""
    report = asyncio.run(RulesVerifier().judge(viewing(look=None, why="moov is missing")))
    assert ("unjudged: moov is missing", None, False) == (report.state, report.overall, report.passed)


@pytest.mark.parametrize(("matches", "passed"), [(True, True), (False, False), (None, True)])
def test_the_cut_before_it_counts(tmp_path: Path, viewing: Build, matches: Any, passed: bool) -> None:
    """A clip that does not open where the one before it ended does not pass, and says so first."""
    cut = before(Artifacts(root=str(tmp_path)), distance=30, colour=40.0, matches=matches)
    report = judge(viewing("97.2", before=cut))
    assert (passed, Decimal("97.2"), cut.continuity) == (report.passed, report.overall, report.continuity)
    assert (cut.continuity.issues, cut.continuity.suggestions) == (report.issues, report.suggestions)
    assert passed == (not report.shortfall)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("not_filmed: pilot cancelled", "not_filmed: pilot cancelled"),
        ("held: budget", "not_filmed: held: budget"),
    ],
)
def test_no_clip(production: Any, tier: Any, state: Any, expected: Any) -> None:
    """Where nothing was filmed the report says why, and does not pass."""
    report = nothing(production(), tier(), "one", "desk", state)
    assert (expected, False, Decimal(80)) == (report.state, report.passed, report.threshold)


def test_no_clip_without_a_plan(production: Any) -> None:
    """A pilot without a tier still gets its report."""
    assert Decimal(0) == nothing(production(), None, "one", "desk", "not_filmed: too dear").threshold
