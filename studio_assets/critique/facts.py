"""Sentences on a pilot that only say what was measured, and what its QA reports say."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from resources.money import dollars
from studio_assets.clips.clip import Clip
from studio_assets.critique.dossier import Dossier
from studio_assets.script.scene import Scene

__all__ = ["gaps", "lessons", "strengths", "unjudged"]

_DIMENSIONS = {
    "technical": "technical quality",
    "visual_accuracy": "visual accuracy",
    "style_consistency": "style consistency",
    "narrative_fit": "narrative fit",
}


def strengths(dossier: Dossier) -> tuple[str, ...]:
    """Each scene that QA passed, with its score and the take that reached it."""
    found = []
    for scene in dossier.script:
        report, clip = dossier.reports.get(scene.name), dossier.clips.get(scene.name)
        if report is None or clip is None or report.overall is None or not report.passed:
            continue
        found.append(f"{scene.name} reached {_points(report.overall)}{_by_which_take(scene, clip)}")
    return tuple(found)


def gaps(dossier: Dossier) -> tuple[str, ...]:
    """Each scene that lacks a clip, a judgement or points."""
    found = []
    for scene in dossier.script:
        clip, report = dossier.clips.get(scene.name), dossier.reports.get(scene.name)
        if clip is None or clip.media is None:
            found.append(f"{scene.name} has no clip ({clip.state if clip else 'not_filmed'})")
        elif report is None or report.overall is None:
            found.append(f"{scene.name} could not be judged ({report.state if report else 'no report'})")
        elif not report.passed:
            worst = f": {report.issues[0]}" if report.issues else ""
            found.append(f"{scene.name} reached {report.shortfall}{worst}")
    return tuple(found)


def lessons(dossier: Dossier) -> tuple[str, ...]:
    """What later runs can use: what reshoots changed, what went wrong repeatedly, what a second cost."""
    found = [line for scene in dossier.script for line in _reshoot(scene, dossier.clips.get(scene.name))]
    reports = [report for report in dossier.reports.values() if report.measures]
    low = Counter(name for report in reports for name, part in report.measures.items() if part.note)
    found += [
        f"{name} was a fault in {count} of {len(reports)} clips"
        for name, count in sorted(low.items(), key=lambda item: (-item[1], item[0]))
        if count > 1
    ]
    filmed = [clip for clip in dossier.clips.values() if clip.media and clip.take]
    seconds = sum((clip.seconds for clip in filmed), Fraction(0))
    price = sum((clip.price for clip in filmed), Decimal(0))
    if seconds and price:
        each = price * seconds.denominator / seconds.numerator
        makers = sorted({f"{clip.take.provider}/{clip.take.model}" for clip in filmed if clip.take})
        found.append(f"a delivered second of {', '.join(makers)} cost {dollars(each)}, reshoots included")
    return tuple(found)


def unjudged(dossier: Dossier) -> str:
    """The dimensions that nobody looked at in at least one clip; empty when nothing is missing."""
    reports = [one for one in dossier.reports.values() if one.clip is not None]
    missing = [
        label for name, label in _DIMENSIONS.items() if any(getattr(one, name) is None for one in reports)
    ]
    if not missing:
        return ""
    listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    return f"Nobody looked at {listed}."


def _by_which_take(scene: Scene, clip: Clip) -> str:
    if clip.take is None:
        return " with own footage"
    judged = sum(take.score is not None for take in clip.takes)
    reshot = clip.take.number > scene.takes
    more = " after a reshoot" if reshot else f", the best of {judged}" if judged > 1 else ""
    return f" with take {clip.take.number}{more}"


def _reshoot(scene: Scene, clip: Clip | None) -> list[str]:
    scores = {take.number: take.score for take in clip.takes if take.score is not None} if clip else {}
    first = [score for number, score in scores.items() if number <= scene.takes]
    later = [score for number, score in scores.items() if number > scene.takes]
    if not first or not later:
        return []
    before, after = max(first), max(later)
    verb = "lifted" if after > before else "did not lift"
    return [f"a reshoot {verb} {scene.name} ({before:.1f}, then {after:.1f})"]


def _points(score: Decimal) -> str:
    return f"{score:.1f}"
