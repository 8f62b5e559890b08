"""One take on the screen: measured, and judged by the QA verifier."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.errors import MediaFailed
from resources.media.measure.order import Order
from resources.providers.port import VideoRequest
from resources.takes.submission import request_of
from resources.takes.take import Take
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.gates import Gates
from studio_assets.planning.plan import PlannedPilot
from studio_assets.qa.measured import Measured, measured
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["Screening", "Shown"]


@dataclass(frozen=True)
class Shown:
    """One fetched take with its judgement."""

    take: Take
    look: Measured | None
    report: QAReport

    @property
    def rank(self) -> tuple[Decimal, int]:
        """Best score first; of equals the newest, so that a fresh take is seen."""
        overall = self.report.overall
        return (Decimal(-1) if overall is None else overall, self.take.number)


@dataclass(frozen=True)
class Screening:
    """Where the clips of one scene are looked at.

    Args:
        sheet: what is made today.
        gates: how much is looked at at once.
        pilot: who filmed.
        scene: what was to be filmed.
    """

    sheet: CallSheet
    gates: Gates
    pilot: PlannedPilot
    scene: Scene

    async def show(self, take: Take) -> Shown:
        """Measure and judge a fetched take against what was ordered."""
        assert take.artifact is not None, "a fetched take has its file"
        request = request_of(take)
        ordered = request if isinstance(request, VideoRequest) else None
        look, report = await self.look(take.artifact, ordered)
        return Shown(take, look, report)

    async def look(
        self, clip: Artifact, ordered: VideoRequest | None = None
    ) -> tuple[Measured | None, QAReport]:
        """Measure and judge any clip.

        Args:
            clip: the file.
            ordered: what was asked for; None for own footage, which the scene itself asks for.
        """
        production, doers = self.sheet.production, self.sheet.doers
        order = Order(
            duration=ordered.duration if ordered else self.scene.film_duration,
            width=ordered.width if ordered else production.width,
            height=ordered.height if ordered else production.height,
            fps=Fraction(production.fps),
        )
        look, why = None, ""
        try:
            async with self.gates.judgement():
                look = await measured(
                    clip,
                    order=order,
                    frames=production.quality.frames,
                    artifacts=doers.artifacts,
                    media=doers.media,
                )
        except MediaFailed as failure:
            why = failure.what
        report = await doers.crew.verifier().judge(
            production=production,
            tier=production.tiers[self.pilot.tier],
            pilot=self.pilot.name,
            scene=self.scene,
            clip=clip.digest,
            look=look,
            why=why,
        )
        return look, report

    def nothing(self, state: str) -> QAReport:
        """The report of a scene without a clip.

        Args:
            state: of its clip.
        """
        production = self.sheet.production
        verifier = self.sheet.doers.crew.verifier()
        tier = production.tiers[self.pilot.tier]
        return verifier.nothing(production, tier, self.pilot.name, self.scene.name, state)
