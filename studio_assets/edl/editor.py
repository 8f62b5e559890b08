"""The editor's trade: what it is told, and what it answers."""

from __future__ import annotations

from typing import Protocol

from studio_assets.edl.cut import Edl
from studio_assets.edl.rushes import Rushes

__all__ = ["Editor"]


class Editor(Protocol):
    """Cuts candidates from the winners' clips."""

    async def cut(self, rushes: Rushes) -> Edl:
        """The candidate cuts.

        Args:
            rushes: the winners' clips, with what is known of them.

        Returns:
            Cuts in whole frames, no point outside what was measured in a clip.
        """
        ...
