"""Scenes: names, what they refer to, chains of key frames, and files."""

from __future__ import annotations

from resources.errors import StudioError
from resources.takes.slate import Slate
from studio_assets.spec.fault import nearest
from studio_assets.spec.file_input import FileInput
from studio_assets.spec.footage import is_still, taken
from studio_assets.spec.owned import keep_film, keep_picture
from studio_assets.spec.reading import Reading
from studio_assets.spec.rules import seeds
from studio_assets.spec.source import KeyPath
from studio_assets.spec.values import duration_text

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Check the seed assets and each scene's references."""
    ids = seeds.check(reading)
    names = _names(reading)
    for index, scene in enumerate(reading.spec.script.scenes):
        path: KeyPath = ("script", "scenes", index)
        if scene.seed_asset is not None and scene.seed_asset not in ids:
            mend = nearest(scene.seed_asset, ids) if ids else "Add it to `seed_assets`."
            reading.fault((*path, "seed_asset"), f"there is no seed asset `{scene.seed_asset}`", mend)
        if scene.continues is not None and scene.continues not in names:
            reading.fault(
                (*path, "continues"),
                f"there is no scene `{scene.continues}` to continue",
                nearest(scene.continues, [name for name in names if name != scene.id]),
            )
        if scene.continues is not None and seeds.role_of(reading, scene.seed_asset) == "first_frame":
            reading.fault(
                (*path, "seed_asset"),
                f"`{scene.id}` has two first frames: a seed asset and the scene it continues",
                "Keep `seed_asset` or `continues`.",
                at_key=True,
            )
        if scene.footage is not None:
            _footage(reading, (*path, "footage"), scene.footage)
            for key in ("continues", "seed_asset"):
                if getattr(scene, key) is not None:
                    reading.fault(
                        (*path, key),
                        f"`{scene.id}` shows footage, which `{key}` cannot change",
                        f"Remove `{key}` or `footage`.",
                        at_key=True,
                    )
        _overlay(reading, index)
    _cycles(reading, names)


def _names(reading: Reading) -> list[str]:
    seen: list[str] = []
    for index, scene in enumerate(reading.spec.script.scenes):
        path: KeyPath = ("script", "scenes", index, "id")
        if not reading.sound(*path):
            continue
        if scene.id in seen:
            reading.fault(path, f"there are two scenes `{scene.id}`", "Give each its own id.")
        seen.append(scene.id)
    return seen


def _overlay(reading: Reading, index: int) -> None:
    scene = reading.spec.script.scenes[index]
    path: KeyPath = ("script", "scenes", index, "overlay")
    if scene.overlay is None:
        return
    start, end = scene.overlay.start, scene.overlay.end
    if not reading.sound(*path, "from") or not reading.sound(*path, "to"):
        return
    if start >= end:
        reading.fault(
            (*path, "to"),
            f"the overlay ends at {duration_text(end)}, not after it begins at {duration_text(start)}",
            "Let `to` be later than `from`.",
        )
    if scene.duration is not None and end > scene.duration:
        reading.fault(
            (*path, "to"),
            f"the overlay ends at {duration_text(end)}, after its scene of {duration_text(scene.duration)}",
            f"Write at most `{duration_text(scene.duration)}`.",
        )


def _footage(reading: Reading, path: KeyPath, footage: str) -> None:
    slate = taken(footage)
    if not slate:
        (keep_picture if is_still(footage) else keep_film)(reading, path, footage)
        return
    try:
        Slate.parse(slate)
    except (StudioError, ValueError):
        reading.fault(path, f"`{slate}` is no slate", "Copy one that `studio takes search` prints.")
        return
    # A slate's content never changes, so the slate itself stands for its bytes.
    reading.files[path] = FileInput(path=footage, digest=footage)


def _cycles(reading: Reading, names: list[str]) -> None:
    follows = {scene.id: scene.continues for scene in reading.spec.script.scenes}
    told: set[str] = set()
    for index, scene in enumerate(reading.spec.script.scenes):
        chain = [scene.id]
        while (before := follows.get(chain[-1])) is not None and before not in chain:
            chain.append(before)
        if before == scene.id and scene.id in names and scene.id not in told:
            told.update(chain)
            reading.fault(
                ("script", "scenes", index, "continues"),
                f"the scenes continue each other in a circle: {' -> '.join([*chain, scene.id])}",
                "Remove `continues` from one of them.",
            )
