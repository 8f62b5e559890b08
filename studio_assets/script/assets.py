"""Each pilot's own document and the scenes of its script."""

from __future__ import annotations

from collections.abc import AsyncIterator

from resources.progress import Progress, report
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.clips.able import able
from studio_assets.planning.plan import Pilot, Plan
from studio_assets.planning.present import pilot_metadata
from studio_assets.script.filmed import Filmed, written_by_claude
from studio_assets.script.kept import Kept
from studio_assets.script.present import scene_metadata
from studio_assets.script.rules import RulesWriter
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAssets

__all__ = ["write"]


async def write(sheet: CallSheet) -> AsyncIterator[Made]:
    """Write the wanted pilots and scenes; a pilot that is not planned gets `not_filmed` ones."""
    plan = sheet.need("plan", Plan)
    for pilot in sheet.production.pilot_names:
        wanted = [node for node in sheet.wanted if node.pilot == pilot]
        if not wanted:
            continue
        scenes = await _script(sheet, plan, pilot)
        for node in wanted:
            if node.scene:
                yield Made(node, scenes[node.scene], scene_metadata(scenes[node.scene]))
            else:
                document = _pilot(sheet, plan, pilot)
                yield Made(node, document, pilot_metadata(document))
        report(Progress(stage="write", subject=pilot, state=_pilot(sheet, plan, pilot).happened))


async def _script(sheet: CallSheet, plan: Plan, pilot: str) -> dict[str | None, Scene]:
    production, planned = sheet.production, plan.pilot(pilot)
    writer = sheet.cast.script_writer
    if planned is None:
        return {scene.name: scene for scene in writer.unwritten(production, pilot, _why(plan, pilot))}
    can = able(sheet.doers, planned.video)
    seeds = sheet.need("seed_assets", SeedAssets) if production.seeds else SeedAssets(state="none")
    if isinstance(writer, RulesWriter) and not sheet.fresh:
        kept = Kept(sheet.doers.artifacts, sheet.run, production, planned)
        filmed = Filmed(sheet.doers.takes, production.name, sheet.run, pilot)
        written = written_by_claude(production, planned, can, seeds, kept, filmed)
        return {scene.name: scene for scene in written}
    return {scene.name: scene for scene in await writer.write(production, planned, can, seeds)}


def _pilot(sheet: CallSheet, plan: Plan, pilot: str) -> Pilot:
    production, planned = sheet.production, plan.pilot(pilot)
    if planned is None:
        return Pilot(state=f"not_filmed: {_why(plan, pilot)}", name=pilot, planned=None)
    tier = production.tiers[planned.tier]
    return Pilot(
        state="planned",
        name=pilot,
        planned=planned,
        durations=able(sheet.doers, planned.video).durations,
        quality_ceiling=tier.quality_ceiling,
        threshold=production.threshold_of(tier),
        scenes=tuple(scene.name for scene in production.scenes),
        test_scenes=production.test_scenes(),
    )


def _why(plan: Plan, pilot: str) -> str:
    return plan.unplanned.get(pilot) or plan.why or "not in the plan"
