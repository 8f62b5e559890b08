"""The program of the whole film: the fitted cut with its narration, music, effects and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil

from studio_assets.audio.music import Cue
from studio_assets.edl.cut import Cut
from studio_assets.edl.exports.pieces import pieces, speed
from studio_assets.edl.exports.program import Heard, Mark, Program, picture
from studio_assets.spec.sound import Effect
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from studio_assets.timeline.moment import film_frame

__all__ = ["film_program"]


def film_program(
    timeline: FilmTimeline,
    cut: Cut,
    cues: Iterable[Cue],
    effects: Iterable[Effect],
    *,
    name: str,
    size: tuple[int, int],
    media: Mapping[str, str],
    seconds: Callable[[str], Fraction],
    sounding: frozenset[str] = frozenset(),
) -> Program:
    """The program of a film.

    Args:
        timeline: its lines, chapters and what does not fit.
        cut: its cut.
        cues: its music; cues without a sound are left out.
        effects: its sound effects.
        name: what the editing program calls it.
        size: width and height in pixels.
        media: digest of every file -> its path, relative to where the export will lie.
        seconds: gives the exact length of a sound by its digest.
        sounding: digests of the clips whose own sound is heard.
    """
    silent = picture(cut, media, *size, name=name)

    def frames(digest: str) -> int:
        return max(int(seconds(digest) * cut.fps), 1)

    sounds = (
        *_own(silent, sounding),
        *(_line(one, ceil(seconds(one.media.digest) * cut.fps)) for one in timeline.lines),
        *(piece for cue in cues if cue.media is not None for piece in _cue(cue, frames(cue.media.digest))),
        *(one for effect in effects for one in _effect(effect, cut, frames(effect.file.digest))),
    )
    heard = tuple(_within(one, cut.frames) for one in sounds if one.at < cut.frames)
    used = {*silent.media, *(one.media for one in heard)}
    marks = (
        *(Mark(kind="chapter", text=one.title, at=one.at) for one in timeline.chapters),
        *_unfit(timeline, cut),
    )
    return silent.model_copy(
        update={
            "sounds": heard,
            "marks": tuple(sorted(marks, key=lambda mark: mark.at)),
            "media": {digest: path for digest, path in media.items() if digest in used},
        }
    )


def _own(program: Program, sounding: frozenset[str]) -> Iterator[Heard]:
    """The clips' own sound; a slowed or held picture is silent, as its sound would be out of tune."""
    for piece in pieces(program):
        event = piece.event
        if event.clip in sounding and event.card is None and speed(event) == 1 and not piece.still:
            yield Heard(
                label=event.scene,
                role="clip",
                media=event.clip,
                length=event.clip_frames,
                at=piece.at,
                end=piece.at + piece.frames,
                source_in=event.source_in + piece.first,
            )


def _line(line: SpokenAt, length: int) -> Heard:
    # Its last frame may be begun only: the sound then ends within it. A file that is heard twice has one
    # length, whether or not a line of it is cut off.
    return Heard(
        label=line.scene,
        role="narration",
        media=line.media.digest,
        length=max(length, line.end - line.at),
        at=line.at,
        end=line.end,
    )


def _cue(cue: Cue, length: int) -> Iterator[Heard]:
    """The cue, begun again as often as it takes to last to its end."""
    assert cue.media is not None, "only cues with a sound are heard"
    for at in range(cue.at, cue.end, length):
        yield Heard(
            label=f"music {cue.number}",
            role="music",
            media=cue.media.digest,
            length=length,
            at=at,
            end=min(at + length, cue.end),
            gain_db=cue.gain_db,
        )


def _effect(effect: Effect, cut: Cut, length: int) -> Iterator[Heard]:
    """The effect where its moment is seen first, as the render has it."""
    at = film_frame(cut, effect.scene, effect.at)
    if at is not None:
        yield Heard(
            label=effect.file.path.rpartition("/")[2],
            role="effect",
            media=effect.file.digest,
            length=length,
            at=at,
            end=at + length,
            gain_db=float(effect.gain_db),
        )


def _within(sound: Heard, frames: int) -> Heard:
    return sound if sound.end <= frames else sound.model_copy(update={"end": frames})


def _unfit(timeline: FilmTimeline, cut: Cut) -> Iterator[Mark]:
    for event in cut.events:
        if event.card is None and event.scene in timeline.unfit:
            text = f"{event.scene}: {timeline.unfit[event.scene]}"
            yield Mark(kind="note", text=text, at=event.record_in)
