"""What every export format writes down: pictures, sounds and marks of one cut, in whole frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from studio_assets.document import Value
from studio_assets.edl.cut import Cut, Event

__all__ = ["Heard", "Mark", "Program", "Role", "Title", "picture", "tracks"]

Role = Literal["clip", "narration", "music", "effect"]
"""Whose sound it is; `clip` is a clip's own."""


class Heard(Value):
    """A piece of sound. Frames are frames of the film, out points exclusive.

    Args:
        label: what people call it.
        role: whose sound it is.
        media: digest of its file.
        length: frames that the file lasts.
        at: film frame at which it begins.
        end: film frame after its last.
        source_in: first frame of the file that is heard.
        gain_db: decibels louder or softer than the file.
    """

    label: str
    role: Role
    media: str
    length: int
    at: int
    end: int
    source_in: int = 0
    gain_db: float = 0.0


class Mark(Value):
    """A mark at a frame of the film.

    Args:
        kind: `chapter`, or `note` for what a person should look at.
        text: what it says.
        at: film frame.
    """

    kind: Literal["chapter", "note"]
    text: str
    at: int


class Title(Value):
    """Letters in the picture: an overlay, or a card's.

    Args:
        text: the large letters.
        subtitle: the small letters below, or empty.
        position: where they stand.
        at: film frame at which they appear.
        end: film frame after their last.
        card: whether they stand on a card instead of over a clip.
    """

    text: str
    subtitle: str = ""
    position: str
    at: int
    end: int
    card: bool = False


class Program(Value):
    """One cut as an editing program would hold it.

    Args:
        name: what the editing program calls it.
        fps: frames per second.
        width: pixels.
        height: pixels.
        frames: its length.
        events: clips and cards in film order.
        sounds: in any order; none where only the picture is cut.
        marks: in film order.
        media: digest of every file -> its path, relative to where the export lies.
        reason: what the cut is for, in a sentence.
        missing: scenes that it lacks, scene -> why.
    """

    name: str
    fps: int
    width: int
    height: int
    frames: int
    events: tuple[Event, ...]
    sounds: tuple[Heard, ...] = ()
    marks: tuple[Mark, ...] = ()
    media: dict[str, str]
    reason: str = ""
    missing: dict[str, str] = {}

    @property
    def titles(self) -> tuple[Title, ...]:
        """Overlays and the letters of cards, in film order; times as the render draws them."""
        return tuple(title for event in self.events for title in _titles(event, self.fps))


def picture(cut: Cut, media: Mapping[str, str], width: int, height: int, name: str = "") -> Program:
    """The program of a cut alone: no sounds, no marks.

    Args:
        cut: a candidate, or the locked cut.
        media: digest of each clip -> its path, relative to where the export will lie.
        width: pixels of the film.
        height: pixels of the film.
        name: what the editing program calls it; empty uses the cut's name.
    """
    used = {event.clip for event in cut.events if event.card is None}
    return Program(
        name=name or cut.name,
        fps=cut.fps,
        width=width,
        height=height,
        frames=cut.frames,
        events=cut.events,
        media={digest: media[digest] for digest in sorted(used)},
        reason=cut.reason,
        missing=cut.missing,
    )


def tracks(sounds: tuple[Heard, ...]) -> tuple[tuple[Heard, ...], ...]:
    """The sounds on as few tracks as hold them without overlap, each track of one role.

    Args:
        sounds: in any order.

    Returns:
        Tracks of clips, narration, music and effects, in this order; each in film order.
    """
    found: list[list[Heard]] = []
    for role in ("clip", "narration", "music", "effect"):
        own: list[list[Heard]] = []
        for sound in sorted((one for one in sounds if one.role == role), key=lambda one: (one.at, one.end)):
            free = next((track for track in own if track[-1].end <= sound.at), None)
            if free is None:
                own.append(free := [])
            free.append(sound)
        found += own
    return tuple(tuple(track) for track in found)


def _titles(event: Event, fps: int) -> tuple[Title, ...]:
    begin, end = event.record_in, event.record_in + event.frames
    found = []
    if event.card is not None:
        card = event.card
        found.append(
            Title(text=card.text, subtitle=card.subtitle, position="center", at=begin, end=end, card=True)
        )
    if event.overlay is not None:
        over = event.overlay
        first, last = begin + int(over.start * fps), min(begin + int(over.end * fps), end)
        if first < last:
            found.append(Title(text=over.text, position=over.position, at=first, end=last))
    return tuple(found)
