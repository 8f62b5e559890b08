"""Make the scene documents of a pilot from what its writer decided: lengths, looks and limits by code."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from resources.errors import StudioError
from resources.providers.port import Capabilities
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.direction import direction
from studio_assets.script.draft import Draft
from studio_assets.script.lengths import filmed_seconds, lengths
from studio_assets.script.scene import Overlay, Scene
from studio_assets.script.sheets import sheets
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["compose", "filmed_lengths"]


def compose(
    production: Production,
    planned: PlannedPilot,
    able: Capabilities,
    seeds: SeedAssets,
    drafts: Mapping[str, Draft],
) -> tuple[Scene, ...]:
    """The scenes of one pilot.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
        able: what the pilot's model can film.
        seeds: what the user's pictures show.
        drafts: scene name -> what its writer decided, one for every slot.

    Returns:
        One scene per slot, in script order; together they last as long as the film.

    Raises:
        StudioError: a scene is longer than the pilot's model can film.
    """
    seconds, filmed = lengths(production), filmed_lengths(production, planned, able)
    pilot, style = production.pilot(planned.name), production.tiers[planned.tier].style
    return tuple(
        Scene(
            state="written",
            asked=(draft := drafts[slot.name]).asked,
            notes=draft.notes,
            name=slot.name,
            number=number,
            description=draft.description,
            direction=direction(
                draft.description,
                draft.camera,
                style,
                able.prompt_limit,
                sheets(production, slot, seeds),
            ),
            duration=seconds[slot.name],
            film_duration=filmed[slot.name],
            narration=draft.narration,
            overlay=_within(draft.overlay, seconds[slot.name]),
            transition=draft.transition,
            continues=slot.continues,
            first_frame=slot.first_frame.digest if slot.first_frame else None,
            footage=slot.footage.digest if slot.footage else None,
            takes=production.takes_of(slot, pilot),
            keep=slot.keep,
            test=slot.name in production.test_scenes(),
            elements=draft.elements,
            continuity=draft.continuity,
        )
        for number, slot in enumerate(production.scenes, start=1)
    )


def filmed_lengths(production: Production, planned: PlannedPilot, able: Capabilities) -> dict[str, Fraction]:
    """The seconds that each scene is filmed for.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
        able: what the pilot's model can film.

    Returns:
        Scene name -> seconds that the model films, at least the scene's own; own footage as it is.

    Raises:
        StudioError: a scene is longer than the pilot's model can film.
    """
    seconds = lengths(production)
    return {
        slot.name: _filmed(production, planned, able, slot, seconds[slot.name]) for slot in production.scenes
    }


def _filmed(
    production: Production, planned: PlannedPilot, able: Capabilities, slot: SceneSpec, seconds: Fraction
) -> Fraction:
    filmed = seconds if slot.footage else filmed_seconds(seconds, able.durations)
    if filmed is None:
        raise StudioError(
            f"Scene {slot.name!r} lasts {float(seconds):g} s; {planned.provider}/"
            f"{planned.model} films at most {float(able.durations[-1]):g} s.",
            mend="Give the scene a shorter duration, or the script more scenes.",
            where=production.file,
        )
    return filmed


def _within(overlay: Overlay | None, seconds: Fraction) -> Overlay | None:
    """The overlay inside the scene; one that would begin after the end moves forward instead of vanishing."""
    if overlay is None or overlay.end <= seconds:
        return overlay
    start = overlay.start
    if start >= seconds:
        start = max(Fraction(0), seconds - (overlay.end - overlay.start))
    return overlay.model_copy(update={"start": start, "end": seconds})
