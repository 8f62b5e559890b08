"""The critic's trade: what it is told, and what it answers."""

from __future__ import annotations

from typing import Protocol

from studio_assets.critique.dossier import Dossier
from studio_assets.critique.review import Critique

__all__ = ["Critic"]


class Critic(Protocol):
    """Judges a pilot as a whole."""

    async def review(self, dossier: Dossier) -> Critique:
        """The judgement of one pilot.

        Args:
            dossier: its script, clips, reports and money.

        Returns:
            A critique whose facts all come from these documents.
        """
        ...
