"""What a critic that is asked in words is told of a pilot: what was wanted, and what was measured."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from resources.money import dollars
from studio_assets.critique.dossier import Dossier
from studio_assets.critique.review import Critique
from studio_assets.script.scene import Scene

__all__ = ["told"]


def told(dossier: Dossier, facts: Critique, seen: Collection[str]) -> dict[str, object]:
    """The variables of the critic's prompt.

    Args:
        dossier: the pilot's script, clips, reports and money.
        facts: the rules' critique of it.
        seen: scenes whose frames are in view.
    """
    production, planned = dossier.production, dossier.plan.pilot(dossier.pilot)
    tier = production.tiers.get(planned.tier) if planned else None
    return {
        "concept": production.concept,
        "duration": f"{float(production.duration):g} s",
        "pilot": dossier.pilot,
        "tier": tier.name if tier else "",
        "look": tier.description if tier else "",
        "style": ", ".join(tier.style) if tier else "",
        "scenes": [_scene(dossier, scene, scene.name in seen) for scene in dossier.script],
        "score": "none" if facts.score is None else f"{facts.score:f}",
        "band": facts.band,
        "complete": facts.complete,
        "spent": dollars(facts.spent),
        "allotment": dollars(planned.allotment) if planned else "",
        "gaps": facts.gaps,
        "lessons": facts.lessons,
    }


def _scene(dossier: Dossier, scene: Scene, seen: bool) -> dict[str, Any]:
    clip, report = dossier.clips.get(scene.name), dossier.reports.get(scene.name)
    return {
        "name": scene.name,
        "number": scene.number,
        "length": f"{float(scene.duration):g} s",
        "description": scene.description,
        "direction": scene.direction,
        "narration": scene.narration,
        "continues": scene.continues or "",
        "own": scene.footage is not None,
        "seen": seen,
        "state": clip.state if clip else "not_filmed",
        "score": "" if report is None or report.overall is None else _points(report.overall),
        "threshold": "" if report is None else _points(report.threshold),
        "passed": report is not None and report.passed,
        "issues": report.issues if report else (),
    }


def _points(score: Decimal) -> str:
    return f"{score:.1f}"
