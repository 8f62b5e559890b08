"""The critic's judgement of a pilot as a whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from resources.money import Usd
from studio_assets.document import Document, Value

__all__ = ["Critique", "SceneReview", "SeenLesson"]


class SceneReview(Value):
    """One scene in the critique.

    Args:
        scene: its name.
        filmed: whether a clip is there.
        overall: QA score, None where unjudged.
        passed: whether QA passed it.
        issues: what QA found.
        matched: what the scene asks for and its frames show, as the critic saw it.
        missing: what the scene asks for and its frames lack.
        verdict: the critic's word on the scene, in a sentence; empty where nobody looked at a frame.
    """

    scene: str
    filmed: bool
    overall: Decimal | None
    passed: bool
    issues: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    verdict: str = ""


class SeenLesson(Value):
    """Something to do otherwise next time, which frames show.

    Args:
        text: the lesson in a sentence.
        scenes: the scenes whose frames show it, at least one.
    """

    text: str
    scenes: tuple[str, ...]


class Critique(Document):
    """State `reviewed`, or `not_filmed: ...` for a pilot that was cancelled or never planned.

    Measured: `score`, `band`, `complete`, `spent`, `strengths`, `gaps`, `lessons` and what QA says of the
    scenes; code computes them whoever the critic is. Seen, where a critic looked at frames: `matched`,
    `missing` and `verdict` of the scenes, `gap_analysis`, `seen_strengths`, `seen_lessons` and
    `advice_reason`. The advice moves no money: the greenlight's rule, or a person's override, decides.

    Args:
        pilot: its name.
        crew: who judged, `rules` or a model's name.
        score: mean overall of the judged scenes, None where none is.
        band: what the rubric says of that score, for example `75-89: keeps 75 %`.
        advice: `continue` or `cancel`, what the critic advises; the rules advise what the band says.
        complete: whether every scene has a clip.
        spent: dollars of the pilot.
        scenes: per scene, in script order.
        strengths: a sentence each, from measured facts only.
        gaps: a sentence each, from measured facts and the QA reports only.
        lessons: a sentence each, from measured facts only.
        unjudged: what the crew could not look at, in a sentence; empty when nothing is missing.
        looked_at: scenes whose frames the critic had in view; empty where nobody looked.
        gap_analysis: how far the pilot is from the original concept, as seen.
        seen_strengths: what works, as seen, a sentence each.
        seen_lessons: what to do otherwise, each with the scenes that show it.
        advice_reason: why the critic advises so; empty for the rules, whose reason is the band.
    """

    pilot: str
    crew: str
    score: Decimal | None = None
    band: str = ""
    advice: Literal["continue", "cancel"] = "cancel"
    complete: bool = False
    spent: Usd
    scenes: tuple[SceneReview, ...] = ()
    strengths: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    unjudged: str = ""
    looked_at: tuple[str, ...] = ()
    gap_analysis: str = ""
    seen_strengths: tuple[str, ...] = ()
    seen_lessons: tuple[SeenLesson, ...] = ()
    advice_reason: str = ""
