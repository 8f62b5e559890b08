"""The deliverables: the film's timeline, rendered in each form, and held to its invariants."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import PictureLock
from studio_assets.graph import Node
from studio_assets.render.deliver import deliver as made_of
from studio_assets.render.master_document import Master
from studio_assets.render.present import master_metadata
from studio_assets.spec.delivery import Deliverable
from studio_assets.timeline.film_timeline import FilmTimeline
from studio_assets.timeline.stale import stale

__all__ = ["deliver", "render"]


async def render(sheet: CallSheet) -> AsyncIterator[Made]:
    """Render the master; nothing is rendered before a cut is locked.

    Raises:
        MediaFailed: ffmpeg failed, or the film is not what the cut says.
    """
    yield await _form(sheet, sheet.wanted[0], sheet.production.master)


async def deliver(sheet: CallSheet) -> AsyncIterator[Made]:
    """Render the other wanted forms of the film; no picture is filmed and no word is spoken for them.

    Raises:
        MediaFailed: ffmpeg failed, or a form is not what the cut says.
    """
    forms = {one.name: one for one in sheet.production.deliverables}
    for node in sheet.wanted:
        yield await _form(sheet, node, forms[node.deliverable or ""])


async def _form(sheet: CallSheet, node: Node, form: Deliverable) -> Made:
    timeline, lock = sheet.need("timeline", FilmTimeline), sheet.document("picture_lock", PictureLock)
    music = sheet.document("music", Music) if sheet.production.mix.music else None
    captioned = sheet.production.captioned and not form.sound_only
    captions = sheet.document("captions", Captions) if captioned else None
    narration = sheet.document("narration", Narration) if timeline.cut is not None else None
    if old := stale(timeline, lock=lock, narration=narration, music=music, captions=captions):
        master = _held(sheet, form, f"held: {old}")
    elif timeline.cut is None:
        master = _held(sheet, form, f"held: {timeline.why or 'no picture lock'}")
    elif not timeline.cut.events:
        master = _held(sheet, form, "held: the cut is empty")
    else:
        master = await made_of(sheet, form, timeline, timeline.cut, music=music, captions=captions)
    subject = f"{sheet.production.name}/{form.name}"
    report(Progress(stage="render", subject=subject, state=master.happened, detail=master.why))
    whole = master.media is not None and not master.partial
    missing = ", ".join(f"{scene}: {why}" for scene, why in master.missing.items())
    broken = ", ".join(f"{one.name} is {one.actual}" for one in master.invariants if not one.held)
    return Made(
        node,
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


def _held(sheet: CallSheet, form: Deliverable, state: str) -> Master:
    return Master(
        state=state,
        deliverable=form.name,
        fps=sheet.production.fps,
        width=form.width,
        height=form.height,
        spend=sheet.spent,
        partial=True,
        simulated=sheet.doers.simulated,
    )
