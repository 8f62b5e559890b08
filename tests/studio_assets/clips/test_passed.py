"""What has passed stays passed, for as much as it has passed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.store import Artifacts
from studio_assets.clips.passed import Passed
from studio_assets.qa.report import QAReport


@pytest.fixture
def passed(tmp_path: Path) -> Passed:
    """A run in which nothing has passed yet."""
    return Passed(Artifacts(root=str(tmp_path)), "coffee", "monday")


@pytest.fixture
def judged(report: Any) -> Any:
    """Builds the report of a judge, who has eyes unless told otherwise."""

    def made(score: str, *, threshold: int = 60, judge: str = "claude-haiku-5-5") -> QAReport:
        found: QAReport = report("ink", "desk", score)
        values = {"threshold": threshold, "judge": judge, "clip": "ab" * 32}
        return found.model_copy(update={**values, "passed": float(score) >= threshold})

    return made


def test_a_verdict_that_turns_does_not_undo_a_pass(passed: Passed, judged: Any) -> None:
    """After a pass the same clip stands, whatever a judge says of it later; before it does not."""
    assert not passed.stands(judged("80"))
    passed.remember(judged("80"))
    passed.remember(judged("20"))
    assert passed.stands(judged("20"))


def test_who_asks_for_more_is_not_answered_by_an_old_pass(passed: Passed, judged: Any) -> None:
    """A higher threshold, or the first judge with eyes, is a new test that the clip has not passed."""
    passed.remember(judged("80", judge="rules"))
    assert passed.stands(judged("20", judge="rules"))
    assert not passed.stands(judged("20"))
    passed.remember(judged("80"))
    assert (True, False) == (passed.stands(judged("20")), passed.stands(judged("80", threshold=90)))


def test_another_clip_or_run_has_a_test_of_its_own(passed: Passed, judged: Any) -> None:
    """A pass is of one file in one run."""
    passed.remember(judged("80"))
    other = judged("20").model_copy(update={"clip": "cd" * 32})
    assert not passed.stands(other)
    assert not Passed(passed.artifacts, "coffee", "tuesday").stands(judged("20"))
