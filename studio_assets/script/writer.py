"""The script writer's trade: what it is told, and what it answers."""

from __future__ import annotations

from typing import Protocol

from resources.providers.port import Capabilities
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.overlong import Overlong, Shortened
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production

__all__ = ["ScriptWriter"]


class ScriptWriter(Protocol):
    """Writes the scenes of one pilot, and shortens a line that its picture cannot carry."""

    async def write(
        self, production: Production, planned: PlannedPilot, able: Capabilities, seeds: SeedAssets
    ) -> tuple[Scene, ...]:
        """The script of one pilot.

        Args:
            production: what is wanted.
            planned: the pilot, as planned.
            able: what the pilot's model can film.
            seeds: what the user's pictures show.

        Returns:
            One scene per slot of the production, in script order; together they last as long as
            the film.

        Raises:
            StudioError: a scene is longer than the pilot's model can film.
        """
        ...

    def unwritten(self, production: Production, pilot: str, why: str) -> tuple[Scene, ...]:
        """The scene documents of a pilot that is not planned.

        Args:
            production: its slots.
            pilot: the pilot's name.
            why: the reason.

        Returns:
            One scene per slot, state `not_filmed: <why>`, with nothing written in it.
        """
        ...

    async def shorten(self, production: Production, scene: Scene, line: Overlong) -> Shortened:
        """A line that is too long for its picture, in fewer words.

        Args:
            production: what is wanted.
            scene: the scene over which it is spoken.
            line: the line that the writer wrote; the user's own words are never given here.

        Returns:
            The shorter line.

        Raises:
            TransientFailure: asking again is free and may heal it.
        """
        ...
