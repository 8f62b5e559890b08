"""What is heard in a production: its narrator, its music, its effects, and how they meet the picture."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from studio_assets.document import Seconds, Value
from studio_assets.spec.file_input import FileInput

__all__ = ["Effect", "Mix", "MusicCue", "Narrator"]


class Narrator(Value):
    """Who speaks the narration.

    Args:
        provider: the speech provider's name.
        model: its model.
        voice: the voice's name or id.
        fallback: who speaks a line that the one before refused or failed for good, in this order.
    """

    provider: str
    model: str
    voice: str
    fallback: tuple[Narrator, ...] = ()


class MusicCue(Value):
    """One piece of music: made by a provider, or a file.

    Args:
        provider: who makes it; empty for a file.
        model: the provider's model; empty for a file.
        mood: style, mood and instruments in words; empty for a file.
        fallback: (provider, model) that make it where the one before refused or failed for good.
        file: the user's own music, or None.
        first: the scene with which it begins; None is the film's start.
        last: the scene with which it ends; None is the film's end.
        gain_db: decibels louder or softer than its own level.
    """

    provider: str = ""
    model: str = ""
    mood: str = ""
    fallback: tuple[tuple[str, str], ...] = ()
    file: FileInput | None = None
    first: str | None = None
    last: str | None = None
    gain_db: Decimal = Decimal(0)


class Effect(Value):
    """A sound effect.

    Args:
        file: the sound.
        scene: the scene in which it is heard.
        at: seconds from the scene's start.
        gain_db: decibels louder or softer than its own level.
    """

    file: FileInput
    scene: str
    at: Seconds
    gain_db: Decimal = Decimal(0)


class Mix(Value):
    """What is heard, and how it meets the picture.

    Args:
        fit: where a line is longer than its picture: `longest` slows and holds the picture, `stretch`
            slows it evenly, `shortest` ends both with the picture.
        loudness: LUFS of the whole film.
        music: cues, in film order.
        effects: sound effects.
    """

    fit: Literal["longest", "shortest", "stretch"] = "longest"
    loudness: Decimal = Decimal(-14)
    music: tuple[MusicCue, ...] = ()
    effects: tuple[Effect, ...] = ()
