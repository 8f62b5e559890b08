"""A production as the film sees it: the spec after its defaults have cascaded.

Its JSON is a run's snapshot, so it holds everything that decides a film: tiers included, and
files of the user by their hash.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from resources.money import Usd
from studio_assets.document import Seconds, Value
from studio_assets.script.scene import Overlay, Transition
from studio_assets.seeds.description import SeedRole
from studio_assets.spec.footage import taken
from studio_assets.spec.judging import Competition, Quality, Rubric
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = [
    "Allotment",
    "Automation",
    "Budget",
    "Competition",
    "Edit",
    "FileInput",
    "Narrator",
    "PilotSpec",
    "Production",
    "Quality",
    "Rubric",
    "SceneSpec",
    "SeedFile",
]


class FileInput(Value):
    """A file of the user's, inside the spec's folder tree.

    Args:
        path: as written in the spec, relative to it.
        digest: sha256 of its bytes when the spec was loaded, in hex; `take:<slate>` for a take.
    """

    path: str
    digest: str


class SeedFile(Value):
    """A seed picture.

    Args:
        id: the name by which scenes use it.
        role: what it is for.
        file: the picture.
    """

    id: str
    role: SeedRole
    file: FileInput


class Budget(Value):
    """What may be spent.

    Args:
        limit: dollars, more than 0.
        contingency: share of the limit that no pilot gets, 0-1.
        on_limit: `pause`: finished work stays, the run ends partial.
    """

    limit: Usd
    contingency: Decimal
    on_limit: Literal["pause"] = "pause"


class Allotment(Value):
    """A pilot's part as the spec asks: a share of the limit or dollars, exactly one of both.

    Args:
        share: 0-1, or None.
        amount: dollars, or None.
    """

    share: Decimal | None = None
    amount: Usd | None = None


class PilotSpec(Value):
    """A competing pilot that the spec names.

    Args:
        name: a part of its asset keys.
        tier: the tier's name.
        video: the provider and model that film it.
        allotment: None leaves it to the producer.
        timeout: seconds that a step waits for a generation; the generation itself is never abandoned.
        takes: takes per scene, None leaves it to the production's defaults.
        transition: None leaves it to the production's defaults.
    """

    name: str
    tier: str
    video: VideoChoice
    allotment: Allotment | None = None
    timeout: Seconds
    takes: int | None = None
    transition: Transition | None = None


class SceneSpec(Value):
    """A scene slot: given by the user, or empty for the writer to fill.

    Args:
        name: a part of its asset keys.
        description: what is seen; empty in a slot that the writer fills.
        duration: seconds, None leaves it to the writer.
        direction: None leaves it to the writer.
        narration: what is said, or empty.
        overlay: text over the picture, or None.
        transition: None leaves it to pilot and production.
        continues: the scene whose last frame opens this one, or None.
        seed_asset: id of the seed picture that it shows, or None.
        first_frame: that picture where its role is `first_frame`, or None.
        footage: own footage instead of a generation, or None.
        takes: None leaves it to pilot and production.
        keep: number of the take that is locked, or None.
    """

    name: str
    description: str = ""
    duration: Seconds | None = None
    direction: str | None = None
    narration: str = ""
    overlay: Overlay | None = None
    transition: Transition | None = None
    continues: str | None = None
    seed_asset: str | None = None
    first_frame: FileInput | None = None
    footage: FileInput | None = None
    takes: int | None = None
    keep: int | None = None

    @property
    def given(self) -> bool:
        """Whether the user described it; else the writer does."""
        return bool(self.description)


class Narrator(Value):
    """Who speaks the narration.

    Args:
        provider: the speech provider's name.
        model: its model.
        voice: the voice's name.
    """

    provider: str
    model: str
    voice: str


class Edit(Value):
    """How the film is cut.

    Args:
        cuts: the candidates, in this order.
        pick: `auto` takes the best by estimated quality, a name that cut, `ask` waits for a person.
    """

    cuts: tuple[Literal["safe", "balanced", "creative"], ...]
    pick: Literal["auto", "safe", "balanced", "creative", "ask"]


class Automation(Value):
    """What happens without a click.

    Args:
        on_change: what the sensor does with a new or edited spec.
        auto_approve_under: dollars; a change whose plan costs more waits for a person; None: any.
        schedule: cron line of fresh runs, or None.
    """

    on_change: Literal["run", "plan", "off"]
    auto_approve_under: Usd | None
    schedule: str | None


class Production(Value):
    """A production with every default filled in.

    Args:
        name: first part of its asset keys.
        file: the spec's file name.
        owner: Dagster owner, `team:...` or an e-mail address, or None.
        concept: the user's paragraph.
        duration: seconds of the whole film.
        aspect_ratio: as written, for example `16:9`.
        width: pixels of the film.
        height: pixels of the film.
        fps: frames per second of the film.
        budget: what may be spent.
        pilots: those that the spec names; empty leaves the choice to the producer.
        pilot_names: one per pilot asset: the named ones, else `pilot_a`, `pilot_b`, `pilot_c`.
        takes: default takes per scene.
        transition: default transition.
        style: the form of the script.
        seeds: the user's pictures, in the spec's order.
        scenes: one per scene asset, in script order.
        competition: how pilots compete.
        quality: how clips are judged.
        narrator: who speaks; None where nobody does, so that no narration is written.
        edit: how the film is cut.
        automation: what happens without a click.
        tiers: all tiers that exist, by name.
    """

    name: str
    file: str
    owner: str | None
    concept: str
    duration: Seconds
    aspect_ratio: str
    width: int
    height: int
    fps: int
    budget: Budget
    pilots: tuple[PilotSpec, ...]
    pilot_names: tuple[str, ...]
    takes: int
    transition: Transition
    style: Literal["storyboard", "podcast", "lecture", "documentary"] = "storyboard"
    seeds: tuple[SeedFile, ...] = ()
    scenes: tuple[SceneSpec, ...]
    competition: Competition
    quality: Quality
    narrator: Narrator | None
    edit: Edit
    automation: Automation
    tiers: dict[str, Tier]

    def pilot(self, name: str) -> PilotSpec | None:
        """The pilot that the spec names so, or None where the producer fills that slot."""
        return next((pilot for pilot in self.pilots if pilot.name == name), None)

    def scene(self, name: str) -> SceneSpec | None:
        """The scene slot of that name, or None."""
        return next((scene for scene in self.scenes if scene.name == name), None)

    def seed(self, name: str | None) -> SeedFile | None:
        """The seed picture of that id, or None."""
        return next((seed for seed in self.seeds if seed.id == name), None)

    def filming_order(self) -> tuple[SceneSpec, ...]:
        """Scenes so that each follows the one that it continues, else in script order."""
        placed: dict[str, SceneSpec] = {}
        waiting = list(self.scenes)
        while waiting:
            ready = next(scene for scene in waiting if scene.continues is None or scene.continues in placed)
            placed[ready.name] = ready
            waiting.remove(ready)
        return tuple(placed.values())

    def test_scenes(self) -> tuple[str, ...]:
        """Names of the scenes that are filmed before the greenlight, in filming order."""
        return tuple(scene.name for scene in self.filming_order()[: self.competition.test_scenes])

    def takes_of(self, scene: SceneSpec, pilot: PilotSpec | None) -> int:
        """Takes wanted: the scene's word, else the pilot's, else the production's."""
        if scene.takes is not None:
            return scene.takes
        return pilot.takes if pilot is not None and pilot.takes is not None else self.takes

    def transition_of(self, scene: SceneSpec, pilot: PilotSpec | None) -> Transition:
        """How the scene begins: its own word, else the pilot's, else the production's."""
        own = scene.transition or (pilot.transition if pilot else None)
        return own or self.transition

    def threshold_of(self, tier: Tier) -> Decimal:
        """QA score that a clip of a tier must reach: the spec's word, else the tier's."""
        return tier.threshold if self.quality.threshold is None else self.quality.threshold

    def files(self) -> tuple[FileInput, ...]:
        """The user's files that the production needs."""
        own = [file for scene in self.scenes for file in (scene.first_frame, scene.footage)]
        own += [seed.file for seed in self.seeds]
        return tuple(dict.fromkeys(file for file in own if file is not None and not taken(file.digest)))
