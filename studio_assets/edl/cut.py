"""Cuts: ordered selections of clips with in and out points, in whole frames."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import model_validator

from resources.artifacts.artifact import Artifact
from resources.media.transitions import TransitionKind
from studio_assets.document import Document, Value
from studio_assets.script.scene import Overlay

__all__ = ["CardText", "Cut", "CutName", "Edl", "Event", "PictureLock"]

CutName = Literal["safe", "balanced", "creative"]


class CardText(Value):
    """A card: letters on one colour instead of a clip.

    Args:
        text: the large letters.
        subtitle: the small letters below, or empty.
        background: colour, `#rrggbb`.
    """

    text: str
    subtitle: str = ""
    background: str = "#000000"


class Event(Value):
    """One clip or card in a cut. Frames are frames of the film at its fps, out points exclusive.

    Args:
        pilot: whose clip it is; empty for a card.
        scene: the scene's name; of a card `opening`, `closing` or the scene that it announces.
        clip: digest of the clip's file; empty for a card, which is drawn for each deliverable.
        suffix: its file suffix.
        slate: the take's identity; empty for footage.
        clip_frames: the clip's length in film frames.
        source_in: first frame used.
        source_out: frame after the last one used.
        spread: film frames over which the used frames are spread evenly (slow or fast motion); None shows
            each for one frame.
        hold: film frames for which the last used frame stands still after that.
        transition: how it begins: `cut`, `dissolve` (overlaps the event before by `transition_frames`)
            or `fade` (the event before fades to black in the first half, this one from black in the second;
            overlaps like a dissolve), or another name in `resources.media.transitions.TRANSITIONS`.
        transition_frames: length of the transition; 0 for a cut and for the first event.
        record_in: frame of the film at which it begins to be seen.
        overlay: text over the picture, or None; times from the event's record_in.
        card: the letters where it is a card, else None.
        reason: why this clip and these points, in a sentence.
    """

    pilot: str
    scene: str
    clip: str
    suffix: str
    slate: str
    clip_frames: int
    source_in: int
    source_out: int
    spread: int | None = None
    hold: int = 0
    transition: TransitionKind = "cut"
    transition_frames: int = 0
    record_in: int
    overlay: Overlay | None = None
    card: CardText | None = None
    reason: str

    @property
    def frames(self) -> int:
        """Film frames that the event lasts, transition and hold included."""
        return (self.source_out - self.source_in if self.spread is None else self.spread) + self.hold


class Cut(Value):
    """One candidate, or a named cut of chosen scenes.

    Args:
        name: `safe`, `balanced` or `creative`; of a named cut its own.
        events: in film order.
        fps: frames per second of the film.
        frames: length of the film in frames: sum of events less the overlaps.
        estimated_quality: duration-weighted mean of the clips' overall scores; None if any is unjudged.
        missing: scenes that the cut lacks, scene -> why.
        reason: what this cut is for, in a sentence.
        files: the cut written down, export format -> its file.
    """

    name: str
    events: tuple[Event, ...]
    fps: int
    frames: int
    estimated_quality: Decimal | None
    missing: dict[str, str] = {}
    reason: str
    files: dict[str, Artifact] = {}

    @model_validator(mode="before")
    @classmethod
    def _written_before(cls, given: Any) -> Any:
        # Cuts of the time when there was one format had its file in a field of its own.
        if isinstance(given, dict) and "otio" in given:
            given = dict(given)
            if (file := given.pop("otio")) is not None:
                given["files"] = {"otio": file} | given.get("files", {})
        return given

    @property
    def duration(self) -> Fraction:
        """Length in seconds."""
        return Fraction(self.frames, self.fps)


class Edl(Document):
    """State `cut`, or `held: ...` where no clip can be cut.

    Args:
        crew: who cut, `rules` or a model's name.
        winners: pilots whose clips are used, best first.
        ranking: pilot -> why it won or lost, in a sentence.
        cuts: the candidates.
    """

    crew: str
    winners: tuple[str, ...]
    ranking: dict[str, str]
    cuts: tuple[Cut, ...]

    def cut(self, name: str) -> Cut | None:
        """The candidate of that name, or None."""
        return next((cut for cut in self.cuts if cut.name == name), None)


class PictureLock(Document):
    """State `locked`, or `waiting: ...` until a person picks.

    Args:
        cut: the locked cut, None while waiting.
        picked_by: `policy`, `spec` or who picked.
        reason: given by the policy or the person.
        version: the number of the pick in its run; 0 where the policy chose.
    """

    cut: Cut | None
    picked_by: str
    reason: str
    version: int = 0
