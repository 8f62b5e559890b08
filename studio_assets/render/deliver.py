"""Makes one form of the film from its timeline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from resources.artifacts.segment_cache import SegmentCache
from resources.media.caption_files import caption_file
from resources.media.encoder import Encoder
from resources.media.master import Encoded
from resources.media.mux import Chapter, Labels
from resources.media.sheet import poster
from resources.media.still import still
from resources.media.timeline import Timeline
from resources.progress import Progress, report
from studio_assets.audio.music import Music
from studio_assets.call_sheet import CallSheet
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import Cut
from studio_assets.render.film import film
from studio_assets.render.master_document import Invariant, Master
from studio_assets.render.pieces import Pieces
from studio_assets.spec.delivery import Deliverable
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["deliver"]

_STEP = 10
"""Per cent of the picture between two lines of progress: ten lines a film in Dagster's log."""


async def deliver(
    sheet: CallSheet,
    form: Deliverable,
    timeline: FilmTimeline,
    cut: Cut,
    *,
    music: Music | None,
    captions: Captions | None,
) -> Master:
    """Render a form of a film.

    Args:
        sheet: what is made today.
        form: which form.
        timeline: the film's timeline, or a named cut's.
        cut: its cut, with at least one event.
        music: what lies under it; None for none.
        captions: of what is said in it; None for none.

    Returns:
        The finished form's document.

    Raises:
        MediaFailed: ffmpeg failed, or the film is not what the cut says.
        StudioError: a text cannot be drawn; the mend says what to write.
    """
    return await _Delivery(sheet, form, timeline, cut, music, captions).make()


@dataclass(frozen=True)
class _Delivery:
    sheet: CallSheet
    form: Deliverable
    timeline: FilmTimeline
    cut: Cut
    music: Music | None
    captions: Captions | None

    async def make(self) -> Master:
        production, doers, form = self.sheet.production, self.sheet.doers, self.form
        self._tell("rendering", f"{self.cut.name} cut")
        with doers.artifacts.scratch() as folder:
            ready = await self._ready(folder)
            target = folder / ("film.m4a" if form.sound_only else "film.mp4")
            labels, cache = self._labels(folder), SegmentCache(doers.artifacts)
            if form.sound_only:
                invariants = await doers.media.sound(ready, target, cache=cache, labels=labels)
                frames, picture = 0, None
            else:
                done = await doers.media.render(
                    ready,
                    target,
                    cache=cache,
                    encoder=self._encoder(),
                    labels=labels,
                    on_progress=_Steps(self._tell),
                )
                invariants, frames = list(done.invariants), done.probe.frames
                picture = await asyncio.to_thread(still, target, self._poster_frame())
            media = doers.artifacts.keep(target, target.suffix)
        return Master(
            state="rendered",
            deliverable=form.name,
            media=media,
            poster=doers.artifacts.keep_bytes(poster(picture), ".webp") if picture else None,
            frames=frames or ready.frames,
            fps=production.fps,
            width=0 if form.sound_only else form.width,
            height=0 if form.sound_only else form.height,
            codec="" if form.sound_only else form.codec,
            captions=self._captioned,
            chapters=len(labels.chapters),
            cut=self.cut.name,
            spend=self.sheet.spent,
            partial=bool(self.cut.missing),
            missing=self.cut.missing,
            invariants=tuple(Invariant(**one.model_dump()) for one in invariants),
            simulated=doers.simulated,
        )

    async def _ready(self, folder: Path) -> Timeline:
        production, artifacts = self.sheet.production, self.sheet.doers.artifacts
        pieces = Pieces(self.sheet, self.form)
        return film(
            production,
            self.form,
            self.timeline,
            music=self.music,
            captions=self.captions,
            clips={one.clip: artifacts.file_of(one.clip) for one in self.cut.events if one.card is None},
            cards=await pieces.cards(self.cut, folder),
            focus=await pieces.focus(self.cut),
            file_of=artifacts.path,
            digest_file=artifacts.file_of,
            font=pieces.font,
        )

    def _encoder(self) -> Encoder:
        return self.sheet.doers.media.encoder(self.form.codec, self.form.quality)

    def _labels(self, folder: Path) -> Labels:
        production = self.sheet.production
        track = None
        if self.captions is not None and self._captioned == "soft" and not self.form.sound_only:
            track = folder / "captions.srt"
            track.write_bytes(caption_file(self.captions.cues, "srt"))
        comment = f"{self.sheet.budget} {self.cut.name} cut"
        return Labels(
            tags={**production.metadata, "title": production.name, "comment": comment},
            chapters=tuple(Chapter(at=one.at, title=one.title) for one in self.timeline.chapters),
            captions=track,
            language=production.language,
        )

    @property
    def _captioned(self) -> str:
        return self.form.captions if self.captions is not None and self.captions.cues else "none"

    def _poster_frame(self) -> int:
        """The spec's picture; else a third into the film, where no title or fade is over it."""
        wish = self.sheet.production.poster
        event = next(
            (one for one in self.cut.events if wish and one.scene == wish.scene and not one.card), None
        )
        if wish is None or event is None:
            return self.cut.frames // 3
        return event.record_in + min(int(wish.at * self.cut.fps), event.frames - 1)

    def _tell(self, state: str, detail: str) -> None:
        subject = f"{self.sheet.production.name}/{self.form.name}"
        report(Progress(stage="render", subject=subject, state=state, detail=detail))


class _Steps:
    """Tells of the picture at each few per cent, never the same twice."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell
        self._last = -1

    def __call__(self, done: Encoded) -> None:
        step = done.frames * 100 // done.of_frames // _STEP
        if step > self._last:
            self._last = step
            share = f"{step * _STEP} % of the picture"
            self._tell("rendering", f"{share}, {done.segments} of {done.of_segments} segments")
