"""What the Dagster UI shows of a QA report: scores as numbers, so that they plot over runs."""

from __future__ import annotations

from typing import Any

from studio_assets.figures import said, score, table
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.report import Opinion, QAReport
from studio_assets.qa.weigh import WEIGHTS

__all__ = ["report_metadata"]

SCORES = ("overall", "technical", "visual_accuracy", "style_consistency", "narrative_fit")


def report_metadata(report: QAReport) -> dict[str, Any]:
    """Scores that were given as numbers, the others as `unjudged`; what was found; each measure.

    Args:
        report: the QA report's document.
    """
    shown: dict[str, Any] = {"state": report.state, "passed": report.passed}
    shown |= {name: score(getattr(report, name)) for name in SCORES}
    shown["threshold"] = score(report.threshold)
    shown["basis"] = report.basis or "nothing was judged"
    shown["issues"] = said(report.issues, empty="none found")
    shown["suggestions"] = said(report.suggestions)
    if report.first is not None:
        shown["judge"] = report.judge
        shown["judged_technical"] = score(report.judged_technical)
        shown["evidence"] = _evidence(report)
        shown |= {name: said(getattr(report, name)) for name in ("matched", "missing", "unexpected")}
    if report.continuity is not None:
        shown["continuity"] = _cut(report.continuity)
    shown["measures"] = table(
        [
            {
                "measure": name.replace("_", " "),
                "value": f"{one.value:.4g}",
                "score": f"{one.score:.2f}",
                "note": one.note,
            }
            for name, one in report.measures.items()
        ]
    )
    return shown


def _evidence(report: QAReport) -> Any:
    opinions = [one for one in (report.first, report.second) if one is not None]
    # Sentences in a table's cells run out of the UI's column; in a list they wrap.
    return said(_sentence(one, name) for name in WEIGHTS for one in opinions)


def _sentence(one: Opinion, name: str) -> str:
    points = f"{name.replace('_', ' ')} {getattr(one.scores, name)} ({one.model})"
    return f"{points}: {one.evidence.get(name) or 'no evidence'}"


def _cut(one: Continuity) -> Any:
    measured = "not measured"
    if one.matches is not None:
        word = "matches" if one.matches else "DOES NOT MATCH"
        measured = f"{word}: {one.distance} of 64 bits, colours {one.colour:g} apart"
    return table(
        [
            {
                "continues": one.after,
                "frames at the cut": measured,
                "who and what is seen": one.identity or "nobody looked",
                "evidence": one.evidence,
            }
        ]
    )
