"""The QA verifier's trade: what it is told, and what it answers."""

from __future__ import annotations

from typing import Protocol

from studio_assets.qa.report import QAReport
from studio_assets.qa.viewing import Viewing
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

__all__ = ["Verifier"]


class Verifier(Protocol):
    """Judges one clip."""

    async def judge(self, viewing: Viewing) -> QAReport:
        """The report on one clip.

        Args:
            viewing: what was wanted, and what there is to look at.

        Returns:
            A report of which no score is invented; what nobody looked at is None.

        Raises:
            TransientFailure: asking again is free and may heal it.
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
