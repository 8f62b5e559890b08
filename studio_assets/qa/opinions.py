"""From a judge's answer to the report: its scores beside what was measured, weighed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from resources.claude.answer import Answer, Asked
from studio_assets.qa.continuity import Continuity, agreed
from studio_assets.qa.question import elements
from studio_assets.qa.report import Opinion, QAReport
from studio_assets.qa.verdict import ContinuedVerdict, Verdict, words
from studio_assets.qa.viewing import Viewing
from studio_assets.qa.weigh import WEIGHTS, Scores, mean, overall

__all__ = ["first_opinion", "opinion", "scores_of", "unjudged", "with_second"]

_APART = 20
"""Points between the measured and the seen technical quality from which on a person is told."""


def unjudged(measured: QAReport, why: str, asked: Sequence[Asked] = (), mend: str = "") -> QAReport:
    """The report where nobody could look: what was measured stays, and nothing passes.

    Args:
        measured: the rules' report.
        why: why there is no verdict; a full stop at its end is left out.
        asked: what was paid all the same.
        mend: what a person can do.
    """
    return measured.model_copy(
        update={
            "state": f"unjudged: {why.rstrip('.')}",
            "overall": None,
            "basis": "",
            "passed": False,
            "asked": tuple(asked),
            "notes": (mend,) if mend else (),
        }
    )


def opinion(answer: Answer[Verdict], technical: Decimal) -> Opinion:
    """What one judge said.

    Args:
        answer: its answer.
        technical: measured technical quality, which counts instead of the judge's.
    """
    seen = {name: Decimal(mark.score) for name, mark in answer.value.marks.items()}
    weighed = overall(Scores(**{**seen, "technical": technical}))
    assert weighed is not None, "all four are there"
    return Opinion(
        model=answer.model,
        scores=Scores(**seen),
        overall=weighed,
        evidence={name: _line(mark.evidence) for name, mark in answer.value.marks.items()},
    )


def first_opinion(viewing: Viewing, measured: QAReport, answer: Answer[Verdict], noise: Decimal) -> QAReport:
    """The report after the first judge.

    Args:
        viewing: what was looked at.
        measured: the rules' report.
        answer: the judge's answer; it could make out the frames.
        noise: points by which the judge's askings differ.
    """
    assert measured.technical is not None and viewing.look is not None, "a clip with frames was measured"
    verdict, names = answer.value, elements(viewing)
    said = opinion(answer, measured.technical)
    continuity = _continuity(measured.continuity, verdict)
    seen = said.scores
    report = measured.model_copy(
        update={
            "judge": answer.model,
            "visual_accuracy": seen.visual_accuracy,
            "style_consistency": seen.style_consistency,
            "narrative_fit": seen.narrative_fit,
            "judged_technical": seen.technical,
            "evidence": said.evidence,
            "matched": verdict.seen("matched", names),
            "missing": verdict.seen("missing", names),
            "unexpected": words(verdict.unexpected),
            "issues": _after(continuity, "issues", words(verdict.issues), measured.issues),
            "suggestions": _after(
                continuity, "suggestions", words(verdict.suggestions), measured.suggestions
            ),
            "first": said,
            "noise": noise,
            "continuity": continuity,
            "asked": answer.asked,
            "notes": tuple(_notes(measured.technical, seen.technical, verdict, len(viewing.look.stills))),
        }
    )
    return _decided(report, f"judge: {answer.model}")


def with_second(report: QAReport, answer: Answer[Verdict], noise: str) -> QAReport:
    """The report after a second judge: the mean of both by score; what it saw else is added.

    Args:
        report: after the first judge.
        answer: the second judge's answer; it could make out the frames.
        noise: how far the first judge's askings differ, in words.
    """
    assert report.technical is not None and report.first is not None, "a first judge was asked"
    said, first = opinion(answer, report.technical), report.first
    both = mean(first.scores, said.scores)
    continuity = report.continuity
    if continuity is not None and isinstance(answer.value, ContinuedVerdict):
        other = answer.value.identity
        word = agreed(continuity.identity, other.word)
        evidence = continuity.evidence if word == continuity.identity else _line(other.evidence)
        continuity = continuity.model_copy(update={"identity": word, "evidence": evidence})
    report = report.model_copy(
        update={
            "visual_accuracy": both.visual_accuracy,
            "style_consistency": both.style_consistency,
            "narrative_fit": both.narrative_fit,
            "judged_technical": both.technical,
            "issues": _after(continuity, "issues", report.issues, words(answer.value.issues)),
            "suggestions": _after(
                continuity, "suggestions", report.suggestions, words(answer.value.suggestions)
            ),
            "second": said,
            "continuity": continuity,
            "asked": (*report.asked, *answer.asked),
        }
    )
    why = f"{first.overall} is within the noise of {report.threshold}: {noise}"
    return _decided(report, f"judges: the mean of {first.model} and {said.model}, since {why}")


def scores_of(report: QAReport) -> Scores:
    """The four scores that count: the measured technical one among them."""
    return Scores(**{name: getattr(report, name) for name in WEIGHTS})


def _decided(report: QAReport, judge: str) -> QAReport:
    """The report with its overall score, what that is made of, and whether it passes."""
    score = overall(scores_of(report))
    broken = report.continuity is not None and report.continuity.broken
    parts = ", ".join(f"{weight:.0%} {name.replace('_', ' ')}" for name, weight in WEIGHTS.items())
    return report.model_copy(
        update={
            "overall": score,
            "basis": f"{parts}; technical as measured; {judge}",
            "passed": score is not None and score >= report.threshold and not broken,
        }
    )


def _continuity(measured: Continuity | None, verdict: Verdict) -> Continuity | None:
    if measured is None or not isinstance(verdict, ContinuedVerdict):
        return measured
    evidence = _line(verdict.identity.evidence)
    return measured.model_copy(update={"identity": verdict.identity.word, "evidence": evidence})


def _after(continuity: Continuity | None, kind: str, *lists: Iterable[str]) -> tuple[str, ...]:
    """Sentences, those on a broken cut first, none twice."""
    first: tuple[str, ...] = getattr(continuity, kind) if continuity else ()
    return tuple(dict.fromkeys([*first, *(one for some in lists for one in some)]))


def _notes(measured: Decimal, seen: Decimal | None, verdict: Verdict, frames: int) -> Iterable[str]:
    if verdict.frames_seen < frames:
        yield f"The judge could make out {verdict.frames_seen} of {frames} frames."
    if seen is not None and abs(seen - measured) >= _APART:
        yield (
            f"The judge sees a technical quality of {seen}, and {measured} was measured: look at the clip. "
            "The measured score counts."
        )


def _line(text: str) -> str:
    return next(iter(words([text])), "")
