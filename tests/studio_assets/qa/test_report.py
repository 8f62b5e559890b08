"""A QA report as it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from studio_assets.qa.continuity import Continuity
from studio_assets.qa.report import Opinion, QAReport
from studio_assets.qa.weigh import Scores

OLD = {
    "state": "judged", "asked": [], "notes": [], "pilot": "ink", "scene": "desk", "clip": "ab",
    "technical": "97.2", "visual_accuracy": None, "style_consistency": None, "narrative_fit": None,
    "overall": "97.2", "basis": "technical score alone (judge: measured)", "threshold": "80",
    "passed": True, "measures": {"blur": {"value": 0.2, "score": 1.0, "weight": 0.65, "note": ""}},
    "issues": [], "suggestions": [],
}  # fmt: skip


def test_a_report_of_earlier_times_is_the_same() -> None:
    """A report from before judges had eyes loads and is written as it was: nothing looks changed."""
    report = QAReport.model_validate_json(json.dumps(OLD))
    assert ("rules", True, None) == (report.judge, report.passed, report.second)
    assert json.dumps(OLD, separators=(",", ":")) == report.model_dump_json()


def test_nothing_of_a_report_is_lost(report: Callable[..., Any]) -> None:
    """What was seen comes back from the store as it went."""
    said = Opinion(model="haiku", scores=Scores(technical=Decimal(80)), overall=Decimal("80.25"))
    whole = report(
        "ink", "desk", judge="haiku", judged_technical=Decimal(80), evidence={"technical": "Clean."},
        matched=("a cup",), missing=("a lamp",), unexpected=("a cat",), first=said, second=said,
        noise=Decimal(0), continuity=Continuity(after="launch", identity="same"),
    )  # fmt: skip
    assert whole == QAReport.model_validate_json(whole.model_dump_json())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"overall": "79.5"}, "79.5 of 80"),
        ({"overall": None}, "unjudged: no decoder"),
        ({"passed": False, "continuity": Continuity(after="launch", matches=False, distance=30, colour=9.0)},
         "90 of 80, but it does not continue launch"),
    ],
    ids=["passed", "under", "unjudged", "another-cut"],
)  # fmt: skip
def test_why_it_did_not_pass(report: Callable[..., Any], changes: Any, expected: str) -> None:
    """A report says in a few words why its clip did not pass."""
    assert expected == report("ink", "desk", **changes).shortfall
