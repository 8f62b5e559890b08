"""A verifier that looks: code measures, weighs and decides, and Claude says what is seen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from resources.claude.desk import Desk
from resources.errors import AccountRefused, StudioError, TransientFailure
from studio_assets.qa.claude import ClaudeVerifier, Repeated
from studio_assets.qa.noise import keep
from studio_assets.qa.report import QAReport
from studio_assets.qa.viewing import Viewing
from tests.studio_assets.qa.scripted import answer, before, desk_that_says, identity
from tests.studio_assets.scripted_desk import ScriptedDesk

Judge = Callable[..., tuple[QAReport, ScriptedDesk]]
HAIKU, SONNET = "claude-haiku-5-5", "claude-sonnet-5-5"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was measured of any judge."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def judge(tmp_path: Path, viewing: Callable[..., Viewing]) -> Judge:
    """Judges a clip by a script: what is told of the cut before it is measured as given."""

    def judged(
        *script: Any, cut: dict[str, Any] | None = None, **changes: Any
    ) -> tuple[QAReport, ScriptedDesk]:
        desk = desk_that_says(tmp_path / "store", *script)
        after = None if cut is None else before(desk.artifacts, **cut)
        verifier = ClaudeVerifier(cast(Desk, desk))
        return asyncio.run(verifier.judge(viewing(before=after, **changes))), desk

    return judged


def test_a_lost_answer_does_not_end_a_pilot(judge: Judge) -> None:
    """Where the judge's answer was lost the other judge is asked, once, and both questions are told."""
    report, desk = judge("unknown: the answer was lost", answer(accuracy=95, style=95, fit=95))
    assert ["qa_verifier", "second_opinion"] == [one.role for one in desk.questions]
    assert ("judged", SONNET, True) == (report.state, report.judge, report.passed)
    assert ["unknown: the answer was lost", "answered"] == [one.outcome for one in report.asked]
    assert "the first judge's answer was lost" in report.notes[-1]


def test_two_lost_answers_leave_the_clip_unjudged(judge: Judge) -> None:
    """Where both answers are lost nothing is invented: the clip is unjudged, and what was asked is told."""
    report, _ = judge("unknown: the answer was lost", "unknown: so was this one")
    assert ("unjudged: unknown: the answer was lost", None, False) == (
        report.state, report.overall, report.passed)  # fmt: skip
    assert 2 == len(report.asked)


@pytest.mark.parametrize(
    ("technical", "seen", "expected", "passed"),
    [
        ("70", {"accuracy": 85, "style": 75, "fit": 82}, "78.15", False),
        ("92", {"accuracy": 95, "style": 90, "fit": 90}, "92.00", True),
    ],
    ids=["78.15-fails-at-85", "92.00-passes-at-85"],
)
def test_the_four_are_weighed_by_code(
    judge: Judge, technical: str, seen: Any, expected: str, passed: bool
) -> None:
    """The overall score is the weighted mean, with the technical quality as measured, not as said."""
    report, _ = judge(answer(technical=1, **seen), technical=technical)
    assert ("judged", Decimal(expected), passed) == (report.state, report.overall, report.passed)
    assert (Decimal(technical), Decimal(1)) == (report.technical, report.judged_technical)
    assert (
        "30% visual accuracy, 25% style consistency, 25% technical, 20% narrative fit; technical as "
        f"measured; judge: {HAIKU}"
    ) == report.basis


def test_what_was_seen(judge: Judge) -> None:
    """The report keeps what the judge saw, missed and did not expect, with its evidence and what it cost."""
    report, desk = judge(answer())
    assert (("a laptop",), ("a lamp",), ("a cat",)) == (report.matched, report.missing, report.unexpected)
    assert "Frame 0 shows visual_accuracy." == report.evidence["visual_accuracy"]
    assert (HAIKU, Decimal("0.001"), 1) == (
        report.judge, sum(one.price for one in report.asked), len(desk.questions))  # fmt: skip
    assert ("The lamp is missing in frame 12.",) == report.issues


def test_elements_are_told_by_their_words(judge: Judge, scene: Any) -> None:
    """Where the scene names its elements the report says which of them are seen, in the scene's words."""
    named = [{"element": "e1", "seen": "missing"}, {"element": "e2", "seen": "matched"}]
    report, _ = judge(answer(elements=named), scene=scene("desk", elements=("a lamp", "a cup")))
    assert (("a cup",), ("a lamp",)) == (report.matched, report.missing)


@pytest.mark.parametrize(
    "outcome",
    ["refused: the model declined (general_harms)", "cut: the answer was cut off", "invalid: It is empty",
     "unpaid: the budget is reached"],
    ids=["refused", "cut", "invalid", "unpaid"],
)  # fmt: skip
def test_without_a_verdict_nothing_is_invented(judge: Judge, outcome: str) -> None:
    """Where the judge failed the clip is unjudged, never passes, and what was asked and measured stays."""
    report, _ = judge(outcome)
    assert (f"unjudged: {outcome}", None, False) == (report.state, report.overall, report.passed)
    assert (None, Decimal(90), [outcome]) == (
        report.visual_accuracy, report.technical, [one.outcome for one in report.asked])  # fmt: skip
    assert ("Launch with `fresh: true`.",) == report.notes


@pytest.mark.parametrize(
    ("script", "changes", "expected"),
    [
        ([answer(frames_seen=0)], {}, f"unjudged: {HAIKU} could make out no frame"),
        ([], {"frames": 0}, "unjudged: the clip gave no frame to look at"),
        ([], {"look": None, "why": "moov is missing"}, "unjudged: moov is missing"),
    ],
    ids=["nothing-seen", "no-frames", "not-measured"],
)
def test_who_saw_nothing_judges_nothing(judge: Judge, script: Any, changes: Any, expected: str) -> None:
    """Without a frame nobody is asked, and the scores of a judge that saw none are not used."""
    report, desk = judge(*script, **changes)
    assert (expected, None, False) == (report.state, report.overall, report.passed)
    assert (None, len(script)) == (report.first, len(desk.questions))


@pytest.mark.parametrize("kind", [TransientFailure, AccountRefused])
def test_what_a_retry_heals_fails_the_step(judge: Judge, kind: Any) -> None:
    """A judge that could not be reached is no verdict on the clip: the failure goes through."""
    with pytest.raises(kind):
        judge(kind("No answer.", mend="Run again."))


def test_far_from_the_threshold_one_judge_is_enough(judge: Judge) -> None:
    """A verdict beyond the judge's noise is not asked twice."""
    report, desk = judge(answer(90, 90, 90, 90), technical="90")
    assert (None, 1, Decimal(3)) == (report.second, len(desk.questions), report.noise)


@pytest.mark.parametrize(
    ("second", "expected", "passed"), [((96, 96, 96), "90.00", True), ((60, 60, 60), "76.50", False)]
)
def test_within_the_noise_a_second_judge_decides_too(
    judge: Judge, second: Any, expected: str, passed: bool
) -> None:
    """Near the threshold the scores are the mean of two judges, and the report keeps what each said."""
    accuracy, style, fit = second
    other = answer(accuracy, style, 50, fit, issues=["The hand has six fingers."])
    report, desk = judge(answer(84, 84, 80, 84), other, technical="90")
    assert ["qa_verifier", "second_opinion"] == [one.role for one in desk.questions]
    assert (Decimal(expected), passed) == (report.overall, report.passed)
    assert report.first is not None and report.second is not None
    assert (HAIKU, Decimal("85.50"), SONNET) == (
        report.first.model,
        report.first.overall,
        report.second.model,
    )
    assert (Decimal(84 + accuracy) / 2, Decimal(65)) == (report.visual_accuracy, report.judged_technical)
    assert ("The lamp is missing in frame 12.", "The hand has six fingers.") == report.issues
    assert 2 == len(report.asked)
    assert "85.50 is within the noise of 85: 3 points, assumed, not measured" in report.basis


def test_measured_noise_counts(judge: Judge) -> None:
    """A judge that was measured to say the same each time is asked once, where the prior would ask twice."""
    keep(HAIKU, "clip", (Decimal(80), Decimal("80.2")), date(2026, 11, 21), simulated=False)
    report, desk = judge(answer(84, 84, 80, 84), technical="90")
    assert (Decimal("0.14"), 1) == (report.noise, len(desk.questions))


@pytest.mark.parametrize(
    ("second", "note"),
    [
        ("unpaid: the budget is reached", "no second opinion came: unpaid: the budget is reached."),
        (answer(frames_seen=0), f"{SONNET}, asked too, could make out no frame."),
    ],
    ids=["unanswered", "saw-nothing"],
)
def test_without_a_second_opinion_the_first_stands(judge: Judge, second: Any, note: str) -> None:
    """Where no second opinion comes the first verdict stands, and the report says that it is in doubt."""
    report, _ = judge(answer(84, 84, 80, 84), second, technical="90")
    assert (Decimal("85.50"), True, None, 2) == (
        report.overall, report.passed, report.second, len(report.asked))  # fmt: skip
    assert note in report.notes[0]


@pytest.mark.parametrize(
    ("cut", "word", "passed", "continues"),
    [
        ({}, "same", True, True),
        ({}, "unsure", True, True),
        ({}, "different", False, False),
        ({"matches": False, "distance": 30, "colour": 40.0}, "same", False, False),
    ],
    ids=["same", "unsure", "somebody-else", "measured-apart"],
)
def test_a_clip_that_continues_another(
    judge: Judge, cut: Any, word: str, passed: bool, continues: bool
) -> None:
    """A clip whose person or first frame is another does not pass, however well it scores, and says why."""
    report, desk = judge(answer(95, 95, 95, 95, **identity(word)), cut=cut)
    assert (passed, "judged") == (report.passed, report.state)
    assert report.continuity is not None
    assert (word, not continues, 1) == (
        report.continuity.identity,
        report.continuity.broken,
        len(desk.questions),
    )
    if not continues:
        assert report.continuity.issues == report.issues[:1]
        assert report.shortfall == "93.75 of 85, but it does not continue launch"


def test_a_broken_cut_asks_for_no_second_opinion(judge: Judge) -> None:
    """Where a clip fails anyway nobody is paid to say so again."""
    report, desk = judge(answer(84, 84, 80, 84, **identity("different")), cut={}, technical="90")
    assert (False, 1) == (report.passed, len(desk.questions))


def test_two_judges_on_who_is_seen(judge: Judge) -> None:
    """A second judge that is certain settles what the first could not."""
    first = answer(84, 84, 80, 84, **identity("unsure"))
    second = answer(95, 95, 80, 95, **identity("different", "It is another man."))
    report, _ = judge(first, second, cut={}, technical="90")
    assert report.continuity is not None
    assert ("different", "It is another man.", False) == (
        report.continuity.identity, report.continuity.evidence, report.passed)  # fmt: skip


def test_a_person_is_told_where_eyes_and_instruments_differ(judge: Judge) -> None:
    """The measured technical quality counts, and a judge that sees 20 points else is told to a person."""
    report, _ = judge(answer(technical=60, frames_seen=1), technical="95")
    assert (Decimal(95), Decimal(60)) == (report.technical, report.judged_technical)
    assert ("The judge could make out 1 of 2 frames.", "The judge sees a technical quality of 60, and 95 was "
            "measured: look at the clip. The measured score counts.") == report.notes  # fmt: skip


def _repeat(tmp_path: Path, viewing: Viewing, times: int, *script: Any) -> tuple[Repeated, ScriptedDesk]:
    desk = desk_that_says(tmp_path / "store", *script)
    return asyncio.run(ClaudeVerifier(cast(Desk, desk)).repeat(viewing, times)), desk


def test_the_same_clip_asked_again(tmp_path: Path, viewing: Callable[..., Viewing]) -> None:
    """Asking the same clip k times gives k scores and their spread, each asked anew."""
    script = [answer(80, 80, 80, 80), answer(84, 84, 80, 84), answer(82, 82, 80, 82)]
    found, desk = _repeat(tmp_path, viewing("90"), 3, *script)
    assert [1, 2, 3] == [one.nth for one in desk.questions]
    assert (tuple(map(Decimal, ("82.50", "85.50", "84.00"))), Decimal("1.50")) == (found.scores, found.spread)
    assert (HAIKU, 3, False) == (found.model, len(found.asked), found.simulated)


@pytest.mark.parametrize(
    ("frames", "times", "script"), [(0, 5, []), (2, 1, []), (2, 2, [answer(frames_seen=0)])],
    ids=["no-frames", "once", "saw-nothing"],
)  # fmt: skip
def test_no_spread_without_scores(
    tmp_path: Path, viewing: Callable[..., Viewing], frames: int, times: int, script: Any
) -> None:
    """Noise is never made up from a single asking, or from a judge that saw nothing."""
    with pytest.raises(StudioError):
        _repeat(tmp_path, viewing(frames=frames), times, *script)


def test_no_clip_asks_nobody(tmp_path: Path, viewing: Callable[..., Viewing]) -> None:
    """Where nothing was filmed the report says so for nothing."""
    desk, seen = desk_that_says(tmp_path / "store"), viewing()
    verifier = ClaudeVerifier(cast(Desk, desk))
    report = verifier.nothing(seen.production, seen.tier, "ink", "desk", "held: budget")
    assert ("not_filmed: held: budget", []) == (report.state, desk.questions)
