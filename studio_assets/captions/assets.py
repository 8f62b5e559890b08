"""The captions: what is said in the film, cut so that it can be read, as files and for drawing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from resources.media.caption import SpokenWord
from resources.media.caption_files import caption_file
from resources.media.font import covers
from resources.progress import Progress, report
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.captions.captions import Captions
from studio_assets.captions.cues import Line, compose
from studio_assets.captions.hear import Hear, hear, placed
from studio_assets.captions.present import captions_metadata
from studio_assets.captions.wording import wording
from studio_assets.captions.words import split
from studio_assets.edl.cut import Cut
from studio_assets.spec.production import Production
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt

__all__ = ["caption", "captioned"]


async def caption(sheet: CallSheet, hear: Hear = hear) -> AsyncIterator[Made]:
    """Caption the lines of the film's timeline; costs nothing.

    Args:
        sheet: what is asked for.
        hear: measures a line's sound.

    Raises:
        MediaFailed: a line's sound does not decode, or the spec's font is no font.
    """
    document = await captioned(
        sheet, sheet.need("timeline", FilmTimeline), sheet.need("narration", Narration), hear
    )
    missing, burnt = _undrawn(sheet, document), _burnt(sheet.production)
    report(
        Progress(
            stage="caption",
            subject=sheet.production.name,
            state=document.happened,
            detail=f"{len(document.cues)} captions" if document.cues else document.why,
        )
    )
    mend = "set `font: fonts/NAME.ttf` at the top level of the spec to a font that has them"
    drawable = "not drawn into the picture" if not burnt else "the font has every letter"
    if missing:
        drawable = f"the font has no letters for {missing!r}; {mend}" if burnt else drawable
    yield Made(
        sheet.wanted[0],
        document,
        captions_metadata(document, sheet.production.name),
        (
            Check("readable", not document.fast, " ".join(document.fast) or document.state),
            Check("drawable", not (missing and burnt), drawable),
        ),
    )


async def captioned(
    sheet: CallSheet, timeline: FilmTimeline, narration: Narration, hear: Hear = hear
) -> Captions:
    """Caption the lines of a timeline; costs nothing.

    Args:
        sheet: the run's.
        timeline: the film's, or a named cut's.
        narration: has the lines' words.
        hear: measures a line's sound.

    Raises:
        MediaFailed: a line's sound does not decode, or the spec's font is no font.
    """
    said = [_Said.of(sheet, narration, line) for line in timeline.lines]
    if timeline.cut is None:
        document = Captions(state=timeline.state, language=sheet.production.language)
    elif not any(one.text for one in said):
        document = Captions(state="silent", language=sheet.production.language)
    else:
        document = await asyncio.to_thread(_captioned, sheet, timeline.cut, said, hear)
    document = document.model_copy(update={"timeline": timeline.identity})
    missing = _undrawn(sheet, document)
    if not missing or _burnt(sheet.production):
        return document
    note = f"The font has no letters for {missing!r}: these captions cannot be drawn into the picture."
    return document.model_copy(update={"notes": (*document.notes, note)})


@dataclass(frozen=True)
class _Said:
    """A line where it is heard, with its words and its sound."""

    at: SpokenAt
    text: str
    file: Path

    @classmethod
    def of(cls, sheet: CallSheet, narration: Narration, line: SpokenAt) -> _Said:
        spoken = narration.line(line.pilot, line.scene)
        text = spoken.text if spoken is not None else ""
        return cls(line, wording(text), sheet.doers.artifacts.path(line.media))


def _captioned(sheet: CallSheet, cut: Cut, said: list[_Said], hear: Hear) -> Captions:
    production = sheet.production
    lines, timing = [], []
    for one in said:
        if one.text:
            line, how = _line(one, hear, cut.fps)
            lines.append(line)
            timing.append(how)
    composed = compose(lines, cut.frames, cut.fps)
    formats = production.captions.formats if production.captions is not None else ()
    keep = sheet.doers.artifacts.keep_bytes
    some = bool(composed.cues)
    return Captions(
        state="captioned" if some else "silent: the film is too short for a caption",
        language=production.language,
        cues=composed.cues,
        files={form: keep(caption_file(composed.cues, form), f".{form}") for form in formats if some},
        timing=tuple(dict.fromkeys(timing)),
        fast=composed.fast,
        notes=composed.notes,
    )


def _line(said: _Said, hear: Hear, fps: int) -> tuple[Line, str]:
    heard = hear(said.file)
    times, how = placed(said.text, heard)
    at = said.at.at * 1000 // fps
    end = said.at.end * 1000 // fps
    return Line(
        name=said.at.scene,
        words=split(said.text),
        times=tuple(SpokenWord(text=one.text, start=at + one.start, end=at + one.end) for one in times),
        # A millisecond is lost where the end is rounded down to a frame; more is a sound that is cut off.
        end=end if at + heard.ms > end + -(-1000 // fps) else None,
    ), how


def _undrawn(sheet: CallSheet, document: Captions) -> str:
    own = sheet.production.font
    font = sheet.doers.artifacts.file_of(own.digest) if own is not None and document.cues else None
    return covers("".join(line for cue in document.cues for line in cue.lines), font)


def _burnt(production: Production) -> bool:
    return any(form.captions == "burned" for form in (production.master, *production.deliverables))
