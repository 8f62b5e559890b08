"""The script and its scenes, as written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from resources.media.moves import Move
from studio_assets.spec.later import Written
from studio_assets.spec.model_delivery import Card
from studio_assets.spec.model_pilot import Takes
from studio_assets.spec.values import Duration, Moment, Name, Text, TransitionWord

__all__ = ["MAX_SCENES", "OverlayWritten", "SceneWritten", "ScriptWritten"]

MAX_SCENES = 100
"""Most scenes of a production; each is three assets a pilot in the graph."""


class OverlayWritten(Written):
    """A text over the picture of a scene."""

    text: Text = Field(description="Any characters.", examples=["2:00 AM"])
    position: Literal["lower_third", "center", "top", "bottom"] = Field(
        "lower_third", description="Where it stands."
    )
    start: Moment = Field(alias="from", description="When it appears, from the scene's start.")
    end: Duration = Field(alias="to", description="When it goes, from the scene's start.")


class SceneWritten(Written):
    """One scene. Without a description the writer fills it."""

    id: Name = Field(
        description="The scene's name, a part of its asset keys; renaming it starts a new history."
    )
    description: Text | None = Field(None, description="What is seen.")
    duration: Duration | None = Field(
        None, description="How long it is in the film; without it the writer decides."
    )
    direction: Text | None = Field(
        None, description="The text that tells the provider what to film; without it the writer writes it."
    )
    narration: Text | None = Field(None, description="What is said.")
    overlay: OverlayWritten | None = Field(None, description="A text over the picture.")
    seed_asset: Name | None = Field(
        None, description="Id of the seed asset that it shows; how depends on the asset's role."
    )
    continues: Name | None = Field(None, description="Id of the scene whose last frame opens this one.")
    takes: Takes | None = Field(
        None, description="Takes wanted; without it the pilot's or production's default."
    )
    keep: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="Locks this take number as the clip, whatever else changes."
    )
    footage: Text | None = Field(
        None,
        description="Own footage instead of a generation, at $0: a path relative to the spec, in its "
        "folder, or `take:<slate>` for a take of any production; `studio takes search` finds them. A PNG, "
        "JPEG or WebP is a still, over which the camera moves.",
    )
    move: Move | None = Field(
        None, description="The camera's move over a still; without it one that suits the picture."
    )
    transition: TransitionWord | None = Field(
        None, description="How it begins; without it the pilot's or production's default."
    )
    card: Card | None = Field(None, description="A card before it, on top of its duration.")
    chapter: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)] | None = (
        Field(None, description="Title of the chapter that begins with it.")
    )


class ScriptWritten(Written):
    """The ordered scenes."""

    style: Literal["storyboard", "podcast", "lecture", "documentary"] = Field(
        "storyboard",
        description="The form of the script, for what the writer fills: told in pictures, talked, taught, "
        "or shown as it is. In the last three the speech sets the lengths: a scene with a line lasts as long "
        "as the line and half a second, whatever its `duration`, and `audio.fit: shortest` means `longest`.",
    )
    count: Annotated[int, Field(ge=1, le=MAX_SCENES)] | None = Field(
        None,
        description="How many scenes; those that are not given are filled by the writer. "
        "Without it the given ones, else one scene for each 5 seconds.",
    )
    scenes: Annotated[list[SceneWritten], Field(max_length=MAX_SCENES)] = Field(
        [], description="Scenes that you give yourself, in film order."
    )
