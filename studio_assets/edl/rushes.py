"""What an editor may look at: the winners' scripts, clips and QA reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio_assets.clips.clip import Clip
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["Rushes"]


@dataclass(frozen=True, kw_only=True)
class Rushes:
    """All that an editor may look at.

    Args:
        production: what is wanted; its edit names the candidates.
        winners: pilots whose clips may be used, best first.
        ranking: pilot -> why it won or lost.
        scenes: winner -> scene -> its script.
        clips: winner -> scene -> what was filmed.
        reports: winner -> scene -> QA report.
    """

    production: Production
    winners: tuple[str, ...]
    ranking: Mapping[str, str]
    scenes: Mapping[str, Mapping[str, Scene]]
    clips: Mapping[str, Mapping[str, Clip]]
    reports: Mapping[str, Mapping[str, QAReport]]
