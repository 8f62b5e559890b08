"""The candidate cuts, and the picture lock that chooses one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.clips.clip import Clip
from studio_assets.critique.rank import rank
from studio_assets.critique.review import Critique
from studio_assets.edl.cut import Cut, Edl
from studio_assets.edl.otio import otio_text
from studio_assets.edl.pick import pick
from studio_assets.edl.present import edl_metadata, lock_metadata
from studio_assets.edl.rushes import Rushes
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["edit", "lock"]


async def edit(sheet: CallSheet) -> AsyncIterator[Made]:
    """Cut the candidates from the winners' clips and write each as an OpenTimelineIO file."""
    production = sheet.production
    reviews = [sheet.need("critique", Critique, pilot) for pilot in production.pilot_names]
    winners, ranking = rank(reviews)
    winners = winners[: production.competition.winners]
    names = [scene.name for scene in production.scenes]
    rushes = Rushes(
        production=production,
        winners=winners,
        ranking=ranking,
        scenes={
            pilot: {name: sheet.need("scene", Scene, pilot, name) for name in names} for pilot in winners
        },
        clips={pilot: {name: sheet.need("clip", Clip, pilot, name) for name in names} for pilot in winners},
        reports={
            pilot: {name: sheet.need("qa_report", QAReport, pilot, name) for name in names}
            for pilot in winners
        },
    )
    edl = await sheet.cast.editor.cut(rushes)
    edl = edl.model_copy(update={"cuts": tuple(_written(sheet, cut) for cut in edl.cuts)})
    detail = ", ".join(f"{cut.name} {float(cut.duration):g} s" for cut in edl.cuts)
    report(Progress(stage="edit", subject=production.name, state=edl.happened, detail=detail or edl.why))
    yield Made(sheet.wanted[0], edl, edl_metadata(edl), (Check("can_be_cut", bool(edl.cuts), edl.state),))


def _written(sheet: CallSheet, cut: Cut) -> Cut:
    # Relative to the artifact store's `sha256/<xx>/` folder, where the file itself lies.
    paths = {event.clip: f"../{event.clip[:2]}/{event.clip}{event.suffix}" for event in cut.events}
    text = otio_text(cut, paths)
    return cut.model_copy(update={"otio": sheet.doers.artifacts.keep_bytes(text.encode(), ".otio")})


async def lock(sheet: CallSheet) -> AsyncIterator[Made]:
    """Lock the cut that a person or the policy picked; the launch config's word is kept."""
    production, runs = sheet.production, sheet.doers.runs
    edl = sheet.need("edl", Edl)
    chosen = runs.picked(production.name, sheet.run)
    picked = (chosen.cut, chosen.picked_by, chosen.reason) if chosen else None
    if sheet.choice and (picked is None or picked[0] != sheet.choice[0]):
        # `pick` first: a cut that is no candidate must not be stored as a choice.
        picked = (sheet.choice[0], "launch config", sheet.choice[1])
        pick(edl, production.edit.pick, picked)
        runs.pick(production.name, sheet.run, *picked)
    locked = pick(edl, production.edit.pick, picked)
    state = f"{locked.cut.name} by {locked.picked_by}" if locked.cut else locked.why
    report(Progress(stage="lock", subject=production.name, state=locked.happened, detail=state))
    yield Made(
        sheet.wanted[0],
        locked,
        lock_metadata(locked),
        (Check("locked", locked.cut is not None, locked.state),),
    )
