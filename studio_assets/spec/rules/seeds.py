"""Seed assets: files that are pictures, and scenes whose provider can use the picture that they name."""

from __future__ import annotations

from studio_assets.script.lengths import filmed_seconds
from studio_assets.seeds.casting import usable
from studio_assets.seeds.description import SeedRole
from studio_assets.spec.owned import keep_picture
from studio_assets.spec.reading import Filmer, Reading
from studio_assets.spec.source import KeyPath
from studio_assets.spec.values import duration_text

__all__ = ["check", "check_use", "role_of"]


def check(reading: Reading) -> list[str]:
    """Check the seed assets' ids and files.

    Args:
        reading: gets the faults and the hashed files.

    Returns:
        The ids.
    """
    seen: list[str] = []
    for index, seed in enumerate(reading.spec.seed_assets):
        path: KeyPath = ("seed_assets", index)
        if not reading.sound(*path, "id"):
            continue
        if seed.id in seen:
            reading.fault((*path, "id"), f"there are two seed assets `{seed.id}`", "Give each its own id.")
        seen.append(seed.id)
        if reading.sound(*path, "role"):  # a file for a role that there is not need not be a picture
            keep_picture(reading, (*path, "file"), seed.file)
    return seen


def role_of(reading: Reading, name: str | None) -> SeedRole | None:
    """The role of a seed asset; None where there is none of that id, or its role is not sound.

    Args:
        reading: the spec.
        name: the id, or None.
    """
    for index, seed in enumerate(reading.spec.seed_assets):
        path = ("seed_assets", index)
        if seed.id == name and reading.sound(*path, "id"):
            return seed.role if reading.sound(*path, "role") else None
    return None


def check_use(reading: Reading, index: int, filmers: list[Filmer]) -> None:
    """Check that each pilot's own provider can use the picture that a scene names, in some way.

    Fallbacks get what they can take: a scene that falls back is filmed all the same.

    Args:
        reading: gets the faults.
        index: the scene's.
        filmers: who films.
    """
    scene = reading.spec.script.scenes[index]
    role = role_of(reading, scene.seed_asset)
    if role is None or role == "first_frame" or scene.footage is not None:
        return
    lacks = [one for one in filmers if "fallback" not in one.path and not _can(one, role, reading, index)]
    for filmer in reading.unable(lacks)[:1]:
        reading.fault(
            ("script", "scenes", index, "seed_asset"),
            f"`{filmer.video.provider}` of {filmer.label} cannot use the {role} `{scene.seed_asset}` here: "
            + _why(filmer, role, opened=scene.continues is not None),
            _mend(filmer, opened=scene.continues is not None),
        )


def _can(filmer: Filmer, role: SeedRole, reading: Reading, index: int) -> bool:
    scene = reading.spec.script.scenes[index]
    if filmer.video.kind == "image":
        return filmer.can.references > 0  # a picture is drawn like others, it does not open on them
    seconds = None if scene.duration is None else filmed_seconds(scene.duration, filmer.can.durations)
    return usable(role, filmer.can, seconds, opened=scene.continues is not None)


def _why(filmer: Filmer, role: SeedRole, *, opened: bool) -> str:
    if not filmer.can.references:
        also = "; its first frame is taken by `continues`" if opened and role != "style" else ""
        return f"it takes no reference pictures{also}"
    if opened and not filmer.can.references_beside_frames:
        return "it takes reference pictures only where no key frame opens the scene"
    if filmer.can.reference_durations:
        offered = ", ".join(duration_text(one) for one in filmer.can.reference_durations)
        return f"it takes reference pictures only with {offered}"
    return "it films nothing without a first frame, and takes no reference pictures beside it"


def _mend(filmer: Filmer, *, opened: bool) -> str:
    way = "Remove `continues`, or `seed_asset`" if opened else "Remove `seed_asset`"
    if filmer.can.reference_durations and not opened:
        way = f"Let the scene last {duration_text(filmer.can.reference_durations[0])}, or remove `seed_asset`"
    return f"{way}, or choose another provider."
