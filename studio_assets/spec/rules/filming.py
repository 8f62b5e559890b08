"""Whether somebody can film it: durations, sizes, key frames, the length of directions."""

from __future__ import annotations

from fractions import Fraction

from studio_assets.spec.picture import pixels
from studio_assets.spec.reading import Filmer, Reading
from studio_assets.spec.rules import seeds
from studio_assets.spec.slots import open_slots
from studio_assets.spec.source import KeyPath
from studio_assets.spec.values import duration_text

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check what is asked for against what providers can make."""
    filmers = reading.filmers()
    if filmers:
        _sizes(reading, filmers)
        _durations(reading, filmers)
        _scenes(reading, filmers)
    elif not reading.spec.pilots and reading.sound("pilots"):
        reading.fault((), "no tier has a video provider that is offered here", reading.instead("video", ""))


def _sizes(reading: Reading, filmers: list[Filmer]) -> None:
    if not reading.sound("aspect_ratio") or not reading.sound("resolution"):
        return
    size = pixels(reading.spec.aspect_ratio, reading.spec.resolution)
    lacks = [filmer for filmer in filmers if filmer.can.sizes and size not in filmer.can.sizes]
    for filmer in reading.unable(lacks)[:1]:
        sizes = ", ".join(f"{width}x{height}" for width, height in filmer.can.sizes)
        path: KeyPath = ("resolution",) if reading.written("resolution") else ("aspect_ratio",)
        reading.fault(
            path if reading.written(*path) else filmer.path,
            f"`{filmer.video.provider}` of {filmer.label} cannot film {size[0]}x{size[1]}",
            f"It films: {sizes}.",
        )


def _longest(filmers: list[Filmer]) -> list[tuple[Filmer, Fraction]]:
    return [(filmer, filmer.can.durations[-1]) for filmer in filmers if filmer.can.durations]


def _durations(reading: Reading, filmers: list[Filmer]) -> None:
    for index, scene in enumerate(reading.spec.script.scenes):
        if scene.duration is None or scene.footage is not None:
            continue
        lacks = [filmer for filmer, longest in _longest(filmers) if scene.duration > longest]
        for filmer in reading.unable(lacks)[:1]:
            reading.fault(
                ("script", "scenes", index, "duration"),
                f"`{filmer.video.provider}` of {filmer.label} cannot film "
                f"a scene of {duration_text(scene.duration)}",
                f"It films {_listed(filmer)}; split the scene.",
            )
    waiting = open_slots(reading.spec)
    left = reading.open_seconds()
    if not waiting or left <= 0 or not reading.sound("duration") or not reading.whole("script"):
        return
    lacks = [filmer for filmer, longest in _longest(filmers) if left / waiting > longest]
    for filmer in reading.unable(lacks)[:1]:
        longest = filmer.can.durations[-1]
        more = -(-left // longest) - waiting
        reading.fault(
            ("script", "count") if reading.written("script", "count") else ("duration",),
            f"{waiting} scene{'s' if waiting > 1 else ''} cannot fill {duration_text(left)}: "
            f"`{filmer.video.provider}` of {filmer.label} films {_listed(filmer)}",
            f"Ask for at least {more} more scene{'s' if more > 1 else ''} with `script.count`.",
        )


def _listed(filmer: Filmer) -> str:
    durations = [duration_text(seconds) for seconds in filmer.can.durations]
    if len(durations) > 8:
        return f"{durations[0]} to {durations[-1]}"
    return ", ".join(durations)


def _scenes(reading: Reading, filmers: list[Filmer]) -> None:
    for index, scene in enumerate(reading.spec.script.scenes):
        path: KeyPath = ("script", "scenes", index)
        blind = reading.unable([filmer for filmer in filmers if not filmer.can.first_frame])
        role = seeds.role_of(reading, scene.seed_asset)
        wished = {"continues": scene.continues is not None, "seed_asset": role == "first_frame"}
        for key, there in wished.items():
            if there and blind and scene.footage is None:
                reading.fault(
                    (*path, key),
                    f"`{blind[0].video.provider}` of {blind[0].label} takes no first frame",
                    f"Remove `{key}`, or choose another provider.",
                    at_key=True,
                )
        seeds.check_use(reading, index, filmers)
        opened = scene.continues or scene.footage or (scene.seed_asset and role != "style")
        needy = reading.unable([filmer for filmer in filmers if filmer.can.needs_first_frame])
        if needy and not opened:
            _needs_frame(reading, path, needy[0])
        direction = reading.texts.get((*path, "direction"))
        if direction is None:
            continue
        lacks = [filmer for filmer in filmers if 0 < filmer.can.prompt_limit < len(direction)]
        for filmer in reading.unable(lacks)[:1]:
            limit = filmer.can.prompt_limit
            reading.fault(
                (*path, "direction"),
                f"the direction has {len(direction):,} characters; `{filmer.video.provider}` of "
                f"{filmer.label} takes {limit:,}",
                f"Shorten it by {len(direction) - limit:,}.",
            )


def _needs_frame(reading: Reading, path: KeyPath, filmer: Filmer) -> None:
    reading.fault(
        path,
        f"`{filmer.video.model}` of {filmer.label} films nothing without a first frame",
        "Give the scene a `seed_asset` or `continues`, or choose another model.",
    )
