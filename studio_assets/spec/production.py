"""A production as the film sees it: the spec after its defaults have cascaded.

Its JSON is a run's snapshot, so it holds everything that decides a film: tiers included, and
files of the user by their hash.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from resources.money import Usd
from studio_assets.document import Seconds, Value
from studio_assets.script.scene import Transition
from studio_assets.seeds.description import SeedRole
from studio_assets.spec.delivery import CaptionSpec, CardSpec, Deliverable, Poster, Titles
from studio_assets.spec.file_input import FileInput
from studio_assets.spec.footage import taken
from studio_assets.spec.judging import Competition, Quality, Rubric
from studio_assets.spec.scene_spec import SceneSpec
from studio_assets.spec.sound import Effect, Mix, MusicCue, Narrator
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = [
    "Allotment",
    "Automation",
    "Budget",
    "CaptionSpec",
    "CardSpec",
    "Competition",
    "Deliverable",
    "Edit",
    "Effect",
    "FileInput",
    "Mix",
    "MusicCue",
    "Narrator",
    "PilotSpec",
    "Poster",
    "Production",
    "Quality",
    "Rubric",
    "SceneSpec",
    "SeedFile",
    "Titles",
]


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


class Edit(Value):
    """How the film is cut.

    Args:
        cuts: the candidates, in this order.
        pick: `auto` takes the best by estimated quality, a name that cut, `ask` waits for a person.
        exports: formats in which each cut is written, names of modules in `studio_assets/edl/exports`.
    """

    cuts: tuple[Literal["safe", "balanced", "creative"], ...]
    pick: Literal["auto", "safe", "balanced", "creative", "ask"]
    exports: tuple[str, ...] = ("otio",)


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
        mix: what is heard, and how it meets the picture.
        captions: captions of what is said, or None.
        titles: cards before and after the film.
        poster: the picture that stands for the film; None leaves the choice to the render.
        metadata: container tags of every deliverable, beside title and comment.
        language: of narration and captions, ISO 639-1.
        font: the user's font of every text in the picture; None is the one that ships.
        deliverables: forms of the film, `master` first.
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
    mix: Mix = Mix()
    captions: CaptionSpec | None = None
    titles: Titles = Titles()
    poster: Poster | None = None
    metadata: dict[str, str] = {}
    language: str = "en"
    font: FileInput | None = None
    deliverables: tuple[Deliverable, ...] = ()
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

    @property
    def audio_led(self) -> bool:
        """Whether its speech sets the lengths of its scenes, as in a podcast, a lecture or a documentary."""
        return self.style != "storyboard"

    @property
    def captioned(self) -> bool:
        """Whether it has captions: they are wanted, and somebody speaks."""
        return self.captions is not None and self.narrator is not None

    @property
    def master(self) -> Deliverable:
        """The deliverable that is called master."""
        plain = Deliverable(width=self.width, height=self.height)
        return next((one for one in self.deliverables if one.name == "master"), plain)

    def files(self) -> tuple[FileInput, ...]:
        """The user's files that the production needs."""
        own = [file for scene in self.scenes for file in (scene.first_frame, scene.footage)]
        own += [seed.file for seed in self.seeds]
        own += [*(cue.file for cue in self.mix.music), *(effect.file for effect in self.mix.effects)]
        own.append(self.font)
        return tuple(dict.fromkeys(file for file in own if file is not None and not taken(file.digest)))
