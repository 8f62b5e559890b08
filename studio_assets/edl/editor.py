"""The editor's trade: what it is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from studio_assets.clips.clip import Clip
from studio_assets.edl.cut import Edl
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["Editor"]


class Editor(Protocol):
    """Cuts candidates from the winners' clips."""

    async def cut(
        self,
        *,
        production: Production,
        winners: tuple[str, ...],
        ranking: Mapping[str, str],
        scenes: Mapping[str, Mapping[str, Scene]],
        clips: Mapping[str, Mapping[str, Clip]],
        reports: Mapping[str, Mapping[str, QAReport]],
    ) -> Edl:
        """The candidate cuts.

        Args:
            production: what is wanted; its edit names the candidates.
            winners: pilots whose clips may be used, best first.
            ranking: pilot -> why it won or lost.
            scenes: winner -> scene -> its script.
            clips: winner -> scene -> what was filmed.
            reports: winner -> scene -> QA report.

        Returns:
            Cuts in whole frames, no point outside what was measured in a clip.
        """
        ...
