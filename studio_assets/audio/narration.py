"""The spoken lines of the locked cut."""

from __future__ import annotations

from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.money import ZERO, Usd
from studio_assets.document import Document, Seconds, Value

__all__ = ["Narration", "NarrationLine"]


class NarrationLine(Value):
    """One scene's line.

    Args:
        pilot: whose script it is from.
        scene: the scene's name.
        text: what is said.
        state: `spoken`, `held: ...`, `refused: ...` or `unknown: ...`.
        media: the sound file; None unless spoken.
        seconds: its measured length.
        price: dollars settled.
        slate: the take's identity; empty unless spoken.
    """

    pilot: str
    scene: str
    text: str
    state: str
    media: Artifact | None = None
    seconds: Seconds = Fraction(0)
    price: Usd = ZERO
    slate: str = ""


class Narration(Document):
    """State `spoken`, `silent` (nothing to say), or `held: ...` where a line is missing.

    Args:
        voice: the voice's name; empty where nobody speaks.
        provider: who speaks; empty where nobody does.
        lines: in film order.
        price: dollars of all lines.
        simulated: whether the simulated provider spoke.
    """

    voice: str
    provider: str
    lines: tuple[NarrationLine, ...] = ()
    price: Usd = ZERO
    simulated: bool = False

    def line(self, pilot: str, scene: str) -> NarrationLine | None:
        """The line of a scene, or None where it has none."""
        return next((one for one in self.lines if (one.pilot, one.scene) == (pilot, scene)), None)
