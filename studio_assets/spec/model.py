"""A production as written: every key of the spec language, before defaults cascade."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from studio_assets.spec.labels import Language, Tag
from studio_assets.spec.later import Written
from studio_assets.spec.model_delivery import (
    CaptionsWritten,
    DeliverableWritten,
    PosterWritten,
    TitlesWritten,
)
from studio_assets.spec.model_judging import (
    AutomationWritten,
    CompetitionWritten,
    EditWritten,
    QaWritten,
)
from studio_assets.spec.model_pilot import DefaultsWritten, PilotWritten, SeedAssetWritten
from studio_assets.spec.model_script import ScriptWritten
from studio_assets.spec.model_sound import AudioWritten
from studio_assets.spec.shorthand import Off
from studio_assets.spec.values import (
    Duration,
    Money,
    Name,
    Owner,
    Percent,
    Ratio,
    Resolution,
    Text,
)

__all__ = ["BudgetWritten", "ProductionSpec"]


TagText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class BudgetWritten(Written):
    """What may be spent."""

    limit: Money = Field(description="The most that a run of this production may spend.")
    contingency: Percent = Field(
        "10%",
        validate_default=True,
        description="Part given to no pilot; the greenlight may move it. Under 100%.",
    )
    on_limit: Literal["pause"] = Field(
        "pause",
        description="`pause`: finished work stays, and the run ends partial until the limit is raised.",
    )


def _budget(value: object) -> object:
    return value if isinstance(value, dict | BudgetWritten) else {"limit": value}


class ProductionSpec(Written):
    """One YAML file is one production."""

    later = ("matrix", "memory")

    production: Name = Field(
        description="The production's name, first part of its asset keys; renaming it starts a new history."
    )
    owner: Owner | None = Field(None, description="Dagster owner: `team:NAME` or an e-mail address.")
    concept: Text = Field(description="What the film is about, a paragraph.")
    duration: Duration = Field(description="Length of the whole film.")
    aspect_ratio: Ratio = Field("16:9", description="Width to height of the picture.")
    resolution: Resolution = Field("720p", description="Pixels of the picture's shorter side.")
    fps: Annotated[int, Field(ge=1, le=60)] = Field(24, description="Frames per second.")
    budget: Annotated[BudgetWritten, BeforeValidator(_budget)] = Field(
        description="What may be spent: an amount, or a mapping."
    )
    seed_assets: list[SeedAssetWritten] = Field([], description="Pictures of yours that the film uses.")
    defaults: DefaultsWritten = Field(
        {}, validate_default=True, description="What holds unless a pilot or scene says otherwise."
    )
    pilots: Annotated[dict[Name, PilotWritten], Field(min_length=1, max_length=8)] | None = Field(
        None, description="1 to 8 competing pilots by name; without them the producer chooses."
    )
    script: ScriptWritten = Field({}, validate_default=True, description="The scenes, or how many.")
    competition: CompetitionWritten = Field({}, validate_default=True, description="How pilots compete.")
    qa: QaWritten = Field({}, validate_default=True, description="How clips are judged.")
    audio: AudioWritten = Field({}, validate_default=True, description="What is heard.")
    captions: Annotated[CaptionsWritten | None, Off("captions")] = Field(
        {}, validate_default=True, description="Captions of what is said; `off` leaves them out."
    )
    titles: TitlesWritten = Field({}, validate_default=True, description="Cards before and after the film.")
    edit: EditWritten = Field({}, validate_default=True, description="How the film is cut.")
    deliverables: Annotated[list[DeliverableWritten], Field(max_length=12)] = Field(
        [],
        description="Forms of the film beside the master, which is always made; list `master` to change it.",
    )
    poster: PosterWritten | None = Field(
        None, description="The picture that stands for the film; without it one is chosen."
    )
    metadata: Annotated[dict[Tag, TagText], Field(max_length=20)] = Field(
        {}, description="Tags in every deliverable's file by name, such as `artist` or `copyright`."
    )
    language: Language = Field("en", description="Of narration and captions, two letters of ISO 639-1.")
    font: Text | None = Field(
        None,
        description="A font of yours for every text in the picture: a `.ttf` or `.otf` file, relative to the "
        "spec and inside its folder; without it Roboto, which has Latin, Greek and Cyrillic letters.",
    )
    automation: AutomationWritten = Field(
        {}, validate_default=True, description="What happens without a click."
    )
