"""A script writer by rules: the user's scenes to the word, empty slots from the concept."""

from __future__ import annotations

from resources.providers.port import Capabilities
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.clauses import fill
from studio_assets.script.compose import compose
from studio_assets.script.draft import Draft
from studio_assets.script.lengths import lengths
from studio_assets.script.overlong import Overlong, Shortened, cut_by_rule
from studio_assets.script.scene import Scene
from studio_assets.script.spoken import spoken
from studio_assets.script.writer import ScriptWriter
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production

__all__ = ["RulesWriter", "drafts", "unwritten", "write"]

NO_SEEDS = SeedAssets(state="none")


class RulesWriter(ScriptWriter):
    """The writer's twin that costs nothing: the same pilot gives the same script."""

    async def write(
        self, production: Production, planned: PlannedPilot, able: Capabilities, seeds: SeedAssets
    ) -> tuple[Scene, ...]:
        """The script of one pilot; see `write`."""
        return write(production, planned, able, seeds)

    def unwritten(self, production: Production, pilot: str, why: str) -> tuple[Scene, ...]:
        """The scene documents of a pilot that is not planned; see `unwritten`."""
        return unwritten(production, pilot, why)

    async def shorten(self, production: Production, scene: Scene, line: Overlong) -> Shortened:
        """The line cut to whole sentences; see `cut_by_rule`."""
        return cut_by_rule(line)


def write(
    production: Production, planned: PlannedPilot, able: Capabilities, seeds: SeedAssets = NO_SEEDS
) -> tuple[Scene, ...]:
    """Write the scenes of one pilot.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
        able: what the pilot's model can film.
        seeds: what the user's pictures show.

    Returns:
        One scene per slot, in script order.

    Raises:
        StudioError: a scene is longer than the pilot's model can film.
    """
    return compose(production, planned, able, seeds, drafts(production, planned))


def drafts(production: Production, planned: PlannedPilot) -> dict[str, Draft]:
    """What the rules decide of each scene.

    A given scene gets no framing of its own: one that followed its place in the script would change,
    and be bought anew, whenever a scene is put in before it. Nothing is said over a scene that the user
    wrote without words; over an empty slot the concept itself is, where the script's style speaks.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
    """
    seconds, pilot = lengths(production), production.pilot(planned.name)
    empty = [slot.name for slot in production.scenes if not slot.given]
    filled = dict(zip(empty, fill(production.concept, len(empty)), strict=True))
    said: dict[str, str] = {}
    if production.style != "storyboard":
        texts = spoken(production.concept, [seconds[name] for name in empty])
        said = dict(zip(empty, texts, strict=True))
    written = {}
    for slot in production.scenes:
        description, framing = filled.get(slot.name, (slot.description, ""))
        written[slot.name] = Draft(
            description=description,
            camera=slot.direction or framing,
            narration=slot.narration or said.get(slot.name, ""),
            overlay=slot.overlay,
            transition=production.transition_of(slot, pilot),
        )
    return written


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
