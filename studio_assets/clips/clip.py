"""What a scene delivers: its chosen take, fetched, probed and stored by hash."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.money import ZERO, Usd
from resources.takes.take import Take
from studio_assets.document import Document, Seconds, Value, late

__all__ = ["Clip", "Picture", "TakeLine", "take_line"]


class Picture(Value):
    """What the probe measured in a clip.

    Args:
        frames: decoded frames, exact.
        fps: frames per second.
        width: pixels.
        height: pixels.
        duration: seconds; frames / fps where the frames come at a constant rate.
        has_audio: whether a sound track is there.
    """

    frames: int
    fps: Seconds
    width: int
    height: int
    duration: Seconds
    has_audio: bool


class TakeLine(Value):
    """One take of the scene in this run, chosen or not.

    Args:
        slate: its identity.
        number: take number in the scene.
        state: the journal's state of it.
        provider: who filmed it.
        model: with which model.
        price: dollars settled, 0 while nothing is.
        quote: dollars that were reserved for it.
        reason: why it is refused, failed, cancelled or unknown; else empty.
        score: overall QA score 0-100, None where it could not be judged.
        chosen: whether it is the clip.
    """

    slate: str
    number: int
    state: str
    provider: str
    model: str
    price: Usd
    quote: Usd = ZERO
    reason: str = ""
    score: float | None = None
    chosen: bool = False


def take_line(take: Take, score: Decimal | None, chosen: bool) -> TakeLine:
    """A take of the journal as a line of its clip.

    Args:
        take: from the journal.
        score: overall QA score, or None.
        chosen: whether it is the clip.
    """
    return TakeLine(
        slate=take.slate,
        number=take.number,
        state=take.state,
        provider=take.provider,
        model=take.model,
        price=take.cost,
        quote=take.quote,
        reason=take.reason,
        score=None if score is None else float(score),
        chosen=chosen,
    )


class Clip(Document):
    """State `filmed`, `footage`, `refused: ...`, `held: ...`, `unknown: ...` or `not_filmed: ...`.

    Args:
        pilot: the pilot's name.
        scene: the scene's name.
        media: the file; None unless filmed or footage.
        picture: what the probe measured; None without media.
        take: the chosen take; None for footage and where nothing was filmed.
        takes: all takes of the scene in this run.
        price: dollars settled for all its takes of the present recipe and earlier ones in this run.
        last_frame: digest of its last frame as PNG, where another scene continues it.
        sheet: contact sheet picture (WebP).
        simulated: whether it was paid with play money.
        fell_back_from: the preferred provider, where another one filmed it; else empty.
        footage: slate of the take that is used as footage; else empty.
        still: the picture over which the camera moves in it; None for what was filmed.
    """

    pilot: str
    scene: str
    media: Artifact | None = None
    picture: Picture | None = None
    take: TakeLine | None = None
    takes: tuple[TakeLine, ...] = ()
    price: Usd = ZERO
    last_frame: Artifact | None = None
    sheet: Artifact | None = None
    simulated: bool = False
    fell_back_from: str = ""
    footage: str = ""
    still: Artifact | None = late(None)

    @property
    def unknown(self) -> tuple[TakeLine, ...]:
        """Takes that may be paid and were not found; a person should look."""
        return tuple(line for line in self.takes if line.state == "unknown")

    @property
    def seconds(self) -> Fraction:
        """Measured duration in seconds, 0 without media."""
        return self.picture.duration if self.picture else Fraction(0)
