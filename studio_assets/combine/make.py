"""Makes a named cut of chosen scenes from what the run has. It buys nothing and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resources.errors import NotConfigured
from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import CallSheet
from studio_assets.captions.assets import captioned
from studio_assets.combine.combine import combine, sources, taken
from studio_assets.combine.combined import Ancestor, Combined
from studio_assets.combine.sound import music_under
from studio_assets.combine.stored import keep
from studio_assets.edl.cut import Cut, Edl, PictureLock
from studio_assets.render.deliver import deliver
from studio_assets.script.scene import Scene
from studio_assets.spec.delivery import Titles
from studio_assets.spec.production import Production
from studio_assets.timeline.assets import timeline_of
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["make"]


async def make(sheet: CallSheet, scenes: Sequence[str], name: str) -> Combined:
    """Combine scenes, render them and keep the result; an older one of that name is replaced.

    Only lines that are spoken and music that is made are heard; captions are made anew. The whole film's
    cards are left out.

    Args:
        sheet: the run's.
        scenes: names, in the order wanted, each once.
        name: what the cut is called.

    Raises:
        NotConfigured: the run has no cut yet.
        StudioError: no cut has one of the scenes.
        MediaFailed: ffmpeg failed, or the film is not what the cut says.
    """
    production = sheet.production
    lock = sheet.document("picture_lock", PictureLock)
    locked = lock.cut if lock is not None else None
    cuts = sources(locked, sheet.document("edl", Edl))
    if not cuts:
        raise NotConfigured(
            f"{production.name}/{sheet.run} has no cut yet.",
            mend=f"`studio run {production.name} --run {sheet.run}` goes on until it has.",
        )
    cut = combine(cuts, scenes, name)
    spoken = sheet.document("narration", Narration)
    narration = _heard(spoken, cut)
    timeline = timeline_of(_bare(production), cut, narration)
    timeline = timeline.model_copy(update={"lock": lock.identity if lock is not None else ""})
    fitted = timeline.cut or cut
    order = [scene.name for scene in production.scenes]
    made = sheet.document("music", Music) if production.mix.music else None
    music = music_under(made, production.mix.music, fitted, order) if made is not None else None
    captions = await captioned(sheet, timeline, narration) if production.captioned else None
    form = production.master.model_copy(update={"name": name})
    combined = Combined(
        state="combined",
        name=name,
        run=sheet.run,
        scenes=tuple(scenes),
        source=cuts[0].name,
        lock=lock.version if lock is not None and locked is not None else None,
        timeline=timeline,
        music=music,
        captions=captions,
        effects=production.mix.effects,
        film=await deliver(sheet, form, timeline, fitted, music=music, captions=captions),
        lineage=tuple(_lineage(production, timeline, [one.cut.name for one in taken(cuts, scenes)])),
        notes=(
            *_unspoken(sheet, cut, narration),
            *(f"{scene}: {why}" for scene, why in timeline.unfit.items()),
            *(music.notes if music is not None else ()),
            *(captions.notes if captions is not None else ()),
        ),
    )
    keep(sheet, combined)
    return combined


def _bare(production: Production) -> Production:
    """The production without the cards of its whole film."""
    scenes = tuple(scene.model_copy(update={"card": None}) for scene in production.scenes)
    return production.model_copy(update={"titles": Titles(), "scenes": scenes})


def _heard(narration: Narration | None, cut: Cut) -> Narration:
    """The lines of the cut's own clips; another pilot's picture of a scene has other words."""
    if narration is None:
        return Narration(state="silent", voice="", provider="")
    shown = {(event.pilot, event.scene) for event in cut.events}
    lines = tuple(line for line in narration.lines if (line.pilot, line.scene) in shown)
    return narration.model_copy(update={"lines": lines, "bed": None})


def _unspoken(sheet: CallSheet, cut: Cut, narration: Narration) -> Iterator[str]:
    """The lines that are written and were never spoken, a sentence each."""
    if sheet.production.narrator is None:
        return
    for event in cut.events:
        scene = sheet.document("scene", Scene, event.pilot, event.scene)
        line = narration.line(event.pilot, event.scene)
        if scene is not None and scene.narration and (line is None or line.media is None):
            why = line.state if line is not None else "no cut that was locked had this clip"
            yield f"{event.scene}: its line is not heard, because it was never spoken ({why})."


def _lineage(production: Production, timeline: FilmTimeline, sources: Sequence[str]) -> Iterator[Ancestor]:
    assert timeline.cut is not None, "a timeline of a cut has one"
    lines = {(line.pilot, line.scene): line.media.digest for line in timeline.lines}
    for event, source in zip(timeline.cut.events, sources, strict=True):
        scene = production.scene(event.scene)
        footage = scene.footage.path if scene is not None and scene.footage is not None else ""
        yield Ancestor(
            scene=event.scene,
            pilot=event.pilot,
            source=source,
            slate=event.slate,
            footage="" if event.slate else footage,
            clip=event.clip,
            source_in=event.source_in,
            source_out=event.source_out,
            at=event.record_in,
            end=event.record_in + event.frames,
            line=lines.pop((event.pilot, event.scene), ""),
        )
