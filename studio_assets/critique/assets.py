"""The critique of each pilot as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.clips.clip import Clip
from studio_assets.critique.dossier import Dossier
from studio_assets.critique.present import critique_metadata
from studio_assets.critique.review import Critique
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Plan
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["critique"]


async def critique(sheet: CallSheet) -> AsyncIterator[Made]:
    """Review the wanted pilots, all at once: a critic may have to be waited for.

    Raises:
        StudioError: the first failure among the pilots; the others were yielded before.
    """
    pilots = [node.pilot or "" for node in sheet.wanted]
    reviews = await asyncio.gather(*(_review(sheet, pilot) for pilot in pilots), return_exceptions=True)
    for node, review in zip(sheet.wanted, reviews, strict=True):
        if isinstance(review, Critique):
            score = "unjudged" if review.score is None else str(review.score)
            report(Progress(stage="critique", subject=review.pilot, state=review.happened, detail=score))
            yield Made(node, review, critique_metadata(review))
    failures = [one for one in reviews if isinstance(one, BaseException)]
    if failures:
        raise failures[0]


async def _review(sheet: CallSheet, pilot: str) -> Critique:
    names = [scene.name for scene in sheet.production.scenes]
    dossier = Dossier(
        production=sheet.production,
        plan=sheet.need("plan", Plan),
        greenlight=sheet.need("greenlight", Greenlight),
        pilot=pilot,
        scenes={name: sheet.need("scene", Scene, pilot, name) for name in names},
        clips={name: sheet.need("clip", Clip, pilot, name) for name in names},
        reports={name: sheet.need("qa_report", QAReport, pilot, name) for name in names},
    )
    return await sheet.cast.critic.review(dossier)
