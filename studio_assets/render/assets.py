"""The master: the locked cut, rendered, and held to its invariants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from resources.artifacts.segment_cache import SegmentCache
from resources.media.invariants import check
from resources.media.sheet import poster
from resources.media.still import still
from resources.progress import Progress, report
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.edl.cut import Cut, PictureLock
from studio_assets.render.film import film
from studio_assets.render.master_document import Invariant, Master
from studio_assets.render.present import master_metadata

__all__ = ["render"]


async def render(sheet: CallSheet) -> AsyncIterator[Made]:
    """Render the locked cut; nothing is rendered before there is one.

    Raises:
        MediaFailed: ffmpeg failed, or the film is not what the cut says.
    """
    locked = sheet.need("picture_lock", PictureLock)
    if locked.cut is None:
        master = _held(sheet, f"held: {locked.why or 'no picture lock'}")
    elif not locked.cut.events:
        master = _held(sheet, "held: the cut is empty")
    else:
        master = await _rendered(sheet, locked.cut)
    report(Progress(stage="render", subject=sheet.production.name, state=master.happened, detail=master.why))
    whole = master.media is not None and not master.partial
    missing = ", ".join(f"{scene}: {why}" for scene, why in master.missing.items())
    broken = ", ".join(one.name for one in master.invariants if not one.held)
    yield Made(
        sheet.wanted[0],
        master,
        master_metadata(sheet.doers.artifacts, master, sheet.production.name),
        (
            Check("complete", whole, missing or master.state),
            Check(
                "invariants",
                bool(master.invariants) and not broken,
                broken or f"{len(master.invariants)} held",
            ),
        ),
    )


def _held(sheet: CallSheet, state: str) -> Master:
    production = sheet.production
    return Master(
        state=state,
        fps=production.fps,
        width=production.width,
        height=production.height,
        spend=sheet.spent,
        partial=True,
        simulated=sheet.doers.simulated,
    )


async def _rendered(sheet: CallSheet, cut: Cut) -> Master:
    production, doers = sheet.production, sheet.doers
    narration = sheet.need("narration", Narration)
    report(Progress(stage="render", subject=production.name, state="rendering", detail=f"{cut.name} cut"))
    clips = {event.clip: doers.artifacts.file_of(event.clip) for event in cut.events}
    timeline = film(production, cut, narration, clips, doers.artifacts.path)
    with doers.artifacts.scratch() as folder:
        target = folder / "master.mp4"
        probe = await doers.media.render(
            timeline,
            target,
            cache=SegmentCache(doers.artifacts),
            tags={"title": production.name, "comment": f"{sheet.budget} {cut.name} cut"},
            on_progress=lambda done, total: report(
                Progress(
                    stage="render",
                    subject=production.name,
                    state="rendering",
                    detail=f"segment {done} of {total}",
                )
            ),
        )
        invariants = check(target, timeline)
        # A third into the film something is going on, and no title or fade is over the picture.
        picture = await asyncio.to_thread(still, target, probe.frames // 3)
        media = doers.artifacts.keep(target, ".mp4")
    return Master(
        state="rendered",
        media=media,
        poster=doers.artifacts.keep_bytes(poster(picture), ".webp"),
        frames=probe.frames,
        fps=production.fps,
        width=probe.width,
        height=probe.height,
        cut=cut.name,
        spend=sheet.spent,
        partial=bool(cut.missing),
        missing=cut.missing,
        invariants=tuple(
            Invariant(name=one.name, expected=one.expected, actual=one.actual, held=one.held)
            for one in invariants
        ),
        simulated=doers.simulated,
    )
