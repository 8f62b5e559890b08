"""What a judge says of a clip at a desk that is told what to say, and what it is shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.measured import Still
from studio_assets.qa.report import Measure
from studio_assets.qa.viewing import Before, Viewing
from tests.studio_assets.scripted_desk import ScriptedDesk

MODELS = {"qa_verifier": "claude-haiku-5-5", "second_opinion": "claude-sonnet-5-5"}


@dataclass
class Look:
    """What was measured, without a clip."""

    score: Decimal
    parts: dict[str, Measure] = field(default_factory=dict)
    stills: tuple[Still, ...] = ()


def stills(count: int = 2) -> tuple[Still, ...]:
    """Frames half a second apart at 24 a second."""
    return tuple(
        Still(
            frame=12 * number,
            at=Fraction(number, 2),
            picture=Artifact(digest=f"{number:064x}", suffix=".jpg", size=1),
            width=768,
            height=432,
        )
        for number in range(count)
    )


def desk_that_says(folder: Path, *script: dict[str, Any] | Exception | str) -> ScriptedDesk:
    """A desk whose answers cost a tenth of a cent each; a text is the outcome of one that never came."""
    artifacts = Artifacts(root=str(folder))
    return ScriptedDesk(list(script), artifacts, models=MODELS, price=Decimal("0.001"))


def answer(
    accuracy: int = 90, style: int = 90, technical: int = 90, fit: int = 90, **changes: Any
) -> dict[str, Any]:
    """A judge's answer with these four scores."""
    marks = {
        "visual_accuracy": accuracy,
        "style_consistency": style,
        "technical_quality": technical,
        "narrative_fit": fit,
    }
    given = {
        "frames_seen": 2,
        "elements": [
            {"element": "a laptop", "seen": "matched"},
            {"element": "a lamp", "seen": "missing"},
        ],
        "unexpected": ["a cat"],
        **{name: {"evidence": f"Frame 0 shows {name}.", "score": mark} for name, mark in marks.items()},
        "issues": ["The lamp is missing in frame 12."],
        "suggestions": ["Name the lamp first."],
    }
    return given | changes


def identity(
    word: str, evidence: str = "The scarf is red in frame 0 and blue in frame 12."
) -> dict[str, Any]:
    """A judge's word on a clip that continues another."""
    return {"identity": {"evidence": evidence, "word": word}}


@pytest.fixture
def viewing(production: Any, tier: Any, scene: Any) -> Callable[..., Viewing]:
    """Builds what may be looked at: two sound frames of `desk`, threshold 85, judged by Claude."""
    quality = production().quality.model_copy(update={"judge": "claude", "threshold": Decimal(85)})

    def build(
        technical: str = "90", *, frames: int = 2, before: Before | None = None, **changes: Any
    ) -> Viewing:
        given: dict[str, Any] = {
            "production": production(quality=quality),
            "tier": tier(),
            "pilot": "ink",
            "scene": scene("desk", continues=before.scene if before else None),
            "clip": "ab",
            "look": Look(Decimal(technical), stills=stills(frames)),
            "before": before,
        }
        return Viewing(**(given | changes))

    return build


def before(artifacts: Artifacts, **changes: Any) -> Before:
    """The end of the clip `launch`, in the store; what was measured matches unless changes say else."""
    picture = io.BytesIO()
    Image.new("RGB", (1280, 720), (200, 90, 40)).save(picture, "PNG")
    frame = artifacts.keep_bytes(picture.getvalue(), ".png")
    cut: dict[str, Any] = {"after": "launch", "distance": 2, "colour": 0.5, "matches": True}
    return Before("launch", frame.digest, Continuity(**(cut | changes)))
