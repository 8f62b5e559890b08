"""One take on the screen: measured, and judged by the QA verifier."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.errors import MediaFailed
from resources.media.likeness import matches
from resources.media.measure.order import Order
from resources.media.pictures import look as look_at
from resources.providers.port import ImageRequest, VideoRequest
from resources.takes.submission import request_of
from resources.takes.take import Take
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.gates import Gates
from studio_assets.clips.moving import Moving
from studio_assets.clips.passed import Passed
from studio_assets.planning.plan import PlannedPilot
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.measured import Measured, measured
from studio_assets.qa.report import QAReport
from studio_assets.qa.viewing import Before, Viewing
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAsset, SeedAssets

__all__ = ["STOOD", "Screening", "Shown"]

STOOD = (
    "This clip has passed before, and a judge who was asked in other words marks it down: it is not taken "
    "again by itself. Launch it with `fresh: true` for another take."
)
"""What a report says where an edit elsewhere turned the verdict."""


@dataclass(frozen=True)
class Shown:
    """One fetched take with its judgement.

    Args:
        take: the take.
        look: what was measured, None where measuring failed.
        report: the judgement.
        stood: whether it has passed as much before, so that this judgement takes nothing again.
        moved: the clip that was made of the take, where that is a still.
    """

    take: Take
    look: Measured | None
    report: QAReport
    stood: bool = False
    moved: Artifact | None = None

    @property
    def media(self) -> Artifact | None:
        """The clip."""
        return self.moved or self.take.artifact

    @property
    def still(self) -> Artifact | None:
        """The picture over which the camera moves in the clip; None where the take is a clip."""
        return self.take.artifact if self.moved else None

    @property
    def rank(self) -> tuple[bool, Decimal, int]:
        """What passed first, since a clip that continues nothing may score high; then the best score; of
        equals the newest, so that a fresh take is seen."""
        overall = self.report.overall
        return (self.report.passed, Decimal(-1) if overall is None else overall, self.take.number)


@dataclass(frozen=True)
class Screening:
    """Where the clips of one scene are looked at.

    Args:
        sheet: what is made today.
        gates: how much is looked at at once.
        pilot: who filmed.
        scene: what was to be filmed.
        opening: digest of the key frame that opens it, or None.
    """

    sheet: CallSheet
    gates: Gates
    pilot: PlannedPilot
    scene: Scene
    opening: str | None = None

    async def show(self, take: Take) -> Shown:
        """Measure and judge a fetched take against what was ordered."""
        assert take.artifact is not None, "a fetched take has its file"
        request = request_of(take)
        if isinstance(request, ImageRequest):
            moved, look, report = await self.moved(take.artifact, drawn=True)
        else:
            moved, ordered = None, request if isinstance(request, VideoRequest) else None
            look, report = await self.look(take.artifact, ordered)
        stood = await asyncio.to_thread(self._stood, report)
        if stood and report.overall is not None and not report.passed:
            report = report.model_copy(update={"notes": (*report.notes, STOOD)})
        return Shown(take, look, report, stood, moved)

    async def moved(
        self, still: Artifact, *, drawn: bool = False
    ) -> tuple[Artifact | None, Measured | None, QAReport]:
        """Move the camera over a still, measure and judge.

        Args:
            still: the picture.
            drawn: whether a provider drew it for this scene: then it opens on no other clip's last frame.

        Returns:
            The clip, None where it is no picture that can be read; what was measured; and the judgement.

        Raises:
            TransientFailure: the judge was not reached; asking again is free.
        """
        try:
            clip = await Moving(self.sheet, self.gates, self.scene).clip(still)
        except MediaFailed as failure:
            verifier = self.sheet.cast.verifier
            return None, None, await verifier.judge(await self._viewing(still, None, failure.what))
        scene = self.scene.model_copy(update={"continues": None}) if drawn else self.scene
        # A provider draws no larger picture when it is asked again, so none is bought for that.
        own = None if drawn else still
        return clip, *await replace(self, scene=scene).look(clip, still=True, own=own)

    async def viewing(
        self,
        clip: Artifact,
        ordered: VideoRequest | None = None,
        *,
        still: bool = False,
        own: Artifact | None = None,
    ) -> Viewing:
        """What a verifier may look at of a clip, without a word from any; for measuring a judge's noise.

        Args:
            clip: the file.
            ordered: what was asked for; None for own footage, which the scene itself asks for.
            still: whether it is a still over which the camera moves.
            own: the user's picture that the clip was made of; its pixels are judged, too.
        """
        look, why = await self._measured(clip, ordered, still, own)
        return await self._viewing(clip, look, why)

    async def look(
        self,
        clip: Artifact,
        ordered: VideoRequest | None = None,
        *,
        still: bool = False,
        own: Artifact | None = None,
    ) -> tuple[Measured | None, QAReport]:
        """Measure and judge any clip.

        Args:
            clip: the file.
            ordered: what was asked for; None for own footage, which the scene itself asks for.
            still: whether it is a still over which the camera moves.
            own: the user's picture that the clip was made of; its pixels are judged, too.

        Raises:
            TransientFailure: the judge was not reached; asking again is free.
        """
        async with self.gates.judgement():
            look, why = await self._measured(clip, ordered, still, own)
            report = await self.sheet.cast.verifier.judge(await self._viewing(clip, look, why))
            return look, report

    def nothing(self, state: str) -> QAReport:
        """The report of a scene without a clip.

        Args:
            state: of its clip.
        """
        production = self.sheet.production
        tier = production.tiers[self.pilot.tier]
        verifier = self.sheet.cast.verifier
        return verifier.nothing(production, tier, self.pilot.name, self.scene.name, state)

    def _stood(self, report: QAReport) -> bool:
        """Whether the clip has passed as much before; what passes now is remembered."""
        passed = Passed(self.sheet.doers.artifacts, self.sheet.production.name, self.sheet.run)
        stood = passed.stands(report)
        passed.remember(report)
        return stood

    async def _measured(
        self, clip: Artifact, ordered: VideoRequest | None, still: bool, own: Artifact | None = None
    ) -> tuple[Measured | None, str]:
        """What was measured, or why nothing was."""
        production, doers = self.sheet.production, self.sheet.doers
        order = Order(
            duration=ordered.duration if ordered else self.scene.film_duration,
            width=ordered.width if ordered else production.width,
            height=ordered.height if ordered else production.height,
            fps=Fraction(production.fps),
            still=still,
            pixels=look_at(doers.artifacts.path(own)).upright if own else None,
        )
        try:
            async with self.gates.look():
                look = await measured(
                    clip,
                    order=order,
                    frames=production.quality.frames,
                    artifacts=doers.artifacts,
                    media=doers.media,
                )
        except MediaFailed as failure:
            return None, f"{failure.what} {failure.mend}"
        return look, ""

    async def _viewing(self, clip: Artifact, look: Measured | None, why: str) -> Viewing:
        production = self.sheet.production
        return Viewing(
            production=production,
            tier=production.tiers[self.pilot.tier],
            pilot=self.pilot.name,
            scene=self.scene,
            clip=clip.digest,
            look=look,
            why=why,
            before=await self._before(look),
            seeds=self._seeds(),
        )

    async def _before(self, look: Measured | None) -> Before | None:
        """The end of the clip that this one continues, and how far this one's first frame is from it."""
        after, frame = self.scene.continues, self.opening
        if after is None or frame is None:
            return None
        first = next((still for still in look.stills if still.frame == 0), None) if look else None
        if first is None:
            return Before(after, frame, Continuity(after=after))
        doers = self.sheet.doers
        one, two = doers.artifacts.file_of(frame), doers.artifacts.path(first.picture)
        async with self.gates.look():
            found = await doers.media.likeness(one, two)
        measured_cut = Continuity(
            after=after, distance=found.distance, colour=found.colour, matches=matches(found)
        )
        return Before(after, frame, measured_cut)

    def _seeds(self) -> tuple[SeedAsset, ...]:
        if not self.sheet.production.seeds:
            return ()
        described = self.sheet.document("seed_assets", SeedAssets)
        return described.assets if described else ()
