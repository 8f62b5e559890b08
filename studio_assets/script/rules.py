"""A script writer by rules: the user's scenes to the word, empty slots from the concept."""

from __future__ import annotations

from fractions import Fraction

from resources.errors import StudioError
from resources.providers.port import Capabilities
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.clauses import fill
from studio_assets.script.direction import direction
from studio_assets.script.lengths import filmed_seconds, lengths
from studio_assets.script.scene import Overlay, Scene
from studio_assets.script.writer import ScriptWriter
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["RulesWriter", "unwritten", "write"]


class RulesWriter(ScriptWriter):
    """The writer's twin that costs nothing: the same pilot gives the same script."""

    async def write(
        self, production: Production, planned: PlannedPilot, able: Capabilities, seeds: SeedAssets
    ) -> tuple[Scene, ...]:
        """The script of one pilot; see `write`."""
        return write(production, planned, able)

    def unwritten(self, production: Production, pilot: str, why: str) -> tuple[Scene, ...]:
        """The scene documents of a pilot that is not planned; see `unwritten`."""
        return unwritten(production, pilot, why)


def write(production: Production, planned: PlannedPilot, able: Capabilities) -> tuple[Scene, ...]:
    """Write the scenes of one pilot.

    A given scene gets no framing of its own: one that followed its place in the script would change,
    and be bought anew, whenever a scene is put in before it.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
        able: what the pilot's model can film.

    Returns:
        One scene per slot, in script order.

    Raises:
        StudioError: a scene is longer than the pilot's model can film.
    """
    seconds = lengths(production)
    empty = [slot.name for slot in production.scenes if not slot.given]
    filled = dict(zip(empty, fill(production.concept, len(empty)), strict=True))
    return tuple(
        _scene(
            production,
            planned,
            able,
            slot,
            number,
            seconds[slot.name],
            *filled.get(slot.name, (slot.description, "")),
        )
        for number, slot in enumerate(production.scenes, start=1)
    )


def unwritten(production: Production, pilot: str, why: str) -> tuple[Scene, ...]:
    """The scene documents of a pilot that is not planned.

    Args:
        production: its slots.
        pilot: the pilot's name.
        why: the reason, for example `not in the plan`.

    Returns:
        One scene per slot, state `not_filmed: <why>`, with nothing written in it.
    """
    seconds = lengths(production)
    return tuple(
        Scene(
            state=f"not_filmed: {why}",
            name=slot.name,
            number=number,
            description=slot.description,
            direction=slot.direction or "",
            duration=seconds[slot.name],
            film_duration=seconds[slot.name],
            transition=production.transition_of(slot, production.pilot(pilot)),
        )
        for number, slot in enumerate(production.scenes, start=1)
    )


def _scene(
    production: Production,
    planned: PlannedPilot,
    able: Capabilities,
    slot: SceneSpec,
    number: int,
    seconds: Fraction,
    description: str,
    framing: str,
) -> Scene:
    pilot = production.pilot(planned.name)
    style = production.tiers[planned.tier].style
    filmed = seconds if slot.footage else filmed_seconds(seconds, able.durations)
    if filmed is None:
        raise StudioError(
            f"Scene {slot.name!r} lasts {float(seconds):g} s; {planned.provider}/"
            f"{planned.model} films at most {float(able.durations[-1]):g} s.",
            mend="Give the scene a shorter duration, or the script more scenes.",
            where=production.file,
        )
    return Scene(
        state="written",
        name=slot.name,
        number=number,
        description=description,
        direction=direction(description, slot.direction or framing, style, able.prompt_limit),
        duration=seconds,
        film_duration=filmed,
        narration=slot.narration,
        overlay=_within(slot.overlay, seconds),
        transition=production.transition_of(slot, pilot),
        continues=slot.continues,
        first_frame=slot.first_frame.digest if slot.first_frame else None,
        footage=slot.footage.digest if slot.footage else None,
        takes=production.takes_of(slot, pilot),
        keep=slot.keep,
        test=slot.name in production.test_scenes(),
    )


def _within(overlay: Overlay | None, seconds: Fraction) -> Overlay | None:
    """The overlay inside the scene; one that would begin after the end moves forward instead of vanishing."""
    if overlay is None or overlay.end <= seconds:
        return overlay
    start = overlay.start
    if start >= seconds:
        start = max(Fraction(0), seconds - (overlay.end - overlay.start))
    return overlay.model_copy(update={"start": start, "end": seconds})
