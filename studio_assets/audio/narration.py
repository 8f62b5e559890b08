"""The spoken lines of the locked cut."""

from __future__ import annotations

from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.money import ZERO, Usd
from studio_assets.audio.speech_report import SpeechReport
from studio_assets.document import Document, Seconds, Value

__all__ = ["Narration", "NarrationLine"]


class NarrationLine(Value):
    """One scene's line.

    Args:
        pilot: whose script it is from.
        scene: the scene's name.
        text: what is said, as it is written; captions show it.
        spoken: the same as it was sent to the voice: numbers in words, no markup.
        state: `spoken`, `held: ...`, `refused: ...`, `unknown: ...` or `damaged: ...`.
        media: the sound file; None unless spoken.
        seconds: its measured length.
        price: dollars settled for all of its takes.
        slate: the take's identity; empty unless spoken.
        provider: who spoke it; empty unless spoken.
        voice: that speaker's voice.
        fell_back_from: the narrator's provider where another one spoke; else empty.
        report: how it sounds; None unless spoken.
        shortened_from: what the writer had written, where it was too long for its picture; else empty.
        notes: how it came about, a sentence each.
    """

    pilot: str
    scene: str
    text: str
    spoken: str = ""
    state: str
    media: Artifact | None = None
    seconds: Seconds = Fraction(0)
    price: Usd = ZERO
    slate: str = ""
    provider: str = ""
    voice: str = ""
    fell_back_from: str = ""
    report: SpeechReport | None = None
    shortened_from: str = ""
    notes: tuple[str, ...] = ()


class Narration(Document):
    """State `spoken`, `silent` (nothing to say), or `held: ...` where a line is missing.

    Args:
        voice: the narrator's voice; empty where nobody speaks.
        provider: who is to speak; empty where nobody does.
        language: ISO 639-1, in which figures were said; empty where an earlier version did not note it.
        lines: in film order.
        bed: all lines in one sound with pauses between them, for listening; None where there is none.
        price: dollars of all lines, over all their takes.
        simulated: whether simulated providers spoke.
    """

    voice: str
    provider: str
    language: str = ""
    lines: tuple[NarrationLine, ...] = ()
    bed: Artifact | None = None
    price: Usd = ZERO
    simulated: bool = False

    def line(self, pilot: str, scene: str) -> NarrationLine | None:
        """The line of a scene, or None where it has none."""
        return next((one for one in self.lines if (one.pilot, one.scene) == (pilot, scene)), None)
