"""Where an event's picture lies once clips abut, as editing programs hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from studio_assets.edl.cut import Event
from studio_assets.edl.exports.program import Program

__all__ = ["Piece", "pieces", "speed", "swallowed"]


@dataclass(frozen=True)
class Piece:
    """A run of an event's frames, at one speed. Our events overlap during a transition; pieces abut.

    Args:
        event: whose frames they are.
        first: its first frame, counted from the event's record_in.
        last: the frame after its last one, counted in the same way.
        still: whether the last used frame stands still in it.
        opens: whether it begins by the event's transition, which reaches `first` frames before it.
        trails: frames by which the next event's transition reaches behind it.
    """

    event: Event
    first: int
    last: int
    still: bool
    opens: bool
    trails: int

    @property
    def at(self) -> int:
        """Film frame at which it begins."""
        return self.event.record_in + self.first

    @property
    def frames(self) -> int:
        """How many film frames it lasts."""
        return self.last - self.first

    @property
    def leads(self) -> int:
        """Frames by which its transition reaches before it."""
        return self.first if self.opens else 0

    def source(self, frame: int) -> Fraction:
        """The clip's frame that is due at a frame counted from the event's record_in; not rounded."""
        if self.still:
            return Fraction(self.event.source_out - 1)
        return self.event.source_in + frame * speed(self.event)


def speed(event: Event) -> Fraction:
    """Frames of the clip for each frame of the film while it moves.

    Args:
        event: an event.
    """
    return Fraction(event.source_out - event.source_in, event.frames - event.hold)


def pieces(program: Program, *, centred: bool = True, split: bool = True) -> tuple[Piece, ...]:
    """The pieces of a program; together they are exactly its frames.

    Args:
        program: what is exported.
        centred: whether one piece gives way to the next in the middle of their transition, else at
            the transition's start.
        split: whether a held frame becomes a piece of its own.

    Returns:
        In film order. A held frame that lies within a transition stays with the piece beside it.
    """
    found: list[Piece] = []
    for event, following in zip_longest(program.events, program.events[1:]):
        overlap = following.transition_frames if following else 0
        first = event.transition_frames // 2 if centred else 0
        trails = overlap - overlap // 2 if centred else overlap
        found += _parts(event, first, event.frames - trails, trails, split)
    return tuple(found)


def _parts(event: Event, first: int, last: int, trails: int, split: bool) -> Iterator[Piece]:
    opens, moving = event.transition_frames > 0, event.frames - event.hold
    if not split or event.card is not None or not event.hold or moving >= last:
        yield Piece(event, first, last, False, opens, trails)
    elif moving <= first:
        yield Piece(event, first, last, True, opens, trails)
    else:
        yield Piece(event, first, moving, False, opens, 0)
        yield Piece(event, moving, last, True, False, trails)


def swallowed(program: Program, *, centred: bool = True) -> list[str]:
    """Events whose held or moving frames lie within a transition and cannot be told from the rest.

    Args:
        program: what is exported.
        centred: as in `pieces`.

    Returns:
        A sentence each.
    """
    return [
        f"`{piece.event.scene}` holds its last frame within a transition; there it moves on, or stands"
        " still, as beside the transition."
        for piece in pieces(program, centred=centred)
        if piece.event.hold and not piece.event.card and _whole(piece)
    ]


def _whole(piece: Piece) -> bool:
    moving = piece.event.frames - piece.event.hold
    if piece.still:
        return piece.opens and moving > 0
    return piece.last + piece.trails > moving
