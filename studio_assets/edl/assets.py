"""The candidate cuts, and the picture lock that chooses one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.clips.clip import Clip
from studio_assets.critique.rank import rank
from studio_assets.critique.review import Critique
from studio_assets.edl.choice import SPEC, counting, spec_speaks
from studio_assets.edl.cut import Cut, Edl
from studio_assets.edl.exports.formats import format_named
from studio_assets.edl.exports.program import picture
from studio_assets.edl.pick import locked, pick
from studio_assets.edl.present import edl_metadata, lock_metadata
from studio_assets.edl.rushes import Rushes
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene

__all__ = ["edit", "lock"]


async def edit(sheet: CallSheet) -> AsyncIterator[Made]:
    """Cut the candidates from the winners' clips and write each in the formats that the spec wants."""
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
    production = sheet.production
    # Relative to the artifact store's `sha256/<xx>/` folder, where the file itself lies.
    paths = {event.clip: f"../{event.clip[:2]}/{event.clip}{event.suffix}" for event in cut.events}
    program = picture(cut, paths, production.width, production.height)
    files = {}
    for name in production.edit.exports:
        form = format_named(name)
        text = form.write(program).text
        files[name] = sheet.doers.artifacts.keep_bytes(text.encode(), form.suffix)
    return cut.model_copy(update={"files": files})


async def lock(sheet: CallSheet) -> AsyncIterator[Made]:
    """Lock the cut that a person, the spec or the policy picked; each pick is kept as a version."""
    production, runs = sheet.production, sheet.doers.runs
    edl, wish = sheet.need("edl", Edl), production.edit.pick
    picks = runs.picks(production.name, sheet.run)
    if sheet.choice:
        counted = counting(picks, wish)
        if counted is None or counted.cut != sheet.choice[0]:
            picked = (sheet.choice[0], "launch config", sheet.choice[1])
            # `pick` first: a cut that is no candidate must not be stored as a choice.
            pick(edl, wish, picked)
            runs.pick(production.name, sheet.run, *picked)
    elif spec_speaks(picks, wish) and edl.cut(wish) is not None:
        runs.pick(production.name, sheet.run, wish, SPEC, "the spec asks for it")
    chosen = counting(runs.picks(production.name, sheet.run), wish)
    found = locked(edl, wish, chosen)
    state = f"{found.cut.name} by {found.picked_by}" if found.cut else found.why
    report(Progress(stage="lock", subject=production.name, state=found.happened, detail=state))
    yield Made(
        sheet.wanted[0],
        found,
        lock_metadata(found),
        (Check("locked", found.cut is not None, found.state),),
    )
