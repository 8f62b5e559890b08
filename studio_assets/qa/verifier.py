"""The QA verifier's trade: what it is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["Measurement", "Part", "Verifier"]


class Part(Protocol):
    """One measured part of technical quality."""

    @property
    def value(self) -> float:
        """The raw figure, in the measure's own unit."""
        ...

    @property
    def score(self) -> float:
        """0-1, 1 is faultless."""
        ...

    @property
    def weight(self) -> float:
        """How much of the score a total failure costs, 0-1."""
        ...

    @property
    def note(self) -> str:
        """What was seen, in a sentence; empty where nothing is wrong."""
        ...


class Measurement(Protocol):
    """What the pixels of a clip say."""

    @property
    def score(self) -> Decimal:
        """Technical quality 0-100."""
        ...

    @property
    def parts(self) -> Mapping[str, Part]:
        """Name -> part of the score."""
        ...


class Verifier(Protocol):
    """Judges one clip."""

    async def judge(
        self,
        *,
        production: Production,
        tier: Tier,
        pilot: str,
        scene: Scene,
        clip: str,
        look: Measurement | None,
        why: str = "",
    ) -> QAReport:
        """The report on one clip.

        Args:
            production: what is wanted.
            tier: the pilot's look and its threshold.
            pilot: the pilot's name.
            scene: what should be seen.
            clip: digest of what was filmed.
            look: what was measured, None where measuring failed.
            why: why nothing was measured; empty where it was.

        Returns:
            A report of which no score is invented; what nobody looked at is None.
        """
        ...

    def nothing(
        self, production: Production, tier: Tier | None, pilot: str, scene: str, state: str
    ) -> QAReport:
        """The report where there is no clip to look at.

        Args:
            production: what is wanted.
            tier: the pilot's look, None for a pilot that is not planned.
            pilot: the pilot's name.
            scene: the scene's name.
            state: the clip's state.

        Returns:
            A report in state `not_filmed: ...` that did not pass.
        """
        ...
