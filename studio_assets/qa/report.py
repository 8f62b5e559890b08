"""Measured and seen facts on one clip, and four scores 0-100 of which none is invented."""

from __future__ import annotations

from decimal import Decimal

from studio_assets.document import Document, Value

__all__ = ["Measure", "QAReport"]


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


class QAReport(Document):
    """State `judged`, `unjudged: ...` (could not look), or `not_filmed: ...`.

    Args:
        pilot: the pilot's name.
        scene: the scene's name.
        clip: digest of the judged clip, or None.
        technical: measured technical quality 0-100, None where it could not be measured.
        visual_accuracy: seen 0-100; None is unjudged.
        style_consistency: seen 0-100; None is unjudged.
        narrative_fit: seen 0-100; None is unjudged.
        overall: the score that decides; None never passes.
        basis: what `overall` is made of, in a sentence.
        threshold: what `overall` must reach.
        passed: overall is there and >= threshold.
        measures: name -> sub-measure of the technical score.
        issues: what is wrong, a sentence each.
        suggestions: what to try, a sentence each.
    """

    pilot: str
    scene: str
    clip: str | None = None
    technical: Decimal | None = None
    visual_accuracy: Decimal | None = None
    style_consistency: Decimal | None = None
    narrative_fit: Decimal | None = None
    overall: Decimal | None = None
    basis: str = ""
    threshold: Decimal
    passed: bool = False
    measures: dict[str, Measure] = {}
    issues: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
