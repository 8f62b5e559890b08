"""The film's timeline: the locked cut, its cards, and its pictures fitted to the measured speech."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.artifacts.artifact import Artifact
from resources.progress import Progress, report
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.edl.cut import Cut, PictureLock
from studio_assets.spec.production import Production
from studio_assets.timeline.cards import carded
from studio_assets.timeline.chapters import chapters
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from studio_assets.timeline.fit import fit
from studio_assets.timeline.present import timeline_metadata

__all__ = ["lay_out", "timeline_of"]


async def lay_out(sheet: CallSheet) -> AsyncIterator[Made]:
    """Fit the locked cut to its narration; nothing is filmed or spoken for it."""
    locked = sheet.need("picture_lock", PictureLock)
    if locked.cut is None:
        timeline = FilmTimeline(state=f"held: {locked.why or 'no picture lock'}")
    elif not locked.cut.events:
        timeline = FilmTimeline(state="held: the cut is empty")
    else:
        narration = sheet.need("narration", Narration)
        timeline = timeline_of(sheet.production, locked.cut, narration)
        timeline = timeline.model_copy(update={"narration": narration.identity})
    timeline = timeline.model_copy(update={"lock": locked.identity})
    unfit = "; ".join(f"{scene}: {why}" for scene, why in timeline.unfit.items())
    report(
        Progress(
            stage="fit",
            subject=sheet.production.name,
            state=timeline.happened,
            detail=unfit or (f"{float(timeline.cut.duration):g} s" if timeline.cut else timeline.why),
        )
    )
    fits = timeline.cut is not None and not unfit
    yield Made(
        sheet.wanted[0],
        timeline,
        timeline_metadata(timeline),
        (Check("fits", fits, unfit or timeline.state),),
    )


def timeline_of(production: Production, cut: Cut, narration: Narration) -> FilmTimeline:
    """The timeline of a cut.

    Args:
        production: for cards, chapters and how pictures and lines meet.
        cut: with at least one event.
        narration: its measured lines; one that was not spoken takes no time.
    """
    media: dict[tuple[str, str], Artifact] = {}
    lengths = {}
    for line in narration.lines:
        if line.media is not None:
            media[line.pilot, line.scene] = line.media
            lengths[line.pilot, line.scene] = line.seconds
    fitted = fit(
        carded(cut, production.titles, production.scenes),
        lengths,
        production.mix.fit,
        audio_led=production.audio_led,
        continues={scene.name: scene.continues for scene in production.scenes},
    )
    return FilmTimeline(
        state="fitted",
        cut=fitted.cut,
        lines=tuple(
            SpokenAt(
                pilot=one.pilot, scene=one.scene, media=media[one.pilot, one.scene], at=one.at, end=one.end
            )
            for one in fitted.lines
        ),
        chapters=chapters(fitted.cut, production),
        unfit=fitted.unfit,
    )
