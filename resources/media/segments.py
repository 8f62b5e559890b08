"""Plans a render: a timeline as segments that can be encoded, cached and reused one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from resources.media.encoder import Encoder
from resources.media.timeline import Format, Shot, Text, Timeline
from resources.media.transitions import TransitionKind

__all__ = ["Piece", "Segment", "plan"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of frames of one clip, with the text that is seen over them.

    Args:
        file: the clip.
        digest: sha256 of its bytes.
        source_in: first frame.
        source_out: frame after the last one.
        texts: texts with their frames counted from the piece's first frame.
    """

    file: Path
    digest: str
    source_in: int
    source_out: int
    texts: tuple[Text, ...]

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.source_out - self.source_in


@dataclass(frozen=True, kw_only=True)
class Segment:
    """The body of a shot (one piece), or the transition between two (two pieces of one length).

    Args:
        kind: `cut` for a body, else the transition.
        start: film frame at which it begins.
        pieces: what is seen; for a transition the leaving shot, then the coming one.
    """

    kind: TransitionKind
    start: int
    pieces: tuple[Piece, ...]

    @property
    def frames(self) -> int:
        """How many film frames it has."""
        return self.pieces[0].frames

    def key(self, form: Format, encoder: Encoder, ffmpeg_version: str) -> str:
        """What decides the segment's bytes, hashed; where it stands in the film does not.

        Args:
            form: the film's format; its sound is not part of a segment.
            encoder: x264's settings.
            ffmpeg_version: other versions write other bytes.

        Returns:
            sha256 in hex.
        """
        recipe = {
            "kind": self.kind,
            "pieces": [
                [piece.digest, piece.source_in, piece.source_out, [text.model_dump() for text in piece.texts]]
                for piece in self.pieces
            ],
            "size": [form.width, form.height, form.fps],
            "encoder": {name: str(value) for name, value in encoder.options(form).items()},
            "ffmpeg": ffmpeg_version,
            "conform": 1,  # raise it when conform.py draws differently
        }
        return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()


def plan(timeline: Timeline) -> tuple[Segment, ...]:
    """The timeline's segments in film order; together they are exactly its frames.

    Args:
        timeline: a timeline without faults.

    Returns:
        Bodies and transitions. A shot that is all transition has no body.

    Raises:
        StudioError: the timeline has faults; mend the cut.
    """
    timeline.check()
    return tuple(_segments(timeline))


def _segments(timeline: Timeline) -> Iterator[Segment]:
    shots = timeline.shots
    for index, (shot, start) in enumerate(zip(shots, timeline.record_ins, strict=True)):
        incoming = shot.transition_frames
        outgoing = shots[index + 1].transition_frames if index + 1 < len(shots) else 0
        if incoming:
            before = shots[index - 1]
            leaving = _piece(before, before.frames - incoming, before.frames)
            yield Segment(kind=shot.transition, start=start, pieces=(leaving, _piece(shot, 0, incoming)))
        if shot.frames > incoming + outgoing:
            body = _piece(shot, incoming, shot.frames - outgoing)
            yield Segment(kind="cut", start=start + incoming, pieces=(body,))


def _piece(shot: Shot, first: int, end: int) -> Piece:
    texts = []
    for text in shot.texts:
        seen = max(text.start, first), min(text.end, end)
        if seen[0] < seen[1]:
            texts.append(text.model_copy(update={"start": seen[0] - first, "end": seen[1] - first}))
    return Piece(
        file=shot.file,
        digest=shot.digest,
        source_in=shot.source_in + first,
        source_out=shot.source_in + end,
        texts=tuple(texts),
    )
