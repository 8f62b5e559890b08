"""What a render makes: shots in order, texts over them, sounds under them, in whole frames."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from resources.errors import StudioError

__all__ = ["Format", "Position", "Shot", "Sound", "Text", "Timeline", "TransitionKind"]

Position = Literal["lower_third", "center", "top", "bottom"]
TransitionKind = Literal["cut", "dissolve", "fade"]


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
        transition: how it begins: `cut`, `dissolve` (mix with the shot before) or `fade` (through black).
        transition_frames: how many frames overlap the shot before; 0 for a cut.
        text: text over it, or None.
        audio: whether the clip's own sound is heard; False mutes it.
    """

    file: Path
    digest: str
    clip_frames: int
    source_in: int = 0
    source_out: int
    transition: TransitionKind = "cut"
    transition_frames: int = 0
    text: Text | None = None
    audio: bool = True

    @property
    def frames(self) -> int:
        """Film frames that the shot uses, its transition included."""
        return self.source_out - self.source_in


class Sound(_Value):
    """A sound laid over the film.

    Args:
        file: the sound.
        digest: sha256 of its bytes.
        at: film frame at which it begins.
        gain_db: decibels louder (or softer, below 0).
        bed: music that lies under the other sounds: it is ducked with the clips' own audio.
    """

    file: Path
    digest: str
    at: int
    gain_db: float = 0.0
    bed: bool = False


class Format(_Value):
    """The film's picture and sound format.

    Args:
        width: pixels, even.
        height: pixels, even.
        fps: frames per second.
        sample_rate: audio samples per second.
    """

    width: int = Field(gt=0, multiple_of=2)
    height: int = Field(gt=0, multiple_of=2)
    fps: int = Field(gt=0)
    sample_rate: int = 48000


class Timeline(_Value):
    """The whole film.

    Args:
        shots: in film order, at least one.
        sounds: laid over it, in any order.
        format: picture and sound format.
    """

    shots: tuple[Shot, ...] = Field(min_length=1)
    sounds: tuple[Sound, ...] = ()
    format: Format

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

    def check(self) -> None:
        """Raise where something cannot be rendered.

        Raises:
            StudioError: the faults, all of them; mend the cut's points and transitions.
        """
        found = list(self.faults())
        if found:
            raise StudioError(
                " ".join(found),
                mend="Move the in and out points or shorten the transitions named above.",
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
    if shot.text is not None and not 0 <= shot.text.start < shot.text.end <= shot.frames:
        yield f"Shot {number}'s text does not stand within its {shot.frames} frames."
