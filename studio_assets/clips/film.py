"""Film one scene: its takes, their judgement, and reshoots while the money lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.errors import BudgetReached, MediaFailed, OutcomeUnknown
from resources.ledger.balance import CONTINGENCY
from resources.media.measure.order import Order
from resources.money import ZERO
from resources.progress import Progress, report
from resources.providers.port import VideoRequest
from resources.takes.follow import obtain
from resources.takes.recipe import recipe
from resources.takes.take import Take, Wanted
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.clip import Clip, TakeLine
from studio_assets.clips.gates import Gates
from studio_assets.clips.request import video_request
from studio_assets.planning.plan import PlannedPilot
from studio_assets.qa.measured import Measured, measured
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["Filming", "Shown"]

WAIT = 600
"""Seconds that a step waits for a generation where the spec names no pilot; the spec's default too."""


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
class Filming:
    """The filming of one scene of one pilot.

    Args:
        sheet: what is made today.
        gates: how much happens at once.
        pilot: who films.
        scene: what is filmed.
        opening: digest of the key frame that opens it, or None.
        accounts: who may pay for its first takes, in this order.
    """

    sheet: CallSheet
    gates: Gates
    pilot: PlannedPilot
    scene: Scene
    opening: str | None
    accounts: tuple[str, ...]

    async def film(self) -> tuple[Clip, QAReport]:
        """Take, judge, and take again where the judgement asks for it and the money allows.

        Returns:
            The clip of the best take (or of the kept one) and its report; their states say what
            happened where nothing could be filmed.

        Raises:
            TransientFailure: asking again is free and may heal it.
        """
        if self.scene.footage:
            return await self._footage(self.scene.footage)
        if self.scene.keep is not None:
            return await self._kept(self.scene.keep)
        try:
            shown = await self._takes(range(1, self.scene.takes + 1), self.accounts)
            if self.sheet.fresh:
                await self._take(1, self.accounts, fresh=self.sheet.launch)
                shown = await self._shown()
            shown = await self._reshoot(shown)
        except BudgetReached as short:
            shown = await self._shown()
            if not shown:
                return self._nothing(f"held: {short.what}")
        except OutcomeUnknown as lost:
            return self._nothing(f"unknown: {lost.what} {lost.mend}")
        if not shown:
            refused = next((take for take in self._journal() if take.state == "refused"), None)
            return self._nothing(f"refused: {refused.reason if refused else 'by the provider'}")
        return self._chosen(max(shown, key=lambda one: one.rank), shown)

    async def judge(self, clip: Clip) -> tuple[Clip, QAReport]:
        """Judge a clip that is there, without filming anything.

        Args:
            clip: the scene's clip document.
        """
        if clip.media is None:
            return self._nothing(clip.state)
        look, why = await self._look(clip.media)
        return clip, await self._judge(clip.media, look, why)

    async def _reshoot(self, shown: Sequence[Shown]) -> Sequence[Shown]:
        for extra in range(1, self.sheet.production.quality.reshoots + 1):
            if not shown or any(one.report.passed or one.report.overall is None for one in shown):
                break
            report(
                Progress(stage="shoot", subject=self._subject, state="reshoot", detail="under the threshold")
            )
            try:
                shown = await self._takes([self.scene.takes + extra], (self.pilot.name, CONTINGENCY))
            except BudgetReached:
                break
        return shown

    async def _takes(self, ordinals: Sequence[int], accounts: tuple[str, ...]) -> Sequence[Shown]:
        done = await asyncio.gather(
            *(self._take(ordinal, accounts) for ordinal in ordinals), return_exceptions=True
        )
        failures = [one for one in done if isinstance(one, BaseException)]
        # A budget that is reached must not hide a failure that a retry would heal.
        for failure in sorted(failures, key=lambda one: isinstance(one, BudgetReached)):
            raise failure
        return await self._shown()

    async def _take(self, ordinal: int, accounts: tuple[str, ...], fresh: str = "") -> Take:
        wanted = self._wanted(ordinal, accounts, fresh)
        try:
            return await self._obtain(wanted)
        except OutcomeUnknown:
            # The second call looks the slate up at the provider; it never submits unproved.
            return await self._obtain(wanted)

    async def _obtain(self, wanted: Wanted) -> Take:
        doers = self.sheet.doers
        spec = self.sheet.production.pilot(self.pilot.name)
        return await obtain(
            wanted,
            provider=doers.provider("video", self.pilot.provider),
            takes=doers.takes,
            artifacts=doers.artifacts,
            clock=doers.clock,
            worker=self.sheet.worker,
            wait=float(spec.timeout if spec else WAIT),
            slots=self.gates.generation(self.pilot.name),
        )

    def _wanted(self, ordinal: int, accounts: tuple[str, ...], fresh: str) -> Wanted:
        return Wanted(
            production=self.sheet.production.name,
            run=self.sheet.run,
            pilot=self.pilot.name,
            scene=self.scene.name,
            kind="video",
            model=self.pilot.model,
            request=self._request,
            budget=self.sheet.budget,
            accounts=accounts,
            ordinal=ordinal,
            fresh=fresh,
        )

    @property
    def _request(self) -> VideoRequest:
        able = self.sheet.doers.provider("video", self.pilot.provider).capabilities(self.pilot.model)
        return video_request(self.sheet.production, self.pilot, self.scene, able, self.opening)

    def _journal(self) -> Sequence[Take]:
        return self.sheet.doers.takes.of_scene(
            self.sheet.production.name, self.sheet.run, self.pilot.name, self.scene.name
        )

    async def _shown(self) -> Sequence[Shown]:
        same = recipe(self.pilot.provider, self._request)
        takes = [take for take in self._journal() if take.recipe == same and take.state == "fetched"]
        return await asyncio.gather(*(self._show(take) for take in takes))

    async def _show(self, take: Take) -> Shown:
        assert take.artifact is not None, "a fetched take has its file"
        look, why = await self._look(take.artifact)
        return Shown(take, look, await self._judge(take.artifact, look, why))

    async def _look(self, clip: Artifact) -> tuple[Measured | None, str]:
        production, doers = self.sheet.production, self.sheet.doers
        order = Order(
            duration=self.scene.film_duration,
            width=production.width,
            height=production.height,
            fps=Fraction(production.fps),
        )
        try:
            async with self.gates.judgement():
                return (
                    await measured(
                        clip,
                        order=order,
                        frames=production.quality.frames,
                        artifacts=doers.artifacts,
                        media=doers.media,
                    ),
                    "",
                )
        except MediaFailed as failure:
            return None, failure.what

    async def _judge(self, clip: Artifact, look: Measured | None, why: str) -> QAReport:
        sheet = self.sheet
        return await sheet.doers.crew.verifier().judge(
            production=sheet.production,
            tier=sheet.production.tiers[self.pilot.tier],
            pilot=self.pilot.name,
            scene=self.scene,
            clip=clip.digest,
            look=look,
            why=why,
        )

    async def _footage(self, digest: str) -> tuple[Clip, QAReport]:
        media = self.sheet.doers.artifacts.find(digest)
        if media is None:
            return self._nothing("held: the footage is not in the artifact store; load the spec again")
        look, why = await self._look(media)
        clip = self._clip(state="footage", media=media, look=look)
        return clip, await self._judge(media, look, why)

    async def _kept(self, number: int) -> tuple[Clip, QAReport]:
        kept = next((take for take in self._journal() if take.number == number), None)
        if kept is None or kept.state != "fetched":
            return self._nothing(f"held: take {number} is kept but was never filmed in this run")
        best = await self._show(kept)
        return self._chosen(best, [best])

    def _chosen(self, best: Shown, shown: Sequence[Shown]) -> tuple[Clip, QAReport]:
        clip = self._clip(state="filmed", media=best.take.artifact, look=best.look, chosen=best, shown=shown)
        return clip, best.report

    def _nothing(self, state: str) -> tuple[Clip, QAReport]:
        clip = self._clip(state=state)
        return clip, self.sheet.doers.crew.verifier().nothing(
            self.sheet.production,
            self.sheet.production.tiers[self.pilot.tier],
            self.pilot.name,
            self.scene.name,
            clip.state,
        )

    def _clip(
        self,
        *,
        state: str,
        media: Artifact | None = None,
        look: Measured | None = None,
        chosen: Shown | None = None,
        shown: Sequence[Shown] = (),
    ) -> Clip:
        scores = {one.take.slate: one.report.overall for one in shown}
        slate = chosen.take.slate if chosen else None
        lines = tuple(_line(take, scores.get(take.slate), take.slate == slate) for take in self._journal())
        continued = any(scene.continues == self.scene.name for scene in self.sheet.production.scenes)
        return Clip(
            state=state,
            pilot=self.pilot.name,
            scene=self.scene.name,
            media=media,
            picture=look.picture if look else None,
            take=next((line for line in lines if line.chosen), None),
            takes=lines,
            price=sum((line.price for line in lines), ZERO),
            last_frame=look.last_frame if look and continued else None,
            sheet=look.sheet if look else None,
            simulated=chosen is not None and chosen.take.simulated,
        )

    @property
    def _subject(self) -> str:
        return f"{self.pilot.name}/{self.scene.name}"


def _line(take: Take, score: Decimal | None, chosen: bool) -> TakeLine:
    return TakeLine(
        slate=str(take.slate),
        number=take.number,
        state=take.state,
        provider=take.provider,
        model=take.model,
        price=take.price or ZERO,
        score=None if score is None else float(score),
        chosen=chosen,
    )
