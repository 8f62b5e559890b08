"""What a QA verifier may look at of one clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from studio_assets.qa.continuity import Continuity
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAsset
from studio_assets.spec.production import Production
from studio_assets.spec.tier import Tier

if TYPE_CHECKING:
    from studio_assets.qa.measured import Still

__all__ = ["Before", "Measurement", "Part", "Viewing"]


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

    @property
    def stills(self) -> Sequence[Still]:
        """Frames for eyes, in order, at most 768 pixels on the long edge."""
        ...


@dataclass(frozen=True)
class Before:
    """The end of the clip that this one continues.

    Args:
        scene: its scene.
        frame: digest of its last frame, which opens this clip.
        continuity: what was measured across the cut.
    """

    scene: str
    frame: str
    continuity: Continuity


@dataclass(frozen=True, kw_only=True)
class Viewing:
    """All that a verifier may look at of one clip.

    Args:
        production: what is wanted.
        tier: the pilot's look and its threshold.
        pilot: the pilot's name.
        scene: what should be seen.
        clip: digest of what was filmed.
        look: what was measured, None where measuring failed.
        why: why nothing was measured; empty where it was.
        before: the end of the clip that it continues; None where it continues nothing.
        seeds: what the seed pictures of the film show, in words.
    """

    production: Production
    tier: Tier
    pilot: str
    scene: Scene
    clip: str
    look: Measurement | None
    why: str = ""
    before: Before | None = None
    seeds: tuple[SeedAsset, ...] = ()

    @property
    def threshold(self) -> Decimal:
        """What the overall score must reach."""
        return self.production.threshold_of(self.tier)
