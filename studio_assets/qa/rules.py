"""A QA verifier by rules: the measured score alone, and not a word on what nobody looked at."""

from __future__ import annotations

from decimal import Decimal

from studio_assets.qa.remedy import remedy
from studio_assets.qa.report import Measure, QAReport
from studio_assets.qa.verifier import Verifier
from studio_assets.qa.viewing import Part, Viewing
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["BASIS", "UNSEEN", "RulesVerifier", "judge", "nothing"]

BASIS = "technical score alone (judge: measured)"

UNSEEN = "technical score alone (judge: claude, who cannot be asked here)"
"""The basis where the rules stand in for eyes that the spec asks for."""


class RulesVerifier(Verifier):
    """The verifier's twin that costs nothing: the same look gives the same report."""

    async def judge(self, viewing: Viewing) -> QAReport:
        """The report on one clip; see `judge`."""
        return judge(viewing)

    def nothing(
        self, production: Production, tier: Tier | None, pilot: str, scene: str, state: str
    ) -> QAReport:
        """The report where there is no clip to look at; see `nothing`."""
        return nothing(production, tier, pilot, scene, state)


def judge(viewing: Viewing) -> QAReport:
    """Judge one clip by what was measured in it, and at the cut before it.

    Visual accuracy, style consistency and narrative fit stay None: they want eyes.

    Args:
        viewing: what was wanted, and what there is to look at.

    Returns:
        A report in state `judged` or `unjudged: <why>`; neither an unjudged clip passes, nor one that
        does not open on the last frame of the clip that it continues.
    """
    before = viewing.before.continuity if viewing.before else None
    empty = QAReport(
        state=f"unjudged: {viewing.why or 'nothing was measured'}",
        pilot=viewing.pilot,
        scene=viewing.scene.name,
        clip=viewing.clip,
        threshold=viewing.threshold,
        continuity=before,
    )
    if viewing.look is None:
        return empty
    parts, score = viewing.look.parts, viewing.look.score
    worst = sorted(parts, key=lambda name: (-_cost(parts[name]), name))
    faulty = [name for name in worst if parts[name].note]
    suggestions = [*(before.suggestions if before else ()), *(remedy(name) for name in faulty)]
    return empty.model_copy(
        update={
            "state": "judged",
            "technical": score,
            "overall": score,
            "basis": BASIS if viewing.production.quality.judge == "measured" else UNSEEN,
            "passed": score >= viewing.threshold and not (before and before.broken),
            "measures": {
                name: Measure(value=part.value, score=part.score, weight=part.weight, note=part.note)
                for name, part in parts.items()
            },
            "issues": (
                *(before.issues if before else ()),
                *(_issue(name, parts[name]) for name in faulty),
            ),
            "suggestions": tuple(dict.fromkeys(one for one in suggestions if one)),
        }
    )


def nothing(production: Production, tier: Tier | None, pilot: str, scene: str, state: str) -> QAReport:
    """Say that there is no clip to look at.

    Args:
        production: what is wanted.
        tier: the pilot's look, None for a pilot that is not planned.
        pilot: the pilot's name.
        scene: the scene's name.
        state: the clip's state, for example `held: budget`.

    Returns:
        A report in state `not_filmed: ...`, without a score.
    """
    wanted = production.threshold_of(tier) if tier else production.quality.threshold
    return QAReport(
        state=state if state.startswith("not_filmed") else f"not_filmed: {state}",
        pilot=pilot,
        scene=scene,
        threshold=wanted or Decimal(0),
    )


def _cost(part: Part) -> Decimal:
    """What share of the score a part takes away, in percent: weight x (1 - score)."""
    return Decimal(str(part.weight)) * (1 - Decimal(str(part.score))) * 100


def _issue(name: str, part: Part) -> str:
    return f"{name} cost {_cost(part):.0f} % of the score: {part.note}"
