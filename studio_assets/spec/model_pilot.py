"""Pilots, seed assets and defaults, as written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from studio_assets.spec.later import Later, Written
from studio_assets.spec.values import Duration, Name, Part, Text, TransitionWord

__all__ = ["DefaultsWritten", "PilotWritten", "SeedAssetWritten", "Takes", "VideoWritten"]

Takes = Annotated[int, Field(ge=1, le=20)]


class VideoWritten(Written):
    """Who films a pilot."""

    provider: Text = Field(
        description="The provider's name: of clips, or of images over which the camera then moves.",
        examples=["simulated"],
    )
    model: Text | None = Field(
        None,
        description="The provider's model; without it the one that the tier names, else its default one.",
    )
    fallback: Annotated[list[Text], Field(max_length=4)] = Field(
        [],
        description="Providers of clips or images that film a scene, in this order, where the one before "
        "refused it or failed for good; never while something may still come of a submit.",
        examples=[["luma"]],
    )


class PilotWritten(Written):
    """A competing version of the film with its own look and provider."""

    tier: Text = Field(
        description="The look and its price level: a file in specs/tiers.", examples=["animated"]
    )
    allotment: Part | None = Field(
        None, description="Its part of the budget; without it the producer allots by what the tier costs."
    )
    video: VideoWritten | None = Field(
        None, description="Who films it; without it the tier's first provider."
    )
    timeout: Duration = Field(
        "10m",
        validate_default=True,
        description="How long a step waits for a generation; the generation itself is never abandoned.",
    )
    takes: Takes | None = Field(None, description="Takes per scene; without it the production's default.")
    transition: TransitionWord | None = Field(
        None, description="How its scenes begin; without it the production's default."
    )


class SeedAssetWritten(Written):
    """A picture that the user gives to the film: PNG, JPEG or WebP."""

    id: Name = Field(description="The name by which scenes use it.", examples=["hero"])
    file: Text = Field(
        description="Its path, relative to the spec and inside its folder.", examples=["seeds/hero.png"]
    )
    role: Annotated[
        Literal["first_frame", "character", "style", "product"],
        Later(("sound",), "Name the sound in `audio.effects`."),
    ] = Field(
        "first_frame",
        description="What it is for. `first_frame` opens the scenes that name it. `character` and "
        "`product` are shown to the provider as a reference, else they open the scene; `style` is a "
        "reference alone. A character that no scene names goes to every scene as a reference, where the "
        "provider takes references.",
    )


class DefaultsWritten(Written):
    """What holds for every pilot and scene that does not say otherwise."""

    takes: Takes = Field(1, description="Takes per scene.")
    transition: TransitionWord = Field(
        "cut", validate_default=True, description="How a scene begins after the one before it."
    )
