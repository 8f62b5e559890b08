"""What the user's pictures show: described once a run, for the writer and the directions."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.clips.kinds import FILMED
from studio_assets.seeds.description import SeedAssets
from studio_assets.seeds.present import seeds_metadata
from studio_assets.seeds.standing import standing

__all__ = ["analyse"]


async def analyse(sheet: CallSheet) -> AsyncIterator[Made]:
    """Look at the seed pictures.

    Raises:
        TransientFailure: a retry would heal it; what was answered costs nothing then.
    """
    subject = sheet.production.name
    report(Progress(stage="analyse", subject=subject, state="looking"))
    described: SeedAssets = await sheet.cast.asset_analyzer.describe(sheet.production)
    if not sheet.fresh:
        described = standing(described, sheet.document("seed_assets", SeedAssets), filmed=_filmed(sheet))
    report(Progress(stage="analyse", subject=subject, state=described.happened, detail=described.why))
    metadata = seeds_metadata(sheet.doers.artifacts, described)
    for node in sheet.wanted:
        yield Made(node, described, metadata, (_check(described),))


def _filmed(sheet: CallSheet) -> bool:
    takes = sheet.doers.takes.of_run(sheet.production.name, sheet.run)
    return any(take.kind in FILMED and not take.in_vain for take in takes)


def _check(described: SeedAssets) -> Check:
    """Red where somebody was to look and could not; the rules' crew was never to."""
    blind = [one.id for one in described.assets if one.state != "described"]
    fine = not blind or not described.notes
    count = f"{len(described.assets) - len(blind)} of {len(described.assets)} pictures are described"
    return Check("described", fine, " ".join((f"{count}.", *described.notes)))
