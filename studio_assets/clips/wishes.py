"""What a scene wants of the providers that may film it, the preferred one first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from resources.providers.port import ImageRequest, Provider, VideoRequest
from resources.takes.fallback import Option, obtain_first
from resources.takes.recipe import recipe
from resources.takes.second_look import obtain_with_second_look
from resources.takes.take import Take, Wanted
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.gates import Gates
from studio_assets.clips.request import video_request
from studio_assets.clips.still_request import still_request
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.lengths import filmed_seconds
from studio_assets.script.scene import Scene
from studio_assets.spec.tier import VideoChoice

__all__ = ["Wishes"]

_WAIT = 600
"""Seconds that a step waits for a generation where the spec names no pilot; the spec's default too."""


@dataclass(frozen=True)
class Wishes:
    """The wishes of one scene of one pilot.

    Args:
        sheet: what is made today.
        gates: how much happens at once.
        pilot: who films.
        scene: what is filmed.
        opening: digest of the key frame that opens it, or None.
        resembles: digest of the picture that a still goes on from, or None.
    """

    sheet: CallSheet
    gates: Gates
    pilot: PlannedPilot
    scene: Scene
    opening: str | None
    resembles: str | None = None

    async def obtain(self, ordinal: int, accounts: tuple[str, ...], fresh: str = "") -> Take:
        """The take of the first provider that delivers; see `obtain_first`.

        Args:
            ordinal: which take of the recipe is wanted, from 1.
            accounts: who may pay, in this order.
            fresh: the launch that wants a new one, or empty.
        """
        options = [
            Option(self._wanted(choice, ordinal, accounts, fresh), self._provider(choice))
            for choice in self.choices
        ]
        return await obtain_first(options, self.sheet.doers.takes, self._obtain)

    @property
    def choices(self) -> tuple[VideoChoice, ...]:
        """Who may film it: the pilot's provider, then its fallbacks."""
        return (self.pilot.video.model_copy(update={"fallback": ()}), *self.pilot.fallback)

    def recipes(self) -> frozenset[str]:
        """The recipe at each provider that may film it."""
        return frozenset(
            recipe(choice.provider, self._request(choice), self._provider(choice).settings)
            for choice in self.choices
        )

    def takes(self) -> Sequence[Take]:
        """All takes of the scene in this run, by number."""
        of_scene = (self.sheet.production.name, self.sheet.run, self.pilot.name, self.scene.name)
        return self.sheet.doers.takes.of_scene(*of_scene)

    async def _obtain(self, option: Option) -> Take:
        doers = self.sheet.doers
        spec = self.sheet.production.pilot(self.pilot.name)
        return await obtain_with_second_look(
            option,
            takes=doers.takes,
            artifacts=doers.artifacts,
            clock=doers.clock,
            worker=self.sheet.worker,
            wait=float(spec.timeout if spec else _WAIT),
            slots=lambda: self.gates.generation(self.pilot.name),
        )

    def _wanted(self, choice: VideoChoice, ordinal: int, accounts: tuple[str, ...], fresh: str) -> Wanted:
        return Wanted(
            production=self.sheet.production.name,
            run=self.sheet.run,
            pilot=self.pilot.name,
            scene=self.scene.name,
            kind=choice.kind,
            model=choice.model,
            request=self._request(choice),
            budget=self.sheet.budget,
            accounts=accounts,
            ordinal=ordinal,
            fresh=fresh,
        )

    def _request(self, choice: VideoChoice) -> VideoRequest | ImageRequest:
        production, provider = self.sheet.production, self._provider(choice)
        tier = production.tiers[self.pilot.tier]
        if choice.kind == "image":
            return still_request(production, tier, self.scene, provider, choice.model, self.resembles)
        seconds: Fraction | None = self.scene.film_duration
        if (choice.kind, choice.provider) != (self.pilot.kind, self.pilot.provider):
            seconds = filmed_seconds(self.scene.duration, provider.capabilities(choice.model).durations)
        return video_request(
            production,
            tier,
            self.scene,
            provider,
            choice.model,
            seconds or self.scene.film_duration,
            self.opening,
        )

    def _provider(self, choice: VideoChoice) -> Provider:
        return self.sheet.doers.provider(choice.kind, choice.provider)
