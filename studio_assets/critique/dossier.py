"""What a critic may look at of one pilot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio_assets.clips.clip import Clip
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Plan
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["Dossier"]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that a critic may look at of one pilot.

    Args:
        production: what is wanted; its order of scenes is the script's.
        pilot: the pilot's name.
        plan: the producer's answer.
        greenlight: the decision after the test scenes.
        scenes: scene -> its script.
        clips: scene -> what was filmed.
        reports: scene -> QA report.
    """

    production: Production
    pilot: str
    plan: Plan
    greenlight: Greenlight
    scenes: Mapping[str, Scene]
    clips: Mapping[str, Clip]
    reports: Mapping[str, QAReport]

    @property
    def script(self) -> tuple[Scene, ...]:
        """The pilot's scenes in script order."""
        return tuple(sorted(self.scenes.values(), key=lambda scene: scene.number))
