"""Join shots to events: in and out points, transitions and record times, all in whole frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resources.media.transitions import TransitionKind
from studio_assets.edl.cut import Event
from studio_assets.edl.footage import Shot
from studio_assets.script.scene import Overlay

__all__ = ["Join", "Joining", "Points", "hands_over", "length", "splice"]

Join = tuple[TransitionKind, int]
"""How an event begins: the kind, and the frames wanted."""

Points = tuple[int, int]
"""First frame of a clip that is used, and the frame after the last one."""

Joining = Callable[[Shot, Shot], Join]
"""Chooses how the second shot begins after the first."""


@dataclass
class _Piece:
    shot: Shot
    source_in: int
    source_out: int
    transition: TransitionKind
    overlap: int
    reason: str

    @property
    def frames(self) -> int:
        return self.source_out - self.source_in


def splice(
    shots: Sequence[Shot],
    fps: int,
    joining: Joining,
    why: Callable[[Shot], str],
    points: Callable[[Shot], Points | None] = lambda _: None,
) -> tuple[Event, ...]:
    """Put shots in a row.

    Frames that a clip has beyond its scene (its handle) carry a transition, so that the film keeps its
    length; without them the transition takes its frames from both scenes. It is never longer than
    half of either neighbour, so that two transitions of one event cannot meet.

    Args:
        shots: in film order.
        fps: frames per second of the film.
        joining: how each shot begins after the one before it.
        why: the reason for choosing a shot.
        points: where a shot begins and ends, inside its clip; None uses the scene's own frames.

    Returns:
        One event per shot.
    """
    pieces = [_piece(shot, _next(shots, index), why(shot), points(shot)) for index, shot in enumerate(shots)]
    for before, piece in pairwise(pieces):
        kind, wanted = joining(before.shot, piece.shot)
        tail = min(wanted, before.shot.clip_frames - before.source_out)
        overlap = min(wanted, before.frames, (before.frames + tail) // 2, piece.frames // 2)
        if kind == "cut" or overlap < 1:
            if kind != "cut" and wanted:
                piece.reason += f" It begins by a cut instead of a {kind}: the clips are short."
            continue
        before.source_out += min(tail, overlap)
        piece.transition, piece.overlap = kind, overlap
        if overlap < wanted:
            piece.reason += (
                f" Its transition is {overlap} of the {wanted} frames wanted: the clips are short."
            )
    events: list[Event] = []
    record = 0
    for piece in pieces:
        record -= piece.overlap
        events.append(_event(piece, record, fps))
        record += piece.frames
    return tuple(events)


def length(events: Sequence[Event]) -> int:
    """The film's frames: the events' sum less the overlaps.

    Args:
        events: in film order.
    """
    return sum(event.frames - event.transition_frames for event in events)


def _next(shots: Sequence[Shot], index: int) -> Shot | None:
    return shots[index + 1] if index + 1 < len(shots) else None


def _piece(shot: Shot, following: Shot | None, reason: str, points: Points | None) -> _Piece:
    if points is not None:
        return _Piece(shot, *points, "cut", 0, reason)
    spare = shot.clip_frames - shot.scene_frames
    begin = 0
    if spare < 0:
        reason += (
            f" The clip has {shot.clip_frames} of the scene's {shot.scene_frames} frames and is used whole."
        )
    elif spare > 0 and hands_over(shot, following) and shot.scene.continues is None:
        # The next scene opens on this clip's very last frame; ending earlier would show a jump.
        begin = spare
        reason += " Its end is used, because the next scene opens on its last frame."
    return _Piece(shot, begin, begin + shot.frames, "cut", 0, reason)


def hands_over(shot: Shot, following: Shot | None) -> bool:
    """Whether the next shot opens on the last frame of this one, so that both are one movement.

    Args:
        shot: a shot.
        following: the one after it in the cut, or None.
    """
    return (
        following is not None
        and following.pilot == shot.pilot
        and following.scene.continues == shot.scene.name
    )


def _event(piece: _Piece, record: int, fps: int) -> Event:
    shot = piece.shot
    return Event(
        pilot=shot.pilot,
        scene=shot.scene.name,
        clip=shot.clip,
        suffix=shot.suffix,
        slate=shot.slate,
        clip_frames=shot.clip_frames,
        source_in=piece.source_in,
        source_out=piece.source_out,
        transition=piece.transition,
        transition_frames=piece.overlap,
        record_in=record,
        overlay=_clipped(shot.scene.overlay, Fraction(piece.frames, fps)),
        reason=piece.reason,
    )


def _clipped(overlay: Overlay | None, seconds: Fraction) -> Overlay | None:
    if overlay is None:
        return None
    if overlay.start >= seconds:
        # The clip is shorter than the scene: the text comes earlier, and is not lost.
        begin = max(Fraction(0), seconds - (overlay.end - overlay.start))
        return overlay.model_copy(update={"start": begin, "end": seconds})
    return overlay.model_copy(update={"end": min(overlay.end, seconds)})
