"""Measured and seen facts on one clip, and four scores 0-100 of which none is invented."""

from __future__ import annotations

from decimal import Decimal

from studio_assets.document import Document, Value, late
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.weigh import Scores

__all__ = ["Measure", "Opinion", "QAReport"]


class Measure(Value):
    """One sub-measure of technical quality.

    Args:
        value: the raw figure, in the measure's own unit.
        score: 0-1, 1 is faultless.
        weight: how much of the score a total failure costs, 0-1.
        note: what was seen, in a sentence; empty where nothing is wrong.
    """

    value: float
    score: float
    weight: float
    note: str = ""


class Opinion(Value):
    """What one judge said of a clip.

    Args:
        model: who said it.
        scores: as it gave them; `technical` is its own word, which decides nothing.
        overall: what they weigh with the measured technical score.
        evidence: score -> what it rests on, in a sentence.
    """

    model: str
    scores: Scores
    overall: Decimal
    evidence: dict[str, str] = {}


class QAReport(Document):
    """State `judged`, `unjudged: ...` (could not look), or `not_filmed: ...`.

    Args:
        pilot: the pilot's name.
        scene: the scene's name.
        clip: digest of the judged clip, or None.
        judge: who judged: `rules`, or a model's name.
        technical: measured technical quality 0-100, None where it could not be measured.
        visual_accuracy: seen 0-100; None is unjudged.
        style_consistency: seen 0-100; None is unjudged.
        narrative_fit: seen 0-100; None is unjudged.
        judged_technical: technical quality as the judge sees it, 0-100. Shown and not decisive: what can
            be measured is not asked. None where nobody looked.
        overall: the score that decides; None never passes.
        basis: what `overall` is made of, in a sentence.
        threshold: what `overall` must reach.
        passed: overall is there and >= threshold, and the clip continues what it should continue.
        measures: name -> sub-measure of the technical score.
        evidence: score -> what it rests on, in a sentence.
        matched: what the scene names and the clip shows.
        missing: what the scene names and the clip lacks.
        unexpected: what the clip shows and the scene does not name.
        issues: what is wrong, a sentence each.
        suggestions: what to try, a sentence each.
        first: what the judge said; None where nobody looked.
        second: what a second judge said, where the first was too near the threshold; the scores are
            then the mean of both.
        noise: points by which the judge's own askings differ; None where nobody looked.
        continuity: what is known of the cut before it; None where it continues nothing.
    """

    pilot: str
    scene: str
    clip: str | None = None
    judge: str = late("rules")
    technical: Decimal | None = None
    visual_accuracy: Decimal | None = None
    style_consistency: Decimal | None = None
    narrative_fit: Decimal | None = None
    judged_technical: Decimal | None = late(None)
    overall: Decimal | None = None
    basis: str = ""
    threshold: Decimal
    passed: bool = False
    measures: dict[str, Measure] = {}
    evidence: dict[str, str] = late({})
    matched: tuple[str, ...] = late(())
    missing: tuple[str, ...] = late(())
    unexpected: tuple[str, ...] = late(())
    issues: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    first: Opinion | None = late(None)
    second: Opinion | None = late(None)
    noise: Decimal | None = late(None)
    continuity: Continuity | None = late(None)

    @property
    def shortfall(self) -> str:
        """Why it did not pass, in a few words; empty where it did."""
        if self.passed:
            return ""
        if self.overall is None:
            return self.state
        if self.overall < self.threshold:
            return f"{self.overall} of {self.threshold}"
        after = self.continuity.after if self.continuity else "the scene before"
        return f"{self.overall} of {self.threshold}, but it does not continue {after}"
