"""The critic's judgement of a pilot as a whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from resources.money import Usd
from studio_assets.document import Document, Value

__all__ = ["Critique", "SceneReview"]


class SceneReview(Value):
    """One scene in the critique.

    Args:
        scene: its name.
        filmed: whether a clip is there.
        overall: QA score, None where unjudged.
        passed: whether QA passed it.
        issues: what QA found.
    """

    scene: str
    filmed: bool
    overall: Decimal | None
    passed: bool
    issues: tuple[str, ...] = ()


class Critique(Document):
    """State `reviewed`, or `not_filmed: ...` for a pilot that was cancelled or never planned.

    Args:
        pilot: its name.
        crew: who judged, `rules` or a model's name.
        score: mean overall of the judged scenes, None where none is.
        band: what the rubric says of that score, for example `75-89: keeps 75 %`.
        advice: `continue` or `cancel`, what the critic advises.
        complete: whether every scene has a clip.
        spent: dollars of the pilot.
        scenes: per scene, in script order.
        strengths: a sentence each, from measured facts only.
        gaps: a sentence each.
        lessons: a sentence each.
        unjudged: what the crew could not look at, in a sentence; empty when nothing is missing.
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
