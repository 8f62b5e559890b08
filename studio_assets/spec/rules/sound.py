"""Music and effects: sounds that there are, in scenes that there are, one piece of music at a time."""

from __future__ import annotations

from resources.errors import StudioError
from studio_assets.spec.cascade_sound import music_provider
from studio_assets.spec.model_sound import MusicWritten
from studio_assets.spec.owned import keep_sound
from studio_assets.spec.reading import Reading
from studio_assets.spec.rules.moments import check_moment, check_scene
from studio_assets.spec.slots import scene_names
from studio_assets.spec.source import KeyPath

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check music, effects and how they meet the picture."""
    audio = reading.spec.audio
    for index, one in enumerate(audio.music):
        path: KeyPath = ("audio", "music", index)
        if one.file is not None:
            _file(reading, path, one)
        else:
            _made(reading, path, one)
    _spans(reading)
    for index, effect in enumerate(audio.effects):
        path = ("audio", "effects", index)
        keep_sound(reading, (*path, "file"), effect.file)
        check_moment(reading, path, effect.scene, effect.at, "the effect begins")
    style = reading.spec.script.style
    if audio.fit == "shortest" and style != "storyboard":
        reading.fault(
            ("audio", "fit"),
            f"a {style} is led by what is said, and `shortest` would cut that off",
            "Write `longest` or `stretch`, or the style `storyboard`.",
        )


def _file(reading: Reading, path: KeyPath, written: MusicWritten) -> None:
    keep_sound(reading, (*path, "file"), written.file or "")
    for key in ("provider", "model", "mood", "fallback"):
        if reading.written(*path, key):
            reading.fault(
                (*path, key),
                f"this music is a file, which `{key}` cannot change",
                f"Remove `{key}` or `file`.",
                at_key=True,
            )


def _made(reading: Reading, path: KeyPath, written: MusicWritten) -> None:
    if written.mood is None and reading.whole(*path):
        reading.fault(
            path, "the music has neither a mood nor a file", "Write `mood: warm lo-fi`, or name a `file`."
        )
    provider = music_provider(written)
    if not reading.sound(*path, "provider"):
        return
    if provider not in reading.offers.providers("music"):
        _unknown(reading, (*path, "provider"), provider)
        return
    _words(reading, path, provider, written)
    asked = [provider]
    for index, other in enumerate(written.fallback):
        place = (*path, "fallback", index)
        if other in asked:
            reading.fault(place, f"`{other}` is asked before already", "Name each provider once.")
        elif other not in reading.offers.providers("music"):
            _unknown(reading, place, other)
        asked.append(other)


def _unknown(reading: Reading, path: KeyPath, provider: str) -> None:
    reading.fault(path, f"there is no music provider `{provider}` here", reading.instead("music", provider))


def _words(reading: Reading, path: KeyPath, provider: str, written: MusicWritten) -> None:
    try:
        can = reading.offers.capabilities(
            "music", provider, reading.model_of("music", provider, written.model)
        )
    except StudioError as unknown:
        place = "model" if reading.written(*path, "model") else "provider"
        reading.fault((*path, place), unknown.what.rstrip("."), unknown.mend)
        return
    mood = written.mood or ""
    if 0 < can.prompt_limit < len(mood):
        reading.fault(
            (*path, "mood"),
            f"the mood has {len(mood):,} characters; `{provider}` takes {can.prompt_limit:,}",
            f"Shorten it by {len(mood) - can.prompt_limit:,}.",
        )


def _spans(reading: Reading) -> None:
    """Each piece ends after it begins, and before the next one does."""
    names = scene_names(reading.spec)
    taken: dict[str, int] = {}
    for index, one in enumerate(reading.spec.audio.music):
        path: KeyPath = ("audio", "music", index)
        ends = [
            check_scene(reading, (*path, key), scene)
            for key, scene in (("from", one.first), ("to", one.last))
        ]
        if not all(ends) or not reading.whole(*path) or not reading.whole("script"):
            continue
        first = names.index(one.first) if one.first else 0
        last = names.index(one.last) if one.last else len(names) - 1
        if last < first:
            reading.fault(
                (*path, "to"),
                f"the music ends with `{one.last}`, before it begins with `{one.first}`",
                "Let `to` be the same scene as `from`, or a later one.",
            )
            continue
        both = next((name for name in names[first : last + 1] if name in taken), None)
        if both is not None:
            reading.fault(
                path,
                f"two pieces of music are heard in `{both}`, this one and number {taken[both]}",
                "Let each end with the scene before the next one begins: `from` and `to`.",
            )
        taken.update(dict.fromkeys(names[first : last + 1], index + 1))
