"""From what is written to the production: every default filled in."""

from __future__ import annotations

from studio_assets.script.scene import Overlay
from studio_assets.spec import cascade_delivery, cascade_sound
from studio_assets.spec.picture import pixels
from studio_assets.spec.production import (
    Automation,
    Budget,
    Competition,
    Edit,
    PilotSpec,
    Production,
    Quality,
    SceneSpec,
    SeedFile,
)
from studio_assets.spec.reading import Reading
from studio_assets.spec.slots import PILOT_SLOTS, scene_names
from studio_assets.spec.source import KeyPath
from studio_assets.spec.voices import narrator

__all__ = ["production"]


def production(reading: Reading) -> Production:
    """The production of a spec without faults.

    Args:
        reading: the checked spec.
    """
    spec = reading.spec
    width, height = pixels(spec.aspect_ratio, spec.resolution)
    pilots = _pilots(reading)
    seeds = _seeds(reading)
    speaker = narrator(reading)
    return Production(
        name=spec.production,
        file=reading.source.file.name,
        owner=spec.owner,
        concept=reading.texts["concept",],
        duration=spec.duration,
        aspect_ratio=spec.aspect_ratio,
        width=width,
        height=height,
        fps=spec.fps,
        budget=Budget(
            limit=spec.budget.limit, contingency=spec.budget.contingency, on_limit=spec.budget.on_limit
        ),
        pilots=pilots,
        pilot_names=tuple(pilot.name for pilot in pilots) or PILOT_SLOTS,
        takes=spec.defaults.takes,
        transition=spec.defaults.transition,
        style=spec.script.style,
        seeds=seeds,
        scenes=_scenes(reading, seeds),
        competition=Competition(
            test_scenes=spec.competition.test_scenes,
            policy=spec.competition.policy,
            rubric=spec.competition.rubric,
            winners=spec.competition.winners,
        ),
        quality=Quality(
            judge=spec.qa.judge,
            threshold=spec.qa.threshold,
            reshoots=spec.qa.reshoots,
            frames=spec.qa.frames,
        ),
        narrator=speaker,
        edit=Edit(cuts=tuple(spec.edit.cuts), pick=spec.edit.pick, exports=tuple(spec.edit.exports)),
        automation=Automation(
            on_change=spec.automation.on_change,
            auto_approve_under=spec.automation.auto_approve_under,
            schedule=spec.automation.schedule,
        ),
        mix=cascade_sound.mix(reading),
        captions=cascade_delivery.captions(spec),
        titles=cascade_delivery.titles(spec),
        poster=cascade_delivery.poster(spec),
        metadata=dict(spec.metadata),
        language=spec.language,
        font=reading.files.get(("font",)),
        deliverables=cascade_delivery.deliverables(spec, spoken=speaker is not None),
        tiers={
            name: tier.model_copy(update={"video": reading.usable(tier)})
            for name, tier in reading.tiers.items()
        },
    )


def _pilots(reading: Reading) -> tuple[PilotSpec, ...]:
    pilots = []
    for name, written in (reading.spec.pilots or {}).items():
        video = reading.video_of(name)
        assert video is not None  # the rules found one
        pilots.append(
            PilotSpec(
                name=name,
                tier=written.tier,
                video=video,
                allotment=written.allotment,
                timeout=written.timeout,
                takes=written.takes,
                transition=written.transition,
            )
        )
    return tuple(pilots)


def _seeds(reading: Reading) -> tuple[SeedFile, ...]:
    return tuple(
        SeedFile(id=seed.id, role=seed.role, file=reading.files["seed_assets", index, "file"])
        for index, seed in enumerate(reading.spec.seed_assets)
    )


def _scenes(reading: Reading, seeds: tuple[SeedFile, ...]) -> tuple[SceneSpec, ...]:
    opening = {seed.id: seed for seed in seeds if seed.role == "first_frame"}
    given = [_scene(reading, index, opening) for index in range(len(reading.spec.script.scenes))]
    slots = [SceneSpec(name=name) for name in scene_names(reading.spec)[len(given) :]]
    return (*given, *slots)


def _scene(reading: Reading, index: int, opening: dict[str, SeedFile]) -> SceneSpec:
    written = reading.spec.script.scenes[index]
    opens = opening.get(written.seed_asset or "")
    path: KeyPath = ("script", "scenes", index)
    overlay = written.overlay
    return SceneSpec(
        name=written.id,
        description=reading.texts.get((*path, "description"), ""),
        duration=written.duration,
        direction=reading.texts.get((*path, "direction")),
        narration=reading.texts.get((*path, "narration"), ""),
        overlay=Overlay(text=overlay.text, position=overlay.position, start=overlay.start, end=overlay.end)
        if overlay is not None
        else None,
        transition=written.transition,
        continues=written.continues,
        seed_asset=written.seed_asset,
        first_frame=opens.file if opens is not None else None,
        footage=reading.files.get((*path, "footage")),
        takes=written.takes,
        keep=written.keep,
        move=written.move,
        chapter=written.chapter or "",
        card=cascade_delivery.card(written.card),
    )
