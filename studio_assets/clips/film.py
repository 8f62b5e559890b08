"""Film one scene: its takes, their judgement, and reshoots while the money lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from resources.artifacts.artifact import Artifact
from resources.errors import BudgetReached, OutcomeUnknown, StudioError
from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO
from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.clip import Clip, take_line
from studio_assets.clips.gates import Gates
from studio_assets.clips.kinds import FILMED
from studio_assets.clips.moving import is_picture
from studio_assets.clips.shown import Screening, Shown
from studio_assets.clips.wishes import Wishes
from studio_assets.planning.plan import PlannedPilot
from studio_assets.qa.measured import Measured
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene
from studio_assets.spec.footage import taken
from studio_assets.spec.stills import moves_the_seed

__all__ = ["Filming"]


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
        resembles: digest of the picture that a still goes on from, or None.
    """

    sheet: CallSheet
    gates: Gates
    pilot: PlannedPilot
    scene: Scene
    opening: str | None
    accounts: tuple[str, ...]
    resembles: str | None = None

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
        if moves_the_seed(self.pilot.video, self.scene):
            return await self._footage(self.scene.first_frame or "")
        # What this launch is the first to film is new anyway: one more take of it would be paid for nothing.
        again = self.sheet.fresh and self._filmed_before()
        try:
            fresh = self.sheet.launch if self.sheet.fresh and not again else ""
            shown = await self._takes(range(1, self.scene.takes + 1), self.accounts, fresh)
            if again:
                await self._wishes.obtain(1, self.accounts, fresh=self.sheet.launch)
                shown = await self._shown()
            shown = await self._reshoot(shown)
        except BudgetReached as short:
            shown = await self._shown()
            if not shown:
                return self._nothing(f"held: {short.what}")
        except OutcomeUnknown as lost:
            # What is there is shown; the clip's check stays red while any take is unknown.
            shown = await self._shown()
            if not shown:
                return self._nothing(f"unknown: {lost.what} {lost.mend}")
        if not shown:
            refused = [take.reason for take in self._wishes.takes() if take.state == "refused"]
            return self._nothing(f"refused: {refused[-1] if refused else 'by the provider'}")
        return self._chosen(max(shown, key=lambda one: one.rank), shown)

    async def judge(self, clip: Clip) -> tuple[Clip, QAReport]:
        """Judge a clip that is there, without filming anything.

        Args:
            clip: the scene's clip document.
        """
        if clip.media is None:
            return self._nothing(clip.state)
        of_take = [take for take in self._wishes.takes() if clip.take and take.slate == clip.take.slate]
        if of_take:
            return clip, (await self._screening.show(of_take[0])).report
        still = clip.still
        return clip, (await self._screening.look(clip.media, still=still is not None, own=still))[1]

    @property
    def _wishes(self) -> Wishes:
        return Wishes(self.sheet, self.gates, self.pilot, self.scene, self.opening, self.resembles)

    @property
    def _screening(self) -> Screening:
        return Screening(self.sheet, self.gates, self.pilot, self.scene, self.opening)

    async def _reshoot(self, shown: Sequence[Shown]) -> Sequence[Shown]:
        for extra in range(1, self.sheet.production.quality.reshoots + 1):
            fine = (one.report.passed or one.report.overall is None or one.stood for one in shown)
            if not shown or any(fine):
                break
            subject = f"{self.pilot.name}/{self.scene.name}"
            best = max(shown, key=lambda one: one.rank).report
            report(Progress(stage="shoot", subject=subject, state="reshoot", detail=best.shortfall))
            try:
                shown = await self._takes([self.scene.takes + extra], (self.pilot.name, CONTINGENCY))
            except BudgetReached:
                break
        return shown

    def _filmed_before(self) -> bool:
        """Whether another launch has takes of the scene as it is now."""
        same, launch = self._wishes.recipes(), self.sheet.launch
        return any(
            take.recipe in same and take.fresh != launch and take.state not in ("failed", "cancelled")
            for take in self._wishes.takes()
        )

    async def _takes(
        self, ordinals: Sequence[int], accounts: tuple[str, ...], fresh: str = ""
    ) -> Sequence[Shown]:
        wishes = self._wishes
        done = await asyncio.gather(
            *(wishes.obtain(ordinal, accounts, fresh) for ordinal in ordinals), return_exceptions=True
        )
        failures = [one for one in done if isinstance(one, BaseException)]
        # What a retry would heal comes first, and a budget that is reached hides nothing.
        for failure in sorted(failures, key=_last):
            raise failure
        return await self._shown()

    async def _shown(self) -> Sequence[Shown]:
        same = self._wishes.recipes()
        takes = [take for take in self._wishes.takes() if take.recipe in same and take.state == "fetched"]
        done = await asyncio.gather(*(self._screening.show(take) for take in takes), return_exceptions=True)
        # All are over by now: no question is left behind half asked where another one failed.
        for one in done:
            if isinstance(one, BaseException):
                raise one
        return [one for one in done if isinstance(one, Shown)]

    async def _footage(self, footage: str) -> tuple[Clip, QAReport]:
        slate = taken(footage)
        media, why = self._taken(slate) if slate else (self.sheet.doers.artifacts.find(footage), "")
        if media is None:
            why = why or "the footage is not in the artifact store; load the spec again"
            return self._nothing(f"held: {why}")
        if not is_picture(media):
            look, judged = await self._screening.look(media)
            return self._clip(state="footage", media=media, look=look, footage=slate), judged
        moved, look, judged = await self._screening.moved(media)
        if moved is None:
            return self._nothing("held: the footage is no picture that can be read; give another")
        return self._clip(state="footage", media=moved, look=look, footage=slate, still=media), judged

    def _taken(self, slate: str) -> tuple[Artifact | None, str]:
        """The file of a take that is used as footage, or why there is none."""
        try:
            take = self.sheet.doers.takes.take(slate)
        except StudioError:
            return None, f"there is no take {slate}: copy one that `studio takes search` prints"
        if take.kind not in FILMED:
            return None, f"take {slate} is {take.kind}, which shows nothing: name a clip's"
        if take.artifact is None:
            return None, f"take {slate} is {take.state} and has no file: claim it, or name another"
        return take.artifact, ""

    async def _kept(self, number: int) -> tuple[Clip, QAReport]:
        kept = next((take for take in self._wishes.takes() if take.number == number), None)
        if kept is None or kept.state != "fetched":
            return self._nothing(f"held: take {number} is kept but was never filmed in this run")
        best = await self._screening.show(kept)
        return self._chosen(best, [best])

    def _chosen(self, best: Shown, shown: Sequence[Shown]) -> tuple[Clip, QAReport]:
        clip = self._clip(
            state="filmed", media=best.media, look=best.look, chosen=best, shown=shown, still=best.still
        )
        return clip, best.report

    def _nothing(self, state: str) -> tuple[Clip, QAReport]:
        clip = self._clip(state=state)
        return clip, self._screening.nothing(clip.state)

    def _clip(
        self,
        *,
        state: str,
        media: Artifact | None = None,
        look: Measured | None = None,
        chosen: Shown | None = None,
        shown: Sequence[Shown] = (),
        footage: str = "",
        still: Artifact | None = None,
    ) -> Clip:
        scores = {one.take.slate: one.report.overall for one in shown}
        slate = chosen.take.slate if chosen else None
        takes = self._wishes.takes()
        lines = tuple(take_line(take, scores.get(take.slate), take.slate == slate) for take in takes)
        continued = any(scene.continues == self.scene.name for scene in self.sheet.production.scenes)
        filmed_by = chosen.take.provider if chosen else ""
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
            simulated=self._simulated(chosen, footage),
            fell_back_from=self.pilot.provider if filmed_by not in ("", self.pilot.provider) else "",
            footage=footage,
            still=still,
        )

    def _simulated(self, chosen: Shown | None, footage: str) -> bool:
        if footage:
            return self.sheet.doers.takes.take(footage).simulated
        return chosen is not None and chosen.take.simulated


def _last(failure: BaseException) -> int:
    return 2 if isinstance(failure, BudgetReached) else int(isinstance(failure, OutcomeUnknown))
