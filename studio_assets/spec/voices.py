"""Who speaks: provider, model and voice of the narration and of those who speak where it fails."""

from __future__ import annotations

from resources.errors import StudioError
from studio_assets.spec.model_sound import VoiceWritten
from studio_assets.spec.reading import Reading
from studio_assets.spec.sound import Narrator

__all__ = ["narrator", "stand_in"]


def narrator(reading: Reading) -> Narrator | None:
    """The narrator and its fallbacks; None where the narration's provider is not offered.

    A film without words needs no voice, so the default voice's absence alone is no fault.

    Args:
        reading: a spec.
    """
    narration = reading.spec.audio.narration
    if narration.provider not in reading.offers.providers("speech"):
        return None
    return Narrator(
        provider=narration.provider,
        model=reading.model_of("speech", narration.provider, narration.model),
        voice=narration.voice,
        fallback=tuple(stand_in(reading, one) for one in narration.fallback),
    )


def stand_in(reading: Reading, written: VoiceWritten) -> Narrator:
    """Who speaks where the narrator failed: in its voice, where the provider may have it.

    Args:
        reading: a spec.
        written: one of the narration's fallbacks.
    """
    model = reading.model_of("speech", written.provider, written.model)
    voice = written.voice or reading.spec.audio.narration.voice
    try:
        known = reading.offers.capabilities("speech", written.provider, model).voices
    except (KeyError, StudioError):
        known = ()
    if written.voice is None and known and voice not in known:
        voice = known[0]
    return Narrator(provider=written.provider, model=model, voice=voice)
