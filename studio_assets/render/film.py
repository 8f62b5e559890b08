"""The film's timeline, music and captions as one form of it that the renderer understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import floor
from pathlib import Path

from resources.artifacts.artifact import Artifact
from resources.errors import NotConfigured
from resources.media.caption import Burn
from resources.media.timeline import Format, Loudness, Shot, Sound, Text, Timeline
from studio_assets.audio.music import Music
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import CardText, Cut, Event
from studio_assets.script.scene import Overlay
from studio_assets.spec.delivery import Deliverable
from studio_assets.spec.production import Production
from studio_assets.spec.sound import Effect
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from studio_assets.timeline.moment import film_frame

__all__ = ["film", "format_of"]

_FADE_IN = Fraction(1, 2)
"""Seconds over which music comes up inside the film: long enough not to be heard as an accident. At the
film's start it begins as it was written."""

_FADE_OUT = Fraction(2)
"""Seconds over which music goes down: about a bar, so that it ends and does not break off."""

_MIDDLE = (Fraction(1, 2), Fraction(1, 2))


def format_of(production: Production, form: Deliverable) -> Format:
    """Picture and sound format of a form of the film.

    Args:
        production: for the rate.
        form: which form.
    """
    return Format(width=form.width, height=form.height, fps=production.fps, fit=form.fit)


def film(
    production: Production,
    form: Deliverable,
    timeline: FilmTimeline,
    *,
    music: Music | None,
    captions: Captions | None,
    clips: Mapping[str, Path],
    cards: Mapping[CardText, Path],
    focus: Mapping[str, tuple[Fraction, Fraction]],
    file_of: Callable[[Artifact], Path],
    digest_file: Callable[[str], Path],
    font: Path | None = None,
) -> Timeline:
    """What the renderer makes for one form of the film.

    Args:
        production: for rate, loudness, effects and the captions' style.
        form: which form.
        timeline: the fitted timeline.
        music: its cues; those without a sound are left out, their own asset says why. None for none.
        captions: what is burnt in where the form asks for it, or None.
        clips: digest -> verified file of every clip in the cut.
        cards: letters -> the card's clip, drawn for this form and at least as long as the longest card with
            these letters. The file is named by the digest of its bytes, as the store names it.
        focus: digest of a clip -> where the middle of a crop should lie; the picture's own middle for others.
        file_of: gives the verified file of a spoken line or of music.
        digest_file: gives the verified file of one of the user's sounds by its digest.
        font: the font file of every text; None is the one that ships.

    Returns:
        Shots and sounds in whole frames.

    Raises:
        NotConfigured: no cut is locked.
    """
    cut = timeline.cut
    if cut is None:
        raise NotConfigured(
            "There is no locked cut to render.",
            mend="Pick a cut, then materialise the timeline in this run.",
            where=production.name,
        )
    burn = None
    if form.captions == "burned" and captions is not None and captions.cues:
        burn = Burn(cues=captions.cues, style=production.captions.style if production.captions else "plain")
    sounds = [_spoken(line, production, timeline, file_of) for line in timeline.lines]
    sounds += _beds(music, cut, file_of) if music is not None else ()
    sounds += (sound for one in production.mix.effects for sound in _effect(one, cut, digest_file))
    return Timeline(
        shots=tuple(_shot(event, cut.fps, clips, cards, focus) for event in cut.events),
        sounds=tuple(sounds),
        format=format_of(production, form),
        loudness=Loudness(integrated=float(production.mix.loudness)),
        burn=burn,
        font=font,
    )


def _shot(
    event: Event,
    fps: int,
    clips: Mapping[str, Path],
    cards: Mapping[CardText, Path],
    focus: Mapping[str, tuple[Fraction, Fraction]],
) -> Shot:
    file = clips[event.clip] if event.card is None else cards[event.card]
    return Shot(
        file=file,
        digest=event.clip or file.stem,
        clip_frames=event.clip_frames,
        source_in=event.source_in,
        source_out=event.source_out,
        spread=event.spread,
        hold=event.hold,
        transition=event.transition,
        transition_frames=event.transition_frames,
        texts=_texts(event.overlay, fps, event.frames),
        focus=focus.get(event.clip, _MIDDLE),
        audio=event.card is None,
    )


def _texts(overlay: Overlay | None, fps: int, frames: int) -> tuple[Text, ...]:
    if overlay is None:
        return ()
    start = min(int(overlay.start * fps), frames - 1)
    end = max(start + 1, min(int(overlay.end * fps), frames))  # less than a frame is seen for one
    return (Text(text=overlay.text, position=overlay.position, start=start, end=end),)


def _spoken(
    line: SpokenAt, production: Production, timeline: FilmTimeline, file_of: Callable[[Artifact], Path]
) -> Sound:
    cut_off = production.mix.fit == "shortest" and line.scene in timeline.unfit
    return Sound(
        file=file_of(line.media),
        digest=line.media.digest,
        at=line.at,
        end=line.end,
        fade_out=1 if cut_off else 0,  # a word that is cut off clicks
    )


def _beds(music: Music, cut: Cut, file_of: Callable[[Artifact], Path]) -> Iterator[Sound]:
    for cue in music.cues:
        if cue.media is None:
            continue
        end = min(cue.end, cut.frames)
        frames = end - cue.at
        yield Sound(
            file=file_of(cue.media),
            digest=cue.media.digest,
            at=cue.at,
            end=end,
            fade_in=min(floor(_FADE_IN * cut.fps), frames // 4) if cue.at else 0,
            fade_out=min(floor(_FADE_OUT * cut.fps), frames // 2),
            loop=True,  # to the cue's end; what is long enough never comes to its start again
            gain_db=cue.gain_db,
            bed=True,
        )


def _effect(effect: Effect, cut: Cut, digest_file: Callable[[str], Path]) -> Iterator[Sound]:
    """The effect where its moment is seen first; nothing where the cut leaves the scene out."""
    at = film_frame(cut, effect.scene, effect.at)
    if at is not None:
        yield Sound(
            file=digest_file(effect.file.digest),
            digest=effect.file.digest,
            at=at,
            gain_db=float(effect.gain_db),
        )
