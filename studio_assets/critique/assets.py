"""The critique of each pilot as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.clips.clip import Clip
from studio_assets.critique.present import critique_metadata
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Plan
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["critique"]


async def critique(sheet: CallSheet) -> AsyncIterator[Made]:
    """Review the wanted pilots from what was measured of their clips."""
    plan, decision = sheet.need("plan", Plan), sheet.need("greenlight", Greenlight)
    critic = sheet.doers.crew.critic()
    names = [scene.name for scene in sheet.production.scenes]
    for node in sheet.wanted:
        pilot = node.pilot or ""
        review = await critic.review(
            production=sheet.production,
            plan=plan,
            greenlight=decision,
            pilot=pilot,
            scenes={name: sheet.need("scene", Scene, pilot, name) for name in names},
            clips={name: sheet.need("clip", Clip, pilot, name) for name in names},
            reports={name: sheet.need("qa_report", QAReport, pilot, name) for name in names},
        )
        score = "unjudged" if review.score is None else str(review.score)
        report(Progress(stage="critique", subject=pilot, state=review.happened, detail=score))
        yield Made(node, review, critique_metadata(review))
