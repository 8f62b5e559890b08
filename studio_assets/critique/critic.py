"""The critic's trade: what it is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from studio_assets.clips.clip import Clip
from studio_assets.critique.rank import rank
from studio_assets.critique.review import Critique
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Plan
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["Critic", "rank"]


class Critic(Protocol):
    """Judges a pilot as a whole."""

    async def review(
        self,
        *,
        production: Production,
        plan: Plan,
        greenlight: Greenlight,
        pilot: str,
        scenes: Mapping[str, Scene],
        clips: Mapping[str, Clip],
        reports: Mapping[str, QAReport],
    ) -> Critique:
        """The judgement of one pilot.

        Args:
            production: what is wanted.
            plan: the producer's answer.
            greenlight: the decision after the test scenes.
            pilot: the pilot's name.
            scenes: scene -> its script.
            clips: scene -> what was filmed.
            reports: scene -> QA report.

        Returns:
            A critique whose facts all come from these documents.
        """
        ...
