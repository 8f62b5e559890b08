"""The shoot: every wanted clip and QA report of a production, filmed together, yielded as each lands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import NamedTuple

from resources.errors import StudioError, TransientFailure
from resources.ledger.balance import CONTINGENCY
from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.clips.clip import Clip
from studio_assets.clips.film import Filming
from studio_assets.clips.gates import Gates
from studio_assets.clips.present import clip_metadata
from studio_assets.graph import Node
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.qa.present import report_metadata
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["shoot"]

Shot = tuple[str, str]
"""Pilot and scene."""


async def shoot(sheet: CallSheet) -> AsyncIterator[Made]:
    """Film and judge what is wanted.

    Scenes film at once within the limits; a scene that continues another waits for its last frame.

    Raises:
        TransientFailure: a retry would heal at least one scene; the others were yielded before.
    """
    shots = list(dict.fromkeys((node.pilot or "", node.scene or "") for node in sheet.wanted))
    floor = _Floor(sheet, shots)
    landed: asyncio.Queue[Shot] = asyncio.Queue()
    for shot, task in floor.tasks.items():
        task.add_done_callback(partial(_land, landed, shot))
    failures: list[StudioError] = []
    try:
        for _ in shots:
            shot = await landed.get()
            try:
                clip, qa_report = await floor.tasks[shot]
            except StudioError as failure:
                report(Progress(stage="shoot", subject="/".join(shot), state="failed", detail=str(failure)))
                failures.append(failure)
                continue
            _tell(clip, qa_report)
            for node in sheet.wanted:
                if (node.pilot, node.scene) == shot:
                    yield _made(sheet, node, clip, qa_report)
    finally:
        await floor.strike()
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise TransientFailure(
            f"{len(failures)} of {len(shots)} scenes failed:\n" + "\n".join(map(str, failures)),
            mend=f"Re-execute from asset failure, or `studio run {sheet.production.name} --run {sheet.run}`: "
            "what is done costs nothing.",
        )


class _Opening(NamedTuple):
    """What opens a scene: the key frame, the picture that a still goes on from, or why it has to wait."""

    frame: str | None = None
    still: str | None = None
    waits: str = ""


class _Floor:
    """The shots of one call sheet, each a task."""

    def __init__(self, sheet: CallSheet, shots: list[Shot]) -> None:
        self.sheet = sheet
        self.gates = Gates(sheet.doers.limits)
        self.plan = sheet.need("plan", Plan)
        self.wanted = {(node.pilot, node.scene, node.kind) for node in sheet.wanted}
        self.tasks: dict[Shot, asyncio.Task[tuple[Clip, QAReport]]] = {}
        for shot in shots:
            self.tasks[shot] = asyncio.create_task(self._shot(*shot))

    async def strike(self) -> None:
        """Stop what still films; the generations go on at the provider and are claimed next time."""
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)

    async def _shot(self, pilot: str, name: str) -> tuple[Clip, QAReport]:
        # Tasks refer to each other through `self.tasks`, which is whole only after this turn.
        await asyncio.sleep(0)
        sheet = self.sheet
        scene = sheet.need("scene", Scene, pilot, name)
        planned = self.plan.pilot(pilot)
        stopped = self._stopped(planned, scene)
        if planned is None or stopped:
            return self._nothing(planned, pilot, name, stopped)
        opening = await self._opening(pilot, scene)
        if opening.waits:
            return self._nothing(planned, pilot, name, opening.waits)
        accounts = self._accounts(pilot, scene)
        filming = Filming(sheet, self.gates, planned, scene, opening.frame, accounts, opening.still)
        async with self.gates.pilot(pilot):
            if (pilot, name, "clip") in self.wanted:
                return await filming.film()
            return await filming.judge(sheet.need("clip", Clip, pilot, name))

    def _accounts(self, pilot: str, scene: Scene) -> tuple[str, ...]:
        """Who may pay: the pilot; after the greenlight the contingency too, for its leader and for
        test scenes, which are filmed then only because they were edited."""
        decided = self.sheet.document("greenlight", Greenlight)
        if decided is not None and (scene.test or decided.leader == pilot):
            return (pilot, CONTINGENCY)
        return (pilot,)

    def _stopped(self, planned: PlannedPilot | None, scene: Scene) -> str:
        if planned is None or scene.happened != "written":
            return f"not_filmed: {scene.why or 'pilot not planned'}"
        if scene.test:
            return ""
        decision = self.sheet.need("greenlight", Greenlight).decision(planned.name)
        return "not_filmed: pilot cancelled" if decision and decision.verdict == "cancel" else ""

    async def _opening(self, pilot: str, scene: Scene) -> _Opening:
        """What opens the scene, or why it can't be filmed yet."""
        if scene.continues is None:
            return _Opening(scene.first_frame)
        task = self.tasks.get((pilot, scene.continues))
        before = (
            (await asyncio.shield(task))[0] if task else self.sheet.need("clip", Clip, pilot, scene.continues)
        )
        if before.last_frame is None:
            return _Opening(waits=f"held: continues {scene.continues}, which is {before.state}")
        frame = before.last_frame.digest
        # The picture as it was bought: no other encoder or move makes the next one another request.
        return _Opening(frame, before.still.digest if before.still else frame)

    def _nothing(
        self, planned: PlannedPilot | None, pilot: str, scene: str, state: str
    ) -> tuple[Clip, QAReport]:
        production = self.sheet.production
        verifier = self.sheet.cast.verifier
        clip = Clip(state=state, pilot=pilot, scene=scene)
        tier = production.tiers[planned.tier] if planned else None
        return clip, verifier.nothing(production, tier, pilot, scene, state)


def _land(landed: asyncio.Queue[Shot], shot: Shot, _: asyncio.Task[tuple[Clip, QAReport]]) -> None:
    landed.put_nowait(shot)


def _tell(clip: Clip, qa_report: QAReport) -> None:
    subject = f"{clip.pilot}/{clip.scene}"
    report(Progress(stage="shoot", subject=subject, state=clip.happened, detail=clip.why))
    if qa_report.happened == "not_filmed":
        return
    word = "passed" if qa_report.passed else "failed" if qa_report.overall is not None else "unjudged"
    report(Progress(stage="judge", subject=subject, state=word, detail=_found(qa_report)))


def _made(sheet: CallSheet, node: Node, clip: Clip, qa_report: QAReport) -> Made:
    if node.kind == "clip":
        fine = clip.happened in {"filmed", "footage", "not_filmed"} and not clip.unknown
        lost = "".join(f"; take {line.number} is unknown: {line.reason}" for line in clip.unknown)
        metadata = clip_metadata(sheet.doers.artifacts, clip)
        return Made(node, clip, metadata, (Check("filmed", fine, clip.state + lost),))
    fine = qa_report.passed or qa_report.happened == "not_filmed"
    check = Check("threshold", fine, _found(qa_report))
    return Made(node, qa_report, report_metadata(qa_report), (check,))


def _found(qa_report: QAReport) -> str:
    return qa_report.shortfall or f"{qa_report.overall} of {qa_report.threshold}"
