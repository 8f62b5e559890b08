"""Competition, quality, edit and automation, as written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from studio_assets.spec.export_name import ExportName
from studio_assets.spec.later import Later, Written
from studio_assets.spec.model_script import MAX_SCENES
from studio_assets.spec.rubrics import RubricWord
from studio_assets.spec.values import Cron, Money, Score

__all__ = [
    "AutomationWritten",
    "CompetitionWritten",
    "EditWritten",
    "QaWritten",
]


class CompetitionWritten(Written):
    """How pilots compete."""

    test_scenes: Annotated[int, Field(ge=0, le=MAX_SCENES)] = Field(
        1, description="Scenes filmed before the greenlight; 0 = no competition."
    )
    policy: Annotated[
        Literal["rubric", "all"], Later(("halving", "thompson"), "Write `rubric` or `all`.")
    ] = Field("rubric", description="`rubric` judges by the bands, `all` lets every pilot go on.")
    rubric: RubricWord = Field(
        "default",
        validate_default=True,
        description="Score from -> share of the remaining allotment that a pilot keeps, or a rubric's name.",
    )
    winners: Annotated[int, Field(ge=1, le=1), Later(tuple(range(2, 9)), "Write `1`.")] = Field(
        1, description="Pilots that may go on after the critique."
    )


class QaWritten(Written):
    """How clips are judged."""

    judge: Literal["measured", "claude"] = Field(
        "claude",
        description="`claude` looks at frames of each clip, and what can be measured counts too; "
        "`measured` goes by what can be measured alone. Where Claude is not at hand, in the simulated "
        "environment or without a key, the measured score decides alone, and the report's basis says so.",
    )
    threshold: Score | None = Field(None, description="What a clip must reach; without it the tier's.")
    reshoots: Annotated[int, Field(ge=0, le=10)] = Field(
        1, description="More takes for a clip under the threshold, while the money lasts."
    )
    frames: Annotated[int, Field(ge=1, le=8)] = Field(6, description="Frames kept of each clip to look at.")


class EditWritten(Written):
    """How the film is cut."""

    cuts: Annotated[list[Literal["safe", "balanced", "creative"]], Field(min_length=1, max_length=3)] = Field(
        ["safe", "balanced", "creative"], description="The candidates, in this order."
    )
    pick: Literal["auto", "safe", "balanced", "creative", "ask"] = Field(
        "auto",
        description="`auto` takes the cut with the most scenes, of those the best by estimated quality; a "
        "name takes that cut, `ask` waits for a person.",
    )
    exports: Annotated[list[ExportName], Field(min_length=1)] = Field(
        ["otio"],
        description="Formats in which each cut is written: OpenTimelineIO, CMX 3600 EDL, Final Cut Pro X "
        "and Final Cut Pro 7 (which Premiere and Resolve read).",
    )


class AutomationWritten(Written):
    """What happens without a click."""

    on_change: Literal["run", "plan", "off"] = Field(
        "run", description="What the sensor does with a new or edited spec."
    )
    auto_approve_under: Money | None = Field(
        None,
        description="A change that may cost this much or more waits for a person; without it none waits.",
    )
    schedule: Cron | None = Field(None, description="Cron line of fresh runs.")
