"""From what is written to what is heard: music in film order, effects, fit and loudness."""

from __future__ import annotations

from studio_assets.spec.model_sound import MusicWritten
from studio_assets.spec.reading import Reading
from studio_assets.spec.slots import scene_names
from studio_assets.spec.sound import Effect, Mix, MusicCue
from studio_assets.spec.source import KeyPath

__all__ = ["mix", "music_provider"]


def mix(reading: Reading) -> Mix:
    """The mix of a spec without faults.

    Args:
        reading: the checked spec.
    """
    audio = reading.spec.audio
    names = scene_names(reading.spec)
    cues = [_cue(reading, index, one) for index, one in enumerate(audio.music)]
    return Mix(
        fit=audio.fit,
        loudness=audio.loudness,
        music=tuple(sorted(cues, key=lambda cue: names.index(cue.first) if cue.first else 0)),
        effects=tuple(
            Effect(
                file=reading.files["audio", "effects", index, "file"],
                scene=one.scene,
                at=one.at,
                gain_db=one.gain,
            )
            for index, one in enumerate(audio.effects)
        ),
    )


def music_provider(written: MusicWritten) -> str:
    """Who makes a piece of music that is no file.

    Args:
        written: the piece.
    """
    return written.provider or "simulated"


def _cue(reading: Reading, index: int, written: MusicWritten) -> MusicCue:
    path: KeyPath = ("audio", "music", index, "file")
    span = {"first": written.first, "last": written.last, "gain_db": written.gain}
    if written.file is not None:
        return MusicCue(file=reading.files[path], **span)
    provider = music_provider(written)
    return MusicCue(
        provider=provider,
        model=reading.model_of("music", provider, written.model),
        mood=written.mood or "",
        fallback=tuple((other, reading.model_of("music", other)) for other in written.fallback),
        **span,
    )
