"""A QA verifier by rules: the measured score alone, and not a word on what nobody looked at."""

from __future__ import annotations

from decimal import Decimal

from studio_assets.qa.remedy import remedy
from studio_assets.qa.report import Measure, QAReport
from studio_assets.qa.verifier import Measurement, Part, Verifier
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["BASIS", "RulesVerifier", "judge", "nothing"]

BASIS = "technical score alone (judge: measured)"


class RulesVerifier(Verifier):
    """The verifier's twin that costs nothing: the same look gives the same report."""

    async def judge(
        self,
        *,
        production: Production,
        tier: Tier,
        pilot: str,
        scene: Scene,
        clip: str,
        look: Measurement | None,
        why: str = "",
    ) -> QAReport:
        """The report on one clip; see `judge`."""
        return judge(production, tier, pilot, scene.name, clip, look, why)

    def nothing(
        self, production: Production, tier: Tier | None, pilot: str, scene: str, state: str
    ) -> QAReport:
        """The report where there is no clip to look at; see `nothing`."""
        return nothing(production, tier, pilot, scene, state)


def judge(
    production: Production,
    tier: Tier,
    pilot: str,
    scene: str,
    clip: str,
    look: Measurement | None,
    why: str = "",
) -> QAReport:
    """Judge one clip by what was measured in it.

    Visual accuracy, style consistency and narrative fit stay None: they want eyes.

    Args:
        production: what is wanted.
        tier: the pilot's look and its threshold.
        pilot: the pilot's name.
        scene: the scene's name.
        clip: digest of what was filmed.
        look: what was measured, None where measuring failed.
        why: why nothing was measured.

    Returns:
        A report in state `judged` or `unjudged: <why>`; an unjudged clip never passes.
    """
    threshold = production.threshold_of(tier)
    if look is None:
        state = f"unjudged: {why or 'nothing was measured'}"
        return QAReport(state=state, pilot=pilot, scene=scene, clip=clip, threshold=threshold)
    parts, score = look.parts, look.score
    worst = sorted(parts, key=lambda name: (-_cost(parts[name]), name))
    faulty = [name for name in worst if parts[name].note]
    suggestions = [remedy(name) for name in faulty]
    return QAReport(
        state="judged",
        pilot=pilot,
        scene=scene,
        clip=clip,
        technical=score,
        overall=score,
        basis=BASIS,
        threshold=threshold,
        passed=score >= threshold,
        measures={
            name: Measure(value=part.value, score=part.score, weight=part.weight, note=part.note)
            for name, part in parts.items()
        },
        issues=tuple(_issue(name, parts[name]) for name in faulty),
        suggestions=tuple(dict.fromkeys(one for one in suggestions if one)),
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
