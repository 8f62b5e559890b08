"""Who speaks: providers, models and voices that there are, and lines that they can speak."""

from __future__ import annotations

from resources.errors import StudioError
from resources.providers.port import Capabilities
from studio_assets.spec.fault import nearest
from studio_assets.spec.reading import Reading
from studio_assets.spec.source import KeyPath
from studio_assets.spec.voices import stand_in

__all__ = ["check"]

PATH: KeyPath = ("audio", "narration")


def check(reading: Reading) -> None:
    """Check the narration's voice and its fallbacks."""
    narration = reading.spec.audio.narration
    if narration.provider not in reading.offers.providers("speech"):
        script = reading.spec.script
        spoken = script.style != "storyboard" or any(scene.narration for scene in script.scenes)
        if spoken or reading.written(*PATH, "provider"):
            _unknown(reading, PATH, narration.provider)
        return
    model = reading.model_of("speech", narration.provider, narration.model)
    _speaker(reading, PATH, narration.provider, model, narration.voice)
    asked = [narration.provider]
    for index, other in enumerate(narration.fallback):
        path = (*PATH, "fallback", index)
        if not reading.sound(*path, "provider"):
            continue
        if other.provider in asked:
            reading.fault(
                (*path, "provider"), f"`{other.provider}` is asked before already", "Name each provider once."
            )
            continue
        asked.append(other.provider)
        if other.provider not in reading.offers.providers("speech"):
            _unknown(reading, path, other.provider)
            continue
        speaker = stand_in(reading, other)
        _speaker(reading, path, speaker.provider, speaker.model, speaker.voice)


def _unknown(reading: Reading, path: KeyPath, provider: str) -> None:
    reading.fault(
        (*path, "provider"),
        f"there is no speech provider `{provider}` here",
        reading.instead("speech", provider),
    )


def _speaker(reading: Reading, path: KeyPath, provider: str, model: str, voice: str) -> None:
    try:
        can = reading.offers.capabilities("speech", provider, model)
    except StudioError as unknown:
        place = "model" if reading.written(*path, "model") else "provider"
        reading.fault((*path, place), unknown.what.rstrip("."), unknown.mend)
        return
    if can.voices and voice not in can.voices and reading.sound(*path, "voice"):
        reading.fault((*path, "voice"), f"`{provider}` has no voice `{voice}`", nearest(voice, can.voices))
    _lines(reading, provider, can)


def _lines(reading: Reading, provider: str, can: Capabilities) -> None:
    for index in range(len(reading.spec.script.scenes)):
        line: KeyPath = ("script", "scenes", index, "narration")
        said = reading.texts.get(line, "")
        if 0 < can.prompt_limit < len(said):
            reading.fault(
                line,
                f"the narration has {len(said):,} characters; `{provider}` takes {can.prompt_limit:,}",
                f"Shorten it by {len(said) - can.prompt_limit:,}.",
            )
