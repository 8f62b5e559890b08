"""CMX 3600, the EDL that every editing program reads: one track of picture, four of sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor

from resources.claude.material import one_line
from resources.media.transitions import TRANSITIONS
from studio_assets.edl.cut import Event
from studio_assets.edl.exports.formats import Format, Written
from studio_assets.edl.exports.pieces import Piece, pieces, speed, swallowed
from studio_assets.edl.exports.program import Program, tracks
from studio_assets.edl.exports.timecode import COUNTED, timecode

__all__ = ["FORMAT", "write"]

_HOUR = 3600
_CHANNELS = ("A", "A2", "A3", "A4")
_BLACK = "BL"
_Span = tuple[int, int]
_LONGEST = 999  # frames: the column of a transition has three digits
_MOST = 999  # events: so has the column of their numbers


def write(program: Program) -> Written:
    """A program as the text of an `.edl` file; the record side begins at 01:00:00:00.

    A transition's event has two lines of one number: the leaving clip with no length, then the coming
    one, whose frames begin with the transition. Every column has its place, because readers go by columns.

    Args:
        program: what is exported.
    """
    writer = _Writer(program)
    lines = [f"TITLE: {one_line(program.name)}", "FCM: NON-DROP FRAME", *writer.picture(), *writer.sound()]
    return Written("\n".join(lines) + "\n", tuple(writer.notes()))


class _Writer:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.pieces = pieces(program, centred=False)
        self.reels = _reels(program)
        self.number = 0

    def picture(self) -> Iterator[str]:
        before: Piece | None = None
        for piece in self.pieces:
            self.number += 1
            yield from self.event(before, piece)
            yield from self.remarks(before, piece)
            before = piece

    def event(self, before: Piece | None, piece: Piece) -> Iterator[str]:
        begin, end = self.span(piece)
        if before is None or not piece.opens:
            yield self.line(self.reel(piece), "V", "C", 0, (begin, end), (piece.at, piece.at + piece.frames))
            yield from self.motion(piece)
            return
        event, left = piece.event, self.span(before)[1]
        yield self.line(self.reel(before), "V", "C", 0, (left, left), (piece.at, piece.at))
        yield self.line(
            self.reel(piece),
            "V",
            _code(event),
            min(event.transition_frames, _LONGEST),
            (begin, end),
            (piece.at, piece.at + piece.frames),
        )
        # Readers that keep one speed for an event keep the last one: the coming clip's.
        yield from self.motion(before, left)
        yield from self.motion(piece)

    def line(
        self,
        reel: str,
        channel: str,
        code: str,
        length: int,
        source: tuple[int, int],
        record: tuple[int, int],
    ) -> str:
        fps = self.program.fps
        times = (*source, *(frame + _HOUR * fps for frame in record))
        spelt = " ".join(timecode(frame, fps) for frame in times)
        operand = f"{length:03}" if length else ""
        return f"{self.number:03}  {reel:<8} {channel:<4}  {code:<4} {operand:>3} {spelt}"

    def motion(self, piece: Piece, at: int | None = None) -> Iterator[str]:
        if piece.event.card is not None or not (piece.still or speed(piece.event) != 1):
            return
        rate = 0.0 if piece.still else float(speed(piece.event) * self.program.fps)
        begin = timecode(self.span(piece)[0] if at is None else at, self.program.fps)
        yield f"M2   {self.reel(piece):<8}       {rate:05.1f}                {begin}"
        if piece.still and at is None:
            yield "* * FREEZE FRAME"

    def remarks(self, before: Piece | None, piece: Piece) -> Iterator[str]:
        event = piece.event
        if before is not None and piece.opens:
            if event.transition != "dissolve":
                yield f"EFFECTS NAME IS {event.transition.upper()}"
            yield f"* FROM CLIP NAME: {one_line(before.event.scene)}"
            yield f"* TO CLIP NAME: {one_line(event.scene)}"
            yield from (f"* SOURCE FILE: {self.file(one)}" for one in (before, piece))
        else:
            yield f"* FROM CLIP NAME: {one_line(event.scene)}"
            yield f"* SOURCE FILE: {self.file(piece)}"
        for title in self.program.titles:
            if piece.at <= title.at < piece.at + piece.frames:
                word = "CARD" if title.card else f"OVERLAY {title.position.upper()}"
                text = one_line(f"{title.text} {title.subtitle}")
                yield f"* {word} {self.film(title.at)} TO {self.film(title.end)}: {text}"
        for mark in self.program.marks:
            if piece.at <= mark.at < piece.at + piece.frames:
                colour = "GREEN" if mark.kind == "chapter" else "RED"
                yield f"* LOC: {self.film(mark.at)} {colour:<7} {one_line(mark.text)}"

    def sound(self) -> Iterator[str]:
        for channel, sounds in zip(_CHANNELS, tracks(self.program.sounds), strict=False):
            for one in sounds:
                self.number += 1
                source = one.source_in, one.source_in + one.end - one.at
                yield self.line(self.reels[one.media], channel, "C", 0, source, (one.at, one.end))
                yield f"* FROM CLIP NAME: {one_line(one.label)}"
                yield f"* SOURCE FILE: {one_line(self.program.media[one.media])}"
                if one.gain_db:
                    yield f"* AUDIO LEVEL {self.film(one.at)} IS {one.gain_db:+.1f} DB"

    def span(self, piece: Piece) -> _Span:
        """The frames of the clip that the piece shows: the first, and the one after the last."""
        if piece.still:
            return piece.event.source_out - 1, piece.event.source_out
        return floor(piece.source(piece.first)), ceil(piece.source(piece.last))

    def reel(self, piece: Piece) -> str:
        return _BLACK if piece.event.card is not None else self.reels[piece.event.clip]

    def file(self, piece: Piece) -> str:
        return "NONE" if piece.event.card is not None else one_line(self.program.media[piece.event.clip])

    def film(self, frame: int) -> str:
        return timecode(frame + _HOUR * self.program.fps, self.program.fps)

    def notes(self) -> Iterator[str]:
        program = self.program
        yield "Reels have eight letters: the beginning of each file's sha256, which `SOURCE FILE` names."
        if program.fps not in COUNTED:
            yield f"No editing program counts timecode at {program.fps} frames a second."
        if self.number > _MOST:
            yield f"It has {self.number} events; old programs read {_MOST} of a list."
        yield from _lost_transitions(program.events)
        if program.titles:
            yield "Overlays and cards are remarks; a card is black."
        if any(_rounded(piece, program.fps) for piece in self.pieces):
            yield "Speeds are rounded to a tenth of a frame a second, and their points to whole frames."
        yield from swallowed(program, centred=False)
        placed = tracks(program.sounds)
        for one in (one for track in placed[len(_CHANNELS) :] for one in track):
            yield f"`{one.label}` is left out: there are four tracks of sound."
        if any(one.gain_db for track in placed for one in track):
            yield "Gains of sounds are remarks."
        own = {(one.media, one.at): one for one in program.sounds if one.role == "clip"}
        if own and any(event.transition_frames for event in program.events):
            yield "The clips' own sound is cut in the middle of a transition, not mixed."


def _reels(program: Program) -> dict[str, str]:
    """A name for each file that no other has: from its digest, so that it is the same in every export."""
    named: dict[str, str] = {}
    for digest in sorted(program.media):
        letters = re.sub(r"[^A-Z0-9]", "", digest.upper()) or "FILE"
        wanted, copy = letters[:8], 0
        while wanted in named.values() or wanted in {_BLACK, "AX", "BARS", "BLACK"}:
            copy += 1
            wanted = f"{letters[: 8 - len(str(copy))]}{copy}"
        named[digest] = wanted
    return named


def _code(event: Event) -> str:
    wipe = TRANSITIONS[event.transition].wipe
    return "D" if wipe is None else f"W{wipe:03}"


def _lost_transitions(events: tuple[Event, ...]) -> Iterator[str]:
    for before, event in pairwise(events):
        between = f"between `{before.scene}` and `{event.scene}`"
        if event.transition_frames > _LONGEST:
            yield f"The transition {between} is {_LONGEST} frames long, its column's most."
        if event.transition in {"cut", "dissolve"}:
            continue
        wipe = TRANSITIONS[event.transition].wipe
        became = "a dissolve" if wipe is None else f"SMPTE wipe {wipe}, the nearest"
        yield f"The {event.transition} {between} is {became}."


def _rounded(piece: Piece, fps: int) -> bool:
    rate = speed(piece.event) * fps
    whole = all(piece.source(frame).denominator == 1 for frame in (piece.first, piece.last))
    return piece.event.card is None and not piece.still and (rate * 10 % 1 != 0 or not whole)


FORMAT = Format("CMX 3600", ".edl", "every editing program", write)
