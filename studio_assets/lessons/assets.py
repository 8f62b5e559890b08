"""The lessons: each judged pilot becomes an episode in the library, never rewritten."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.memory.episode import Episode
from resources.money import dollars
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.critique.review import Critique
from studio_assets.lessons.lessons import Lesson, Lessons
from studio_assets.lessons.present import lessons_metadata
from studio_assets.planning.plan import Plan, PlannedPilot

__all__ = ["learn"]


async def learn(sheet: CallSheet) -> AsyncIterator[Made]:
    """Record what this run measured of each pilot; the next plan reads it."""
    plan, doers = sheet.need("plan", Plan), sheet.doers
    found: list[Lesson] = []
    for pilot in plan.pilots:
        review = sheet.need("critique", Critique, pilot.name)
        if review.score is None:
            continue
        lesson = Lesson(subject=f"tier:{pilot.tier}", pilot=pilot.name, text=_sentence(sheet, pilot, review))
        found.append(lesson)
        doers.memory.record(
            Episode(
                key=f"{sheet.budget}/{pilot.name}/{review.fingerprint}",
                namespace="platform",
                production=sheet.production.name,
                run=sheet.run,
                subject=lesson.subject,
                text=lesson.text,
                facts={"score": str(review.score), "spent": str(review.spent), "scenes": len(review.scenes)},
                at=doers.clock.now(),
            )
        )
    state = "recorded" if found else "nothing: no clip was judged"
    lessons = Lessons(state=state, lessons=tuple(found))
    yield Made(sheet.wanted[0], lessons, lessons_metadata(lessons))


def _sentence(sheet: CallSheet, pilot: PlannedPilot, review: Critique) -> str:
    filmed = sum(scene.filmed for scene in review.scenes)
    label = "simulated " if sheet.doers.simulated else ""
    return (
        f"{pilot.tier} by {label}{pilot.provider} scored {review.score} over {filmed} of"
        f" {len(review.scenes)} scenes for {dollars(review.spent)} in {sheet.budget}."
    )
