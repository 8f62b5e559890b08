"""What a render makes: shots in order, texts over them, sounds under them, in whole frames."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from resources.errors import StudioError
from resources.media.caption import Burn
from resources.media.transitions import TransitionKind

__all__ = ["Fit", "Format", "Loudness", "Position", "Shot", "Sound", "Text", "Timeline"]

Position = Literal["lower_third", "center", "top", "bottom"]
Fit = Literal["pad", "crop", "blur"]
"""How a picture of another shape fills the frame: black beside it, cut to it, or its own blur beside it."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Value):
    """A text over a shot's picture.

    Args:
        text: any characters that the font has.
        position: where it stands.
        start: first frame with the text, from the shot's first record frame.
        end: frame after the last one with it.
    """

    text: str
    position: Position
    start: int
    end: int


class Shot(_Value):
    """One clip's part in the film. Frames are frames of the film, out points exclusive.

    Args:
        file: the clip.
        digest: sha256 of its bytes; stands for its content in the cache.
        clip_frames: the clip's measured length in film frames.
        source_in: first frame used.
        source_out: frame after the last one used.
        spread: film frames over which the used frames are spread evenly; None shows each for one frame.
            More is slow motion, fewer is fast motion; film frame `k` shows frame
            `source_in + k * used // spread`.
        hold: film frames for which the last used frame stands still after that.
        transition: how it begins, a name in `transitions.TRANSITIONS`.
        transition_frames: how many frames overlap the shot before; 0 for a cut.
        texts: texts over it, the later ones above the earlier ones.
        focus: where the middle of a crop should lie, as shares of the picture's width and height.
        audio: whether the clip's own sound is heard; False mutes it.
    """

    file: Path
    digest: str
    clip_frames: int
    source_in: int = 0
    source_out: int
    spread: int | None = None
    hold: int = 0
    transition: TransitionKind = "cut"
    transition_frames: int = 0
    texts: tuple[Text, ...] = ()
    focus: tuple[Fraction, Fraction] = (Fraction(1, 2), Fraction(1, 2))
    audio: bool = True

    @property
    def moving(self) -> int:
        """Film frames in which its used frames pass."""
        return self.source_out - self.source_in if self.spread is None else self.spread

    @property
    def frames(self) -> int:
        """Film frames that the shot lasts, its transition and its hold included."""
        return self.moving + self.hold


class Sound(_Value):
    """A sound laid over the film.

    Args:
        file: the sound.
        digest: sha256 of its bytes.
        at: film frame at which it begins.
        end: film frame at which it is cut off; None lets it end by itself or with the film.
        fade_in: film frames over which it comes up.
        fade_out: film frames over which it goes down before it ends (at `end`, its own end or the
            film's, whichever is first).
        loop: whether it begins again until `end`.
        gain_db: decibels louder (or softer, below 0).
        bed: music that lies under the other sounds: it is ducked with the clips' own audio.
    """

    file: Path
    digest: str
    at: int
    end: int | None = None
    fade_in: int = 0
    fade_out: int = 0
    loop: bool = False
    gain_db: float = 0.0
    bed: bool = False


class Loudness(_Value):
    """How loud the film is.

    Args:
        integrated: LUFS of the whole film (ITU-R BS.1770).
        tolerance: LUFS by which the encoded film may miss it.
        ceiling: dBTP that no true peak of the encoded film may pass.
    """

    integrated: float = Field(-14.0, ge=-40, le=-5)
    tolerance: float = Field(0.5, gt=0)
    ceiling: float = Field(-1.0, le=0)


class Format(_Value):
    """The film's picture and sound format.

    Args:
        width: pixels, even.
        height: pixels, even.
        fps: frames per second.
        sample_rate: audio samples per second.
        fit: how pictures of another shape fill the frame.
    """

    width: int = Field(gt=0, multiple_of=2)
    height: int = Field(gt=0, multiple_of=2)
    fps: int = Field(gt=0)
    sample_rate: int = 48000
    fit: Fit = "pad"


class Timeline(_Value):
    """The whole film.

    Args:
        shots: in film order, at least one.
        sounds: laid over it, in any order.
        format: picture and sound format.
        loudness: what the whole film is brought to; None leaves it as it is mixed.
        burn: captions that are drawn into the picture, or None.
        font: the font file of every text; None is the one that ships.
    """

    shots: tuple[Shot, ...] = Field(min_length=1)
    sounds: tuple[Sound, ...] = ()
    format: Format
    loudness: Loudness | None = None
    burn: Burn | None = None
    font: Path | None = None

    @property
    def frames(self) -> int:
        """Length of the film: the sum of its shots less the overlaps."""
        return sum(shot.frames - shot.transition_frames for shot in self.shots)

    @property
    def record_ins(self) -> tuple[int, ...]:
        """Film frame at which each shot begins to be seen."""
        at, starts = 0, []
        for shot in self.shots:
            starts.append(at - shot.transition_frames)
            at += shot.frames - shot.transition_frames
        return tuple(starts)

    def sample(self, frame: int) -> int:
        """The audio sample at which a film frame begins, rounded down."""
        return frame * self.format.sample_rate // self.format.fps

    def faults(self) -> Iterator[str]:
        """What cannot be rendered, a sentence each."""
        for number, shot in enumerate(self.shots, start=1):
            yield from _shot_faults(number, shot)
        for number, (before, shot) in enumerate(pairwise(self.shots), start=2):
            if shot.transition_frames > min(before.frames, shot.frames):
                yield f"Shot {number}'s transition is longer than a shot beside it."
            elif before.transition_frames + shot.transition_frames > before.frames:
                yield f"Shot {number - 1} is too short for the transitions at both its ends."
        if self.shots[0].transition_frames:
            yield "Shot 1 has a transition but no shot before it."
        for number, sound in enumerate(self.sounds, start=1):
            if not 0 <= sound.at < self.frames:
                yield f"Sound {number} begins at frame {sound.at}, outside the film's {self.frames}."
        length = self.frames * 1000 // self.format.fps
        for number, cue in enumerate(self.burn.cues if self.burn else (), start=1):
            if not 0 <= cue.start < min(cue.end, length):
                yield f"Caption {number} stands from {cue.start} to {cue.end} ms of a film of {length} ms."

    def check(self) -> None:
        """Raise where something cannot be rendered.

        Raises:
            StudioError: the faults, all of them; mend the cut's points and transitions.
        """
        found = list(self.faults())
        if found:
            raise StudioError(
                " ".join(found),
                mend="Move the points or shorten the transitions, sounds or captions named above.",
                where="timeline",
            )


def _shot_faults(number: int, shot: Shot) -> Iterator[str]:
    if not 0 <= shot.source_in < shot.source_out <= shot.clip_frames:
        yield (
            f"Shot {number} uses frames {shot.source_in} to {shot.source_out}"
            f" of a clip that has {shot.clip_frames}."
        )
    if (shot.transition == "cut") != (shot.transition_frames == 0) or shot.transition_frames < 0:
        yield f"Shot {number} begins by {shot.transition} with {shot.transition_frames} frames."
    if shot.hold < 0 or (shot.spread is not None and shot.spread < 1):
        yield f"Shot {number} is spread over {shot.spread} frames and held for {shot.hold}."
    if not all(0 <= share <= 1 for share in shot.focus):
        yield f"Shot {number}'s focus lies outside its picture."
    if not all(0 <= text.start < text.end <= shot.frames for text in shot.texts):
        yield f"Shot {number}'s text does not stand within its {shot.frames} frames."
