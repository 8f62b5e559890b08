"""What the Dagster UI shows of a QA report: scores as numbers, so that they plot over runs."""

from __future__ import annotations

from typing import Any

from studio_assets.figures import bullets, score, table
from studio_assets.qa.report import QAReport

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
    shown["issues"] = bullets(report.issues, empty="none found")
    shown["suggestions"] = bullets(report.suggestions)
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
