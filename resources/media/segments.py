"""Plans a render: a timeline as segments that can be encoded, cached and reused one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from resources.media.burn import burnt
from resources.media.caption import Burn
from resources.media.encoder import Encoder
from resources.media.lettering import font_digest
from resources.media.retime import Window
from resources.media.timeline import Format, Shot, Text, Timeline
from resources.media.transitions import TRANSITIONS, TransitionKind

__all__ = ["Piece", "Segment", "plan"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of one shot's film frames, with the texts that are seen over them.

    Args:
        file: the clip.
        digest: sha256 of its bytes.
        window: the film frames and what each shows of the clip.
        focus: where the middle of a crop should lie, as shares of the picture's width and height.
        texts: texts with their frames counted from the piece's first frame.
    """

    file: Path
    digest: str
    window: Window
    focus: tuple[Fraction, Fraction]
    texts: tuple[Text, ...]

    @property
    def frames(self) -> int:
        """How many film frames it has."""
        return self.window.frames


@dataclass(frozen=True, kw_only=True)
class Segment:
    """The body of a shot (one piece), or the transition between two (two pieces of one length).

    Args:
        kind: `cut` for a body, else the transition.
        start: film frame at which it begins.
        pieces: what is seen; for a transition the leaving shot, then the coming one.
        burn: the captions that fall into it, timed from its first frame; None where none does.
        font: the font of every text; None is the one that ships.
    """

    kind: TransitionKind
    start: int
    pieces: tuple[Piece, ...]
    burn: Burn | None = None
    font: Path | None = None

    @property
    def frames(self) -> int:
        """How many film frames it has."""
        return self.pieces[0].frames

    def key(self, form: Format, encoder: Encoder, ffmpeg_version: str) -> str:
        """What decides the segment's bytes, hashed; where it stands in the film does not.

        Args:
            form: the film's format; its sound is not part of a segment.
            encoder: the encoder's settings.
            ffmpeg_version: other versions write other bytes.

        Returns:
            sha256 in hex.

        Raises:
            StudioError: the font cannot be read; mend the production's `font`.
        """
        lettered = self.burn is not None or any(piece.texts for piece in self.pieces)
        recipe = {
            "kind": TRANSITIONS[self.kind].xfade,
            "pieces": [
                {
                    "clip": piece.digest,
                    "shown": piece.window.shown(),
                    "focus": [str(share) for share in piece.focus] if form.fit == "crop" else None,
                    "texts": [text.model_dump() for text in piece.texts],
                }
                for piece in self.pieces
            ],
            "burn": self.burn.model_dump() if self.burn else None,
            "font": font_digest(self.font) if lettered else None,
            "picture": [form.width, form.height, form.fps, form.fit],
            "encoder": {name: str(value) for name, value in encoder.options(form).items()},
            "ffmpeg": ffmpeg_version,
            "conform": 3,  # raise it when conform.py draws differently
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
            yield _segment(timeline, shot.transition, start, leaving, _piece(shot, 0, incoming))
        if shot.frames > incoming + outgoing:
            body = _piece(shot, incoming, shot.frames - outgoing)
            yield _segment(timeline, "cut", start + incoming, body)


def _segment(timeline: Timeline, kind: TransitionKind, start: int, *pieces: Piece) -> Segment:
    burn = timeline.burn
    if burn is not None:
        # Captions are drawn from these times alone: what is in the key is what is seen.
        cues = burnt(burn, start, pieces[0].frames, timeline.format.fps)
        burn = burn.model_copy(update={"cues": cues}) if cues else None
    return Segment(kind=kind, start=start, pieces=pieces, burn=burn, font=timeline.font)


def _piece(shot: Shot, first: int, end: int) -> Piece:
    texts = []
    for text in shot.texts:
        seen = max(text.start, first), min(text.end, end)
        if seen[0] < seen[1]:
            texts.append(text.model_copy(update={"start": seen[0] - first, "end": seen[1] - first}))
    return Piece(
        file=shot.file,
        digest=shot.digest,
        window=Window(
            source_in=shot.source_in,
            used=shot.source_out - shot.source_in,
            spread=shot.moving,
            first=first,
            end=end,
        ),
        focus=shot.focus,
        texts=tuple(texts),
    )
