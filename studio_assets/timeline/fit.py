"""Picture and speech brought to the same length, scene by scene, in whole frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Literal

from studio_assets.edl.cut import Cut, Event
from studio_assets.edl.splice import length
from studio_assets.timeline.retime import lengthened, seconds_text, shortened

__all__ = ["BREATH", "LONGEST", "Fitted", "How", "Placed", "fit"]

How = Literal["longest", "shortest", "stretch"]

LONGEST = Fraction(5, 2)
"""How many times its own length a picture may be extended for its line. A clip of 5 s that is asked to carry
more than 12.5 s stands still for longer than it moves; then the line should be shortened instead."""

BREATH = Fraction(1, 2)
"""Seconds between two lines where the speech sets the lengths: a reader's pause at a full stop. Without it
the sentences of neighbouring scenes run into each other; much longer, and listeners think it has stopped."""


@dataclass(frozen=True)
class Placed:
    """Where a line is heard.

    Args:
        pilot: whose script it is from.
        scene: the scene's name.
        at: film frame at which it begins.
        end: film frame after its last.
    """

    pilot: str
    scene: str
    at: int
    end: int


@dataclass(frozen=True)
class Fitted:
    """A cut whose pictures and lines meet.

    Args:
        cut: the cut, its events retimed; its written files are left out, because they say other frames.
        lines: in film order, none over another.
        unfit: scene -> why its line and its picture do not meet, a sentence.
    """

    cut: Cut
    lines: tuple[Placed, ...]
    unfit: dict[str, str]


def fit(
    cut: Cut,
    lines: Mapping[tuple[str, str], Fraction],
    how: How,
    *,
    audio_led: bool,
    continues: Mapping[str, str | None] | None = None,
) -> Fitted:
    """Bring pictures and lines to the same length.

    A line begins with its picture, or where the line before it has ended if that is later (in a transition
    both pictures are seen, but one voice is heard). `shortest` leaves the picture and cuts the line off at
    its end. `longest` extends a picture that is shorter than its line: by what its clip has left, by slow
    motion, then by its last frame. `stretch` slows all of it evenly instead, after what its clip has left.
    Events without a line, and cards, keep their length, and every transition its frames.

    Args:
        cut: the locked cut, with its cards.
        lines: (pilot, scene) -> measured seconds of its line. It is spoken where the scene is seen first.
        how: what gives way where they differ.
        audio_led: whether the lines set the lengths: a picture lasts as long as its line and a breath; what
            is longer is trimmed, what is shorter is extended, with `shortest` as with `longest`.
        continues: scene -> the scene whose last frame opens it; such seams are not trimmed away.

    Returns:
        The cut, where each line is heard, and what does not meet.
    """
    if audio_led and how == "shortest":
        how = "longest"
    fitting = _Fitting(cut, how, audio_led, continues or {})
    waiting = {key: ceil(seconds * cut.fps) for key, seconds in lines.items()}
    for index, event in enumerate(cut.events):
        key = (event.pilot, event.scene)
        fitting.add(index, event, waiting.pop(key) if event.card is None and key in waiting else None)
    for _, scene in waiting:
        fitting.unfit.setdefault(scene, "Its picture is not in the cut, so that its line is not heard.")
    events = tuple(fitting.events)
    done = cut.model_copy(update={"events": events, "frames": length(events), "files": {}})
    return Fitted(done, tuple(fitting.lines), fitting.unfit)


@dataclass
class _Fitting:
    """The film so far.

    Args:
        cut: the locked cut.
        how: what gives way.
        audio_led: whether the lines set the lengths.
        continues: scene -> the scene that it goes on from.
        record: film frame after the last event.
        free: film frame from which on the next line may be heard.
    """

    cut: Cut
    how: How
    audio_led: bool
    continues: Mapping[str, str | None]
    events: list[Event] = field(default_factory=list)
    lines: list[Placed] = field(default_factory=list)
    unfit: dict[str, str] = field(default_factory=dict)
    record: int = 0
    free: int = 0

    def add(self, index: int, event: Event, spoken: int | None) -> None:
        """Put the next event, and its line of so many frames, at the film's end."""
        begin = self.record - event.transition_frames
        if spoken is not None and spoken < 1:
            self.unfit.setdefault(event.scene, "Its line has no sound.")
        elif spoken is not None:
            at = max(begin, self.free)
            event = self._fitted(index, event, at - begin + spoken)
            self._say(event, at, at + spoken, begin + event.frames)
        self.events.append(event.model_copy(update={"record_in": begin}))
        self.record = begin + event.frames

    def _fitted(self, index: int, event: Event, needed: int) -> Event:
        """The event for a line that needs its first `needed` frames."""
        fps, seams = self.cut.fps, (self._seam(index), self._seam(index + 1))
        frames = self._wanted(index, event, needed)
        if frames < event.frames:
            return shortened(event, frames, fps, seams)
        if frames == event.frames:
            return event
        longer = lengthened(event, frames, fps, seams, evenly=self.how == "stretch")
        own = max(event.frames, longer.source_out - longer.source_in)
        if needed > own * LONGEST:
            self.unfit.setdefault(
                event.scene,
                f"Its line needs {seconds_text(needed, fps)} of picture, more than {float(LONGEST):g} times "
                f"the {seconds_text(own, fps)} that it has; the picture is extended all the same.",
            )
        return longer

    def _wanted(self, index: int, event: Event, needed: int) -> int:
        if self.audio_led:
            after = self._overlap(index + 1)
            # The next picture comes after the last word, and a transition has all of its frames.
            wanted = needed + max(ceil(BREATH * self.cut.fps), after)
            return max(wanted, event.transition_frames + after)
        return event.frames if self.how == "shortest" else max(needed, event.frames)

    def _say(self, event: Event, at: int, end: int, last: int) -> None:
        """Place a line; `last` is the film frame after its picture."""
        if at >= last:
            self.unfit.setdefault(
                event.scene, "Its line is not heard: the line before it lasts to its picture's end."
            )
            return
        if end > last:
            over = seconds_text(end - last, self.cut.fps)
            self.unfit.setdefault(
                event.scene, f"Its line is {over} longer than its picture and is cut off there."
            )
            end = last
        self.lines.append(Placed(event.pilot, event.scene, at, end))
        self.free = end + (ceil(BREATH * self.cut.fps) if self.audio_led else 0)

    def _overlap(self, index: int) -> int:
        return self.cut.events[index].transition_frames if index < len(self.cut.events) else 0

    def _seam(self, index: int) -> bool:
        """Whether the event of that number opens on the last frame of the one before it; no card does."""
        if not 0 < index < len(self.cut.events):
            return False
        before, after = self.cut.events[index - 1], self.cut.events[index]
        return before.pilot == after.pilot and self.continues.get(after.scene) == before.scene
