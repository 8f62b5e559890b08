"""What the Dagster UI shows of a QA report: scores as numbers, so that they plot over runs."""

from __future__ import annotations

from typing import Any

from dagster import MetadataValue

from studio_assets.qa.report import QAReport

__all__ = ["report_metadata"]

SCORES = ("technical", "visual_accuracy", "style_consistency", "narrative_fit", "overall")


def report_metadata(report: QAReport) -> dict[str, Any]:
    """Scores that were given as numbers, the others as `unjudged`; issues and suggestions as a list.

    Args:
        report: the QA report's document.
    """
    shown: dict[str, Any] = {"state": report.state, "passed": report.passed}
    for name in SCORES:
        score = getattr(report, name)
        shown[name] = "unjudged" if score is None else MetadataValue.float(float(score))
    shown["threshold"] = MetadataValue.float(float(report.threshold))
    shown["basis"] = report.basis or "nothing was judged"
    shown["issues"] = MetadataValue.md("\n".join(f"- {issue}" for issue in report.issues) or "none found")
    shown["suggestions"] = MetadataValue.md("\n".join(f"- {one}" for one in report.suggestions) or "none")
    return shown
