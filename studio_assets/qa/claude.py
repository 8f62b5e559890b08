"""A QA verifier with eyes: Claude looks at the frames, code measures, weighs and decides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.desk import Desk
from resources.errors import StudioError
from studio_assets.qa import rules
from studio_assets.qa.exhibits import Exhibits, exhibits
from studio_assets.qa.noise import Spread, noise_of, repeatability
from studio_assets.qa.opinions import first_opinion, opinion, scores_of, unjudged, with_second
from studio_assets.qa.question import question
from studio_assets.qa.report import QAReport
from studio_assets.qa.second import wanted
from studio_assets.qa.verdict import Verdict
from studio_assets.qa.verifier import Verifier
from studio_assets.qa.viewing import Viewing
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["ClaudeVerifier", "Repeated"]


@dataclass(frozen=True)
class Repeated:
    """One clip, asked about several times.

    Args:
        model: who judged.
        scores: overall score of each asking.
        spread: their standard deviation in points.
        asked: every request that it took.
    """

    model: str
    scores: tuple[Decimal, ...]
    spread: Decimal
    asked: tuple[Asked, ...]

    @property
    def simulated(self) -> bool:
        """Whether the simulator answered."""
        return any(one.simulated for one in self.asked)


class ClaudeVerifier(Verifier):
    """The verifier that looks.

    Args:
        desk: where it asks.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def judge(self, viewing: Viewing) -> QAReport:
        """The report on one clip, with a second opinion where the first is too near the threshold.

        Raises:
            TransientFailure: asking again is free and may heal it.
        """
        measured, look = rules.judge(viewing), viewing.look
        if look is None:
            return measured
        if not look.stills:
            return unjudged(measured, "the clip gave no frame to look at")
        shown = await exhibits(self._desk.artifacts, viewing, look.stills)
        try:
            answer = await self._desk.ask(question(viewing, shown, "qa_verifier"))
        except Unanswered as silent:
            if not silent.asked[-1].outcome.startswith("unknown"):
                return unjudged(measured, silent.what, silent.asked, silent.mend)
            return await self._instead(viewing, shown, measured, silent)
        if not answer.value.frames_seen:
            return unjudged(measured, f"{answer.model} could make out no frame", answer.asked)
        noise = noise_of(answer.model, simulated=answer.asked[-1].simulated)
        report = first_opinion(viewing, measured, answer, noise.points)
        lost = report.continuity is not None and report.continuity.broken
        if not wanted(scores_of(report), report.threshold, noise.points, lost=lost):
            return report
        return await self._second(viewing, shown, report, noise)

    def nothing(
        self, production: Production, tier: Tier | None, pilot: str, scene: str, state: str
    ) -> QAReport:
        """The report where there is no clip to look at; nobody is asked."""
        return rules.nothing(production, tier, pilot, scene, state)

    async def repeat(self, viewing: Viewing, times: int) -> Repeated:
        """Ask about the same clip several times, to see how far the answers differ.

        Args:
            viewing: what was wanted, and what there is to look at.
            times: 2 or more; each asking is paid once per run.

        Raises:
            StudioError: there is nothing to look at, or fewer than two askings are wanted.
            Unanswered: an asking came to nothing; those before are paid and kept.
            TransientFailure: asking again is free and may heal it.
        """
        look = viewing.look
        if look is None or not look.stills or times < 2:
            raise StudioError(
                "This shows no spread: it takes a clip with frames, and two askings of it.",
                mend="Name a clip that decodes, and ask at least twice.",
                where=viewing.scene.name,
            )
        shown = await exhibits(self._desk.artifacts, viewing, look.stills)
        answers: list[Answer[Verdict]] = []
        # One after the other: each begins with what the model remembers of the one before.
        for nth in range(1, times + 1):
            answer = await self._desk.ask(question(viewing, shown, "qa_verifier", nth))
            if not answer.value.frames_seen:
                raise StudioError(
                    f"{answer.model} could make out no frame, so its scores mean nothing.",
                    mend="Name another clip.",
                    where=viewing.scene.name,
                )
            answers.append(answer)
        scores = tuple(opinion(answer, look.score).overall for answer in answers)
        asked = tuple(one for answer in answers for one in answer.asked)
        return Repeated(answers[0].model, scores, repeatability(scores), asked)

    async def _instead(
        self, viewing: Viewing, shown: Exhibits, measured: QAReport, lost: Unanswered
    ) -> QAReport:
        """The other judge's report, where the first one's answer was lost on its way.

        A lost answer says nothing of the clip, and a pilot should not end for it. The same question is never
        sent again; one to another model is another question.
        """
        try:
            answer = await self._desk.ask(question(viewing, shown, "second_opinion"))
        except Unanswered as silent:
            return unjudged(measured, lost.what, (*lost.asked, *silent.asked), lost.mend)
        asked = (*lost.asked, *answer.asked)
        if not answer.value.frames_seen:
            return unjudged(measured, f"{answer.model} could make out no frame", asked)
        noise = noise_of(answer.model, simulated=answer.asked[-1].simulated)
        report = first_opinion(viewing, measured, answer, noise.points)
        note = f"{answer.model} judged, because the first judge's answer was lost. {lost.mend}"
        return report.model_copy(update={"asked": asked, "notes": (*report.notes, note)})

    async def _second(self, viewing: Viewing, shown: Exhibits, report: QAReport, noise: Spread) -> QAReport:
        """The report with a second judge's word; without it where none came."""
        try:
            answer = await self._desk.ask(question(viewing, shown, "second_opinion"))
        except Unanswered as silent:
            return _alone(report, silent.asked, f"no second opinion came: {silent.what} {silent.mend}")
        if not answer.value.frames_seen:
            return _alone(report, answer.asked, f"{answer.model}, asked too, could make out no frame.")
        return with_second(report, answer, noise.words)


def _alone(report: QAReport, asked: tuple[Asked, ...], why: str) -> QAReport:
    note = f"The score is within the judge's noise of the threshold, and {why}"
    return report.model_copy(update={"asked": (*report.asked, *asked), "notes": (*report.notes, note)})
