"""The producer's answer: which pilots compete, with what money."""

from __future__ import annotations

from decimal import Decimal

from resources.money import Usd
from studio_assets.document import Document, Seconds, Value, late
from studio_assets.spec.tier import Shot, VideoChoice

__all__ = ["Pilot", "Plan", "PlannedPilot"]


class PlannedPilot(Value):
    """One pilot of the plan.

    Args:
        name: the pilot's name, a part of its asset keys.
        tier: the tier's name.
        provider: the first video provider's name.
        model: its model.
        share: the allotment as a fraction of the budget's limit, 0.4 for 40 %.
        allotment: dollars.
        test_price: quoted dollars for its test scenes.
        film_price: quoted dollars for the whole film, test scenes included.
        rationale: why this tier, in a sentence.
        fallback: who films a scene that its provider refused or failed, in this order.
        kind: what the provider gives for a scene: a clip, or a still over which the camera moves.
    """

    name: str
    tier: str
    provider: str
    model: str
    share: Decimal
    allotment: Usd
    test_price: Usd
    film_price: Usd
    rationale: str
    fallback: tuple[VideoChoice, ...] = ()
    kind: Shot = late("video")

    @property
    def video(self) -> VideoChoice:
        """Who films it, with the fallbacks."""
        return VideoChoice(provider=self.provider, model=self.model, fallback=self.fallback, kind=self.kind)


class Plan(Document):
    """State `planned`, or `refused: ...` where no pilot is affordable.

    Args:
        crew: who planned, `rules` or a model's name.
        simulated: whether the money is play money.
        limit: the budget's limit in dollars.
        contingency: dollars given to no pilot; limit = contingency + the allotments.
        pilots: in the spec's order.
        unplanned: slot or pilot name -> why it is not filmed.
        learned: what earlier runs measured, one sentence each; may be empty.
        strategy: the plan in a sentence, where somebody thought of one; may be empty.
    """

    crew: str
    simulated: bool
    limit: Usd
    contingency: Usd
    pilots: tuple[PlannedPilot, ...]
    unplanned: dict[str, str]
    learned: tuple[str, ...] = ()
    strategy: str = ""

    def pilot(self, name: str) -> PlannedPilot | None:
        """The planned pilot of that name, or None."""
        return next((pilot for pilot in self.pilots if pilot.name == name), None)


class Pilot(Document):
    """One pilot's own document: state `planned` or `not_filmed: ...`.

    Args:
        name: the pilot's name.
        planned: its line of the plan, None where it is not filmed.
        durations: seconds that its provider's model can film; empty means any.
        quality_ceiling: the highest score that the tier is expected to reach, 0-100.
        threshold: QA score 0-100 that its clips must reach.
        scenes: scene names in script order.
        test_scenes: those filmed before the greenlight.
    """

    name: str
    planned: PlannedPilot | None
    durations: tuple[Seconds, ...] = ()
    quality_ceiling: int = 0
    threshold: Decimal = Decimal(0)
    scenes: tuple[str, ...] = ()
    test_scenes: tuple[str, ...] = ()
