"""A critic by rules: mean scores, computed sentences, no opinion on what nobody looked at."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from resources.money import ZERO
from studio_assets.critique.critic import Critic
from studio_assets.critique.dossier import Dossier
from studio_assets.critique.facts import gaps, lessons, strengths, unjudged
from studio_assets.critique.review import Critique, SceneReview
from studio_assets.greenlight.band import band

__all__ = ["RulesCritic", "review"]


class RulesCritic(Critic):
    """The critic's twin that costs nothing: the same dossier gives the same critique."""

    async def review(self, dossier: Dossier) -> Critique:
        """The judgement of one pilot; see `review`."""
        return review(dossier)


def review(dossier: Dossier) -> Critique:
    """Judge a pilot by what was measured.

    A pilot that was cancelled or never planned is not reviewed, but its test scenes are told.

    Args:
        dossier: its script, clips, reports and money.

    Returns:
        A critique; its score is the plain mean of the judged scenes, to a hundredth.
    """
    scenes = tuple(_scene(dossier, scene.name) for scene in dossier.script)
    judged = [scene.overall for scene in scenes if scene.overall is not None]
    score = _mean(judged) if judged else None
    found = band(dossier.production.competition.rubric, score) if score is not None else None
    advice: Literal["continue", "cancel"] = "continue" if found and found.keeps is not None else "cancel"
    state = _state(dossier)
    return Critique(
        state=state,
        pilot=dossier.pilot,
        crew="rules",
        score=score,
        band=found.sentence if found else "",
        advice=advice if state == "reviewed" else "cancel",
        complete=bool(scenes) and all(scene.filmed for scene in scenes),
        spent=sum((clip.price for clip in dossier.clips.values()), ZERO),
        scenes=scenes,
        strengths=strengths(dossier),
        gaps=gaps(dossier) if state == "reviewed" else (),
        lessons=lessons(dossier),
        unjudged=unjudged(dossier),
    )


def _state(dossier: Dossier) -> str:
    if dossier.plan.pilot(dossier.pilot) is None:
        return f"not_filmed: {dossier.plan.unplanned.get(dossier.pilot, 'pilot not planned')}"
    decision = dossier.greenlight.decision(dossier.pilot)
    if decision is not None and decision.verdict == "cancel":
        return f"not_filmed: pilot cancelled, {decision.reason}"
    return "reviewed"


def _scene(dossier: Dossier, name: str) -> SceneReview:
    clip, report = dossier.clips.get(name), dossier.reports.get(name)
    return SceneReview(
        scene=name,
        filmed=clip is not None and clip.media is not None,
        overall=report.overall if report else None,
        passed=report.passed if report else False,
        issues=report.issues if report else (),
    )


def _mean(scores: list[Decimal]) -> Decimal:
    return (sum(scores, ZERO) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
