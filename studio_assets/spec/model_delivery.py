"""What is delivered, as written: captions, cards, the poster and the forms of the film."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from studio_assets.spec.labels import Colour
from studio_assets.spec.later import Written
from studio_assets.spec.shorthand import Short
from studio_assets.spec.values import Duration, Moment, Name, Ratio, Resolution

__all__ = ["CaptionsWritten", "Card", "CardWritten", "DeliverableWritten", "PosterWritten", "TitlesWritten"]

Letters = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class CaptionsWritten(Written):
    """Captions of what is said: a track that viewers switch on, and files."""

    burn_in: bool = Field(
        False, description="Whether they are drawn into the picture, in place of the track; of each "
        "deliverable that says nothing else."
    )  # fmt: skip
    formats: Annotated[list[Literal["srt", "vtt"]], Field(min_length=1)] = Field(
        ["srt", "vtt"], description="Files that are written."
    )
    style: Literal["plain", "karaoke"] = Field(
        "plain", description="`karaoke` lights up each word as it is spoken, where they are drawn in."
    )


class CardWritten(Written):
    """Letters on one colour; a text alone will do."""

    text: Letters = Field(description="The large letters.", examples=["The End"])
    subtitle: Letters | None = Field(None, description="The small letters below.")
    duration: Duration = Field("3s", validate_default=True, description="How long it stands.")
    background: Colour = Field("#000000", description="Its colour, in quotes.")


Card = Annotated[CardWritten, Short("text")]
"""A card, or its text alone."""


class TitlesWritten(Written):
    """Cards before and after the film; they come on top of its duration."""

    opening: Card | None = Field(None, description="A card before the first scene.")
    closing: Card | None = Field(None, description="A card after the last scene.")


class PosterWritten(Written):
    """The picture that stands for the film."""

    scene: Name = Field(description="Id of the scene that it is from.", examples=["desk_at_night"])
    at: Moment = Field("0s", validate_default=True, description="When, from the scene's start.")


class DeliverableWritten(Written):
    """A form of the film; rendering one films nothing."""

    name: Name = Field(
        description="`master`, or another name, the last part of its asset key.", examples=["vertical"]
    )
    resolution: Resolution | None = Field(
        None, description="Pixels of the picture's shorter side; without it the production's."
    )
    aspect_ratio: Ratio | None = Field(None, description="Width to height; without it the production's.")
    fit: Literal["pad", "crop", "blur"] | None = Field(
        None,
        description="How pictures of another shape fill the frame: `pad` with black, `crop`, or `blur` "
        "behind them; without it `pad`.",
    )
    codec: Literal["h264", "h265", "av1"] | None = Field(
        None, description="How the picture is coded; without it `h264`, which plays everywhere."
    )
    quality: Literal["master", "preview"] | None = Field(
        None, description="`preview` is small and fast, for looking at; without it `master`."
    )
    captions: Literal["soft", "burned", "none"] | None = Field(
        None,
        description="`soft` is a track, `burned` is drawn in; without it as `captions.burn_in` says.",
    )
    sound_only: bool = Field(False, description="Sound without a picture: an `.m4a` file.")
