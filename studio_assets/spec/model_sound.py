"""What is heard, as written: narration, music, effects, and how they meet the picture."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from studio_assets.spec.later import Written
from studio_assets.spec.levels import Decibels, Loudness
from studio_assets.spec.shorthand import Alone, Short
from studio_assets.spec.values import Moment, Name, Text

__all__ = ["AudioWritten", "EffectWritten", "MusicWritten", "NarrationWritten", "VoiceWritten"]


class VoiceWritten(Written):
    """Who speaks a line that the one before refused or failed for good; a provider's name alone will do."""

    provider: Text = Field(description="The speech provider's name.", examples=["openai_tts"])
    model: Text | None = Field(None, description="Its model; without it the provider's default one.")
    voice: Text | None = Field(
        None,
        description="The voice's name; without it the narration's, or the provider's first one where it is "
        "known not to have that.",
    )


class NarrationWritten(Written):
    """Who speaks the narration."""

    provider: Text = Field("simulated", description="The speech provider's name.")
    model: Text | None = Field(None, description="Its model; without it the provider's default one.")
    voice: Text = Field("Lily", description="The voice's name or id.")
    fallback: Annotated[list[Annotated[VoiceWritten, Short("provider")]], Field(max_length=4)] = Field(
        [],
        description="Who speaks a line, in this order, where the one before refused it or failed for good; "
        "never while something may still come of a submit.",
    )


class MusicWritten(Written):
    """A piece of music: made by a provider from a mood, or a file."""

    provider: Text | None = Field(None, description="The music provider's name; without it `simulated`.")
    model: Text | None = Field(None, description="Its model; without it the provider's default one.")
    mood: Text | None = Field(
        None, description="Style, mood and instruments in words.", examples=["warm lo-fi, no drums"]
    )
    fallback: Annotated[list[Text], Field(max_length=4)] = Field(
        [], description="Providers that make it, in this order, where the one before refused or failed."
    )
    file: Text | None = Field(
        None, description="Music of yours instead: a path relative to the spec, inside its folder."
    )
    first: Name | None = Field(
        None, alias="from", description="Id of the scene with which it begins; without it the film's start."
    )
    last: Name | None = Field(
        None, alias="to", description="Id of the scene with which it ends; without it the film's end."
    )
    gain: Decibels = Field("0dB", validate_default=True, description="Louder or softer than it is.")


class EffectWritten(Written):
    """A sound effect."""

    file: Text = Field(
        description="The sound: a path relative to the spec, inside its folder.", examples=["sounds/bell.wav"]
    )
    scene: Name = Field(description="Id of the scene in which it is heard.", examples=["desk_at_night"])
    at: Moment = Field("0s", validate_default=True, description="When it begins, from the scene's start.")
    gain: Decibels = Field("0dB", validate_default=True, description="Louder or softer than it is.")


class AudioWritten(Written):
    """What is heard."""

    narration: NarrationWritten = Field({}, validate_default=True, description="Who speaks the narration.")
    music: Annotated[list[MusicWritten], Field(max_length=8), Alone()] = Field(
        [], description="Music under the film: one piece, or several that follow each other."
    )
    effects: Annotated[list[EffectWritten], Field(max_length=100)] = Field(
        [], description="Sounds at moments of the film."
    )
    fit: Literal["longest", "shortest", "stretch"] = Field(
        "longest",
        description="Where a line is longer than its picture: `longest` slows the picture a little and then "
        "holds it, `stretch` slows it evenly, `shortest` ends the line with the picture.",
    )
    loudness: Loudness = Field(-14, validate_default=True, description="LUFS of the whole film.")
