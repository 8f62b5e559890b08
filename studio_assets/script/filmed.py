"""What is filmed keeps its words: another writer, with or without a key, buys no scene anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from resources.providers.port import Capabilities
from resources.takes.finding import TakesFound
from studio_assets.clips.kinds import FILMED
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.complete import Completion
from studio_assets.script.compose import compose, filmed_lengths
from studio_assets.script.draft import Draft
from studio_assets.script.kept import Kept
from studio_assets.script.rules import drafts
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production

__all__ = ["Filmed", "written_by_claude"]

BY_RULE = "The rules' words stay, because they are filmed; `fresh: true` writes the scene anew."
BY_CLAUDE = "Claude's words stay, because they are filmed; Claude was not asked this time."


@dataclass(frozen=True)
class Filmed:
    """The directions that a pilot's scenes were filmed with in one run.

    Args:
        takes: the journal.
        production: its name.
        run: the run's key.
        pilot: the pilot's name.
    """

    takes: TakesFound
    production: str
    run: str
    pilot: str

    def by_rule(self, scenes: tuple[Scene, ...], plain: Mapping[str, Draft]) -> dict[str, Draft]:
        """Scenes that are filmed just as the rules write them.

        Args:
            scenes: as the rules write them.
            plain: scene name -> what the rules decide.

        Returns:
            Scene name -> what the rules decide, with a note.
        """
        return {
            scene.name: replace(plain[scene.name], notes=(BY_RULE,))
            for scene in scenes
            if scene.direction in self.directions(scene.name)
        }

    def directions(self, scene: str) -> frozenset[str]:
        """What the scene's takes were told, as far as something came or may come of them.

        Args:
            scene: the scene's name.
        """
        takes = self.takes.of_scene(self.production, self.run, self.pilot, scene)
        living = (take for take in takes if take.kind in FILMED and not take.in_vain)
        return frozenset(str(take.request.get("direction")) for take in living)


def written_by_claude(
    production: Production,
    planned: PlannedPilot,
    able: Capabilities,
    seeds: SeedAssets,
    kept: Kept,
    filmed: Filmed,
) -> tuple[Scene, ...]:
    """The rules' script of a run in which Claude wrote before: what is filmed in Claude's words keeps them.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
        able: what the pilot's model can film.
        seeds: what the user's pictures show.
        kept: what Claude wrote.
        filmed: what was filmed.

    Returns:
        One scene per slot, in script order.
    """
    plain, seconds = drafts(production, planned), filmed_lengths(production, planned, able)
    completion = Completion(production, planned, able, seeds, plain)
    found: dict[str, Draft] = {}
    for slot in production.scenes:
        written = kept.recall(slot, seconds[slot.name])
        if written is not None and written.text is not None:
            draft = completion.draft(slot, written)
            found[slot.name] = replace(draft, notes=(*draft.notes, BY_CLAUDE))
    scenes = compose(production, planned, able, seeds, {**plain, **found})
    stays = {scene.name for scene in scenes if scene.direction in filmed.directions(scene.name)}
    chosen = {name: draft for name, draft in found.items() if name in stays}
    return compose(production, planned, able, seeds, {**plain, **chosen})
